"""What one reviewer sees: their seats, what waits for them, one review to score; and one sheet for the people of the call."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.accounts.models import User
from portal.calls.definition import AFTER_PASS, Stage
from portal.calls.models import Call
from portal.calls.policy import overseen_calls
from portal.foundation.db import db
from portal.foundation.errors import Missing
from portal.foundation.stored_files import StoredFile
from portal.programs.models import Program
from portal.proposals.lifecycle import ProposalState
from portal.proposals.models import Attachment, Proposal
from portal.proposals.queries import documents_in, files_for_panel
from portal.reviews.composition import scores_due_at
from portal.reviews.lifecycle import WAITING, ReviewState, SeatState
from portal.reviews.models import Mark, Review, Seat
from portal.reviews.policy import given_to, held_by, run_by, visible_reviews

QUEUE_SHOWN = 1000


@dataclass
class Desk:
    """One seat of a reviewer and everything given to it; `stepped_down` is only a number: those proposals are gone."""

    seat: Seat
    to_clear: list[Review] = field(default_factory=list)
    to_score: list[Review] = field(default_factory=list)
    confirmed: list[Review] = field(default_factory=list)
    stepped_down: int = 0

    @property
    def stage(self) -> Stage:
        return self.seat.call.definition.stage(self.seat.stage_key)

    @property
    def due_at(self) -> datetime | None:
        """When the scores of this stage are due."""
        return scores_due_at(self.seat.call.definition, self.stage)

    @property
    def given(self) -> int:
        return len(self.to_clear) + len(self.to_score) + len(self.confirmed)

    @property
    def is_waiting(self) -> bool:
        """Whether something waits for the reviewer here."""
        return self.seat.state == SeatState.INVITED or bool(self.to_clear or self.to_score)


def queue_of(viewer: Any) -> list[Desk]:
    """The reviewer's seats with what waits at each, newest panel first. Two statements, whatever the number of reviews."""
    seats = db.session.scalars(_seats().where(held_by(viewer), Seat.state.in_(
        [SeatState.INVITED.value, SeatState.APPOINTED.value, SeatState.RELEASED.value])).order_by(Seat.id.desc()))
    desks = {seat.id: Desk(seat) for seat in seats}
    mine = select(Review).join(Review.proposal).join(Proposal.company).where(
        Review.reviewer_id == viewer.id, Review.state != ReviewState.REMOVED.value)
    shown = mine.options(contains_eager(Review.proposal).contains_eager(Proposal.company))
    for review in db.session.scalars(shown.order_by(Review.id).limit(QUEUE_SHOWN)):
        if review.seat_id in desks:
            _lay(desks[review.seat_id], review)
    return [desk for desk in desks.values() if desk.seat.state != SeatState.RELEASED or desk.confirmed]


def _lay(desk: Desk, review: Review) -> None:
    if review.state == ReviewState.RECUSED:
        desk.stepped_down += 1
    elif review.state == ReviewState.CONFIRMED:
        desk.confirmed.append(review)
    elif review.is_current:
        (desk.to_clear if review.state == ReviewState.ASSIGNED else desk.to_score).append(review)


def _seats() -> Any:
    call = joinedload(Seat.call, innerjoin=True)
    return select(Seat).options(
        call.joinedload(Call.edition), call.joinedload(Call.program, innerjoin=True).joinedload(Program.municipality))


def get_own_seat(seat_id: int, *, viewer: Any) -> Seat:
    """A seat that this person holds or was offered. Raises Missing."""
    return _one(_seats().where(Seat.id == seat_id, held_by(viewer)))


def get_managed_seat(seat_id: int, *, viewer: Any) -> Seat:
    """A seat on a panel that this person manages. Raises Missing."""
    theirs = _seats().join(Call, Call.id == Seat.call_id).where(Seat.id == seat_id, run_by(viewer))
    return _one(theirs.options(joinedload(Seat.user).lazyload(User.roles)))


def get_own_review(review_id: int, *, viewer: Any, to_read: bool = False, to_score: bool = True) -> Review:
    """A review that was given to this person and is still theirs; recused and removed ones are gone. Raises Missing.

    `to_read` brings the submission as well; without `to_score` the marks are left to be read later.
    """
    proposal = joinedload(Review.proposal, innerjoin=True)
    wanted = _whole_review().options(proposal.joinedload(Proposal.company, innerjoin=True)).where(
        Review.id == review_id, given_to(viewer))
    if to_read:
        wanted = wanted.options(proposal.joinedload(Proposal.submission))
    return _one(wanted.options(selectinload(Review.marks)) if to_score else wanted)


def get_review(review_id: int, *, viewer: Any, to_oversee: bool = False) -> Review:
    """A review with seat, person and marks, as far as the viewer may see it. Raises Missing.

    `to_oversee` asks for the people of the call only: a reviewer's own pages show them their reviews.
    """
    person = joinedload(Review.seat, innerjoin=True).joinedload(Seat.user).lazyload(User.roles)
    company = joinedload(Review.proposal, innerjoin=True).joinedload(Proposal.company, innerjoin=True)
    wanted = _whole_review().options(person, company, selectinload(Review.marks)).where(
        Review.id == review_id, visible_reviews(viewer))
    if to_oversee:
        wanted = wanted.join(Call, Call.id == Review.call_id).where(overseen_calls(viewer))
    return _one(wanted)


def _whole_review() -> Any:
    call = joinedload(Review.call, innerjoin=True)
    return select(Review).options(
        joinedload(Review.seat, innerjoin=True), call.joinedload(Call.edition, innerjoin=True),
        call.joinedload(Call.program, innerjoin=True).joinedload(Program.municipality))


def _one(wanted: Any) -> Any:
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise Missing
    return found


def next_of(review: Review, *, viewer: Any) -> Review | None:
    """The review that waits next for the same reviewer at the same stage, or None when all is done."""
    waiting = select(Review).join(Review.proposal).where(
        given_to(viewer), Review.seat_id == review.seat_id, Review.id != review.id,
        Review.state.in_(WAITING),
        Proposal.state == ProposalState.IN_REVIEW.value, Proposal.stage_key == review.stage_key)
    return db.session.scalars(waiting.options(contains_eager(Review.proposal)).order_by(Review.id).limit(1)).one_or_none()


def get_file_to_judge(review: Review, position: int) -> StoredFile:
    """The file at this place (from 1) among those the panel reads of what was received. Raises Missing."""
    files = files_for_panel(review.proposal)
    if not 1 <= position <= len(files):
        raise Missing
    return db.session.get(StoredFile, files[position - 1]["file_id"]) or _missing()


def documents_to_judge(review: Review) -> list[Attachment]:
    """What the company handed in for this stage and the panel reads; empty at the first stage. One statement at most."""
    definition = review.call.definition
    slots = [slot.key for slot in definition.attachments_when(AFTER_PASS) if slot.for_panel]
    if not slots or review.stage_key == definition.first_stage.key:
        return []
    return documents_in(review.proposal, slots)


def get_document_to_judge(review: Review, attachment_id: int) -> StoredFile:
    """One of them. Raises Missing."""
    return next((each.file for each in documents_to_judge(review) if each.id == attachment_id), None) or _missing()


def _missing() -> Any:
    raise Missing


def marks_of(review: Review) -> dict[tuple[str, str], Mark]:
    """The marks as they stand in the database now, by kind and key."""
    fresh = select(Mark).where(Mark.review_id == review.id).order_by(Mark.kind, Mark.key)
    return {(mark.kind, mark.key): mark for mark in db.session.scalars(fresh.execution_options(populate_existing=True))}


def sits_elsewhere(seat: Seat) -> bool:
    """Whether the same person holds another place on a panel of the same call."""
    other = select(Seat.id).where(
        Seat.call_id == seat.call_id, Seat.user_id == seat.user_id, Seat.id != seat.id,
        Seat.state.in_([SeatState.INVITED.value, SeatState.APPOINTED.value]))
    return db.session.scalar(other.limit(1)) is not None

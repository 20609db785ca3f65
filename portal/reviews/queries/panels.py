"""The panel of one stage as its manager sees it: who sits, how far they are, which proposals are short, who may judge what."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import func, literal, or_, select
from sqlalchemy.orm import contains_eager, joinedload, undefer

from portal.accounts.models import COMPANY_ROLES, Role, User
from portal.calls.definition import Body, Stage
from portal.calls.models import Call
from portal.foundation.counts import counts_of
from portal.foundation.db import db
from portal.foundation.errors import Missing
from portal.programs.models import Program
from portal.proposals.lifecycle import ProposalState
from portal.proposals.models import Proposal
from portal.reviews.composition import Requirement, requirements_of, scores_due_at
from portal.reviews.lifecycle import ReviewState, SeatState
from portal.reviews.models import Review, Seat, Tally
from portal.reviews.policy import run_by
from portal.reviews.queries.conflicts import ties_of
from portal.reviews.scoring import body_key, least_scores
from portal.reviews.sheet import rule_of

SHORT_SHOWN = 50
HELD = (ReviewState.ASSIGNED.value, ReviewState.OPEN.value, ReviewState.CONFIRMED.value)
SITTING = (SeatState.INVITED.value, SeatState.APPOINTED.value)


@dataclass(frozen=True)
class SeatLine:
    """A seat with how many proposals it has in each state."""

    seat: Seat
    numbers: dict[str, int]

    def count(self, *states: str) -> int:
        """How many of its reviews stand in one of these states."""
        return sum(self.numbers.get(state, 0) for state in states)

    @property
    def given(self) -> int:
        return self.count(ReviewState.ASSIGNED, ReviewState.OPEN, ReviewState.CONFIRMED)

    @property
    def confirmed(self) -> int:
        return self.count(ReviewState.CONFIRMED)


@dataclass(frozen=True)
class ShortLine:
    """A proposal of which somebody stepped down, or which has fewer reviewers than valid scores are needed."""

    proposal: Proposal
    given: int
    confirmed: int
    recused: int
    lacks: int


@dataclass
class Panel:
    """One stage's panel: `to_hand` proposals are eligible and wait to be handed over (first stage only)."""

    call: Call
    stage: Stage
    lines: list[SeatLine]
    short: list[ShortLine] = field(default_factory=list)
    to_hand: int = 0

    @property
    def requirements(self) -> list[Requirement]:
        """What the call asks of the panel, met or not."""
        return requirements_of(self.call.definition, self.stage, [line.seat for line in self.lines])

    @property
    def due_at(self) -> datetime | None:
        """When the scores are due."""
        return scores_due_at(self.call.definition, self.stage)

    @property
    def substitutes(self) -> list[Seat]:
        """The appointed substitutes."""
        return [line.seat for line in self.lines if line.seat.substitute and line.seat.state == SeatState.APPOINTED]

    def total(self, *states: str) -> int:
        """All seats together."""
        return sum(line.count(*states) for line in self.lines)


def get_call_to_judge(code: str, stage_key: str, *, viewer: Any) -> tuple[Call, Stage]:
    """A call that the viewer manages, and one of its stages. Raises Missing."""
    wanted = select(Call).where(Call.code == code, run_by(viewer)).options(
        joinedload(Call.edition), joinedload(Call.program, innerjoin=True).joinedload(Program.municipality))
    call = db.session.scalars(wanted).one_or_none()
    if call is None:
        raise Missing
    try:
        return call, call.definition.stage(stage_key)
    except KeyError:
        raise Missing from None


def get_panel(code: str, stage_key: str, *, viewer: Any) -> Panel:
    """The panel with its progress and its short proposals, for a manager: five statements. Raises Missing."""
    call, stage = get_call_to_judge(code, stage_key, viewer=viewer)
    numbers: dict[int, dict[str, int]] = defaultdict(dict)
    for seat_id, state, n in db.session.execute(select(Review.seat_id, Review.state, func.count()).where(
            Review.call_id == call.id, Review.stage_key == stage_key).group_by(Review.seat_id, Review.state)):
        numbers[seat_id][state] = n
    lines = [SeatLine(seat, numbers[seat.id]) for seat in seats_of(call, stage_key)]
    to_hand = counts_of("proposal", [call.id]).get(ProposalState.ELIGIBLE, 0) if stage == call.definition.first_stage else 0
    return Panel(call, stage, lines, short_proposals(call, stage_key), to_hand)


def seats_of(call: Call, stage_key: str) -> list[Seat]:
    """Everybody who was ever invited to this panel, members before substitutes, in the order of invitation."""
    mine = select(Seat).where(Seat.call_id == call.id, Seat.stage_key == stage_key)
    with_people = mine.options(joinedload(Seat.user).lazyload(User.roles), undefer(Seat.waiting))
    return list(db.session.scalars(with_people.order_by(Seat.substitute, Seat.id)))


def short_proposals(call: Call, stage_key: str) -> list[ShortLine]:
    """Proposals at this stage with too few reviewers or with a recusal, by number; at most fifty. One statement.

    Where several bodies score, each must have enough of its own.
    """
    if not call.definition.stage(stage_key).criteria:
        return []
    stage, given = call.definition.stage(stage_key), func.coalesce(Tally.assigned, 0)
    recused = func.coalesce(Tally.recused, 0)
    needs = [(_given_in(body, stage), least_scores(body, rule_of(call.definition))) for body in stage.bodies or ()] or [
        (given, call.definition.scoring.min_valid_scores)]
    wanted = select(Proposal, given, func.coalesce(Tally.confirmed, 0), recused, *(has for has, _least in needs)).join(
        Proposal.company).outerjoin(
        Tally, (Tally.proposal_id == Proposal.id) & (Tally.stage_key == stage_key)).where(
        *standing_at(call, stage_key), or_(recused > 0, *(has < least for has, least in needs)))
    rows = db.session.execute(
        wanted.options(contains_eager(Proposal.company)).order_by(Proposal.number).limit(SHORT_SHOWN)).all()
    return [ShortLine(proposal, n, confirmed, gone, sum(max(least - has, 0) for has, (_sql, least) in zip(
        counted, needs, strict=True))) for proposal, n, confirmed, gone, *counted in rows]


def _given_in(body: Body, stage: Stage) -> Any:
    """How many reviewers of a body have a proposal, as SQL; seats of no body of the stage are the panel's."""
    others = [other.key for other in stage.bodies or () if other.key != body.key]
    own = Seat.body == body.key if body_key("", stage) != body.key else Seat.body.not_in(others)
    return select(func.count(Review.id)).join(Seat, Seat.id == Review.seat_id).where(
        Review.proposal_id == Proposal.id, Review.stage_key == stage.key, Review.state.in_(HELD), own).correlate(
        Proposal).scalar_subquery()


def standing_at(call: Call, stage_key: str) -> tuple[Any, ...]:
    """The conditions of a proposal that is being reviewed at this stage."""
    return (Proposal.call_id == call.id, Proposal.state == ProposalState.IN_REVIEW.value, Proposal.stage_key == stage_key)


@dataclass
class Board:
    """Proposals against seats: which pairs exist, which must not be made and why ("member", "recused", "applies",
    "takes_part", "partner")."""

    proposals: list[Proposal]
    seats: list[Seat]
    reviews: dict[tuple[int, int], Review]
    barred: dict[tuple[int, int], str]

    @property
    def held(self) -> set[tuple[int, int]]:
        """Pairs of (proposal, seat) that count now."""
        gone = (ReviewState.REMOVED, ReviewState.RECUSED)
        return {pair for pair, review in self.reviews.items() if review.state not in gone}


def board_of(call: Call, stage_key: str, *, viewer: Any, after: int = 0, limit: int | None = None,
             only: Iterable[int] | None = None) -> Board:
    """Everything needed to assign, for a manager: five statements; `after` is the id of the last proposal seen."""
    wanted = select(Proposal).join(Proposal.company).join(Call, Call.id == Proposal.call_id).where(
        *standing_at(call, stage_key), run_by(viewer), Proposal.id > after)
    if only is not None:
        wanted = wanted.where(Proposal.id.in_(list(only)))
    proposals = list(db.session.scalars(wanted.options(contains_eager(Proposal.company)).order_by(Proposal.id).limit(limit)))
    seats = [seat for seat in seats_of(call, stage_key) if seat.state == SeatState.APPOINTED]
    mine = select(Review).where(Review.proposal_id.in_([each.id for each in proposals]), Review.stage_key == stage_key)
    reviews = {(review.proposal_id, review.seat_id): review for review in db.session.scalars(mine.order_by(Review.id))}
    return Board(proposals, seats, reviews, _barred(call, proposals, seats))


def _barred(call: Call, proposals: list[Proposal], seats: list[Seat]) -> dict[tuple[int, int], str]:
    """Pairs that must not be made: the reviewer belongs to the company, to an organization that takes part or whose offer is
    asked for, or to a partner that applies in this call; or stepped down from the company before. Two statements."""
    people = [seat.user_id for seat in seats]
    member = select(Role.user_id, Role.on_id, literal("member")).where(
        Role.on == "company", Role.name.in_(COMPANY_ROLES), Role.user_id.in_(people))
    stepped_down = select(Review.reviewer_id, Proposal.company_id, literal("recused")).join(
        Proposal, Proposal.id == Review.proposal_id).where(
        Review.state == ReviewState.RECUSED.value, Review.reviewer_id.in_(people))
    known = {(user_id, company_id): why for user_id, company_id, why in db.session.execute(stepped_down.union_all(member))}
    ties = ties_of(call, [each for each in people if each is not None])
    reasons = {(proposal.id, seat.id): known.get((seat.user_id, proposal.company_id)) or ties.reason(seat.user_id, proposal.id)
               for proposal in proposals for seat in seats}
    return {pair: reason for pair, reason in reasons.items() if reason}

"""What reviews came to: the ranking of a stage, the sheets behind a proposal, and the reasons without names."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.accounts.models import User
from portal.calls.definition import Text
from portal.calls.models import Call
from portal.calls.policy import overseen_calls
from portal.foundation.db import db
from portal.proposals.lifecycle import ProposalState
from portal.proposals.models import Proposal
from portal.reviews import sheet
from portal.reviews.lifecycle import ReviewState
from portal.reviews.models import Review, Seat, Tally
from portal.reviews.policy import visible_reviews


def ranking_page(call: Call, stage_key: str, after: int | None = None, limit: int = 50, *, viewer: Any) -> list[Tally]:
    """Tallies with their proposals, best first, those without a final score last; for the people of the call only.

    `after` is the proposal id of the last row of the page before. One statement.
    """
    stage = (Tally.call_id == call.id, Tally.stage_key == stage_key)
    theirs = Tally.call_id.in_(select(Call.id).where(overseen_calls(viewer)))
    wanted = select(Tally).join(Tally.proposal).where(*stage, theirs, Proposal.state != ProposalState.WITHDRAWN.value)
    if after is not None:
        last = select(Tally.rank_key).where(*stage, Tally.proposal_id == after).scalar_subquery()
        wanted = wanted.where(or_(Tally.rank_key < last, and_(Tally.rank_key == last, Tally.proposal_id > after)))
    shown = wanted.options(contains_eager(Tally.proposal).joinedload(Proposal.company, innerjoin=True))
    return list(db.session.scalars(shown.order_by(Tally.rank_key.desc(), Tally.proposal_id).limit(limit)))


def reviews_of(proposal: Proposal, stage_key: str, *, viewer: Any) -> list[Review]:
    """The reviews of a proposal at a stage with their marks, as far as this person may see them, by seat. Two statements."""
    mine = select(Review).where(Review.proposal_id == proposal.id, Review.stage_key == stage_key, visible_reviews(viewer))
    person = joinedload(Review.seat, innerjoin=True).joinedload(Seat.user).lazyload(User.roles)
    return list(db.session.scalars(mine.options(person, selectinload(Review.marks)).order_by(Review.seat_id)))


@dataclass(frozen=True)
class CriterionReasons:
    """What the panel said of one criterion: its mean in ten-thousandths (None while scores are missing), and why."""

    key: str
    label: Text
    max: int
    mean_e4: int | None
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class ReleasedReasons:
    """What an applicant may read once the result is released: means and reasons, no names."""

    criteria: tuple[CriterionReasons, ...]
    comments: tuple[str, ...]


def released_reasons(proposal: Proposal, stage_key: str) -> ReleasedReasons:
    """Means and reasons by criterion; each list in an order of its own, so that none tells who wrote what.

    Whether the result is released is the asking stage's business.
    """
    confirmed = select(Review).where(
        Review.proposal_id == proposal.id, Review.stage_key == stage_key, Review.state == ReviewState.CONFIRMED.value)
    reviews = list(db.session.scalars(confirmed.options(selectinload(Review.marks)).order_by(Review.id)))
    kept = select(Tally).where(Tally.proposal_id == proposal.id, Tally.stage_key == stage_key)
    tally = db.session.scalars(kept).one_or_none()
    means = tally.details.get("criteria_e4", {}) if tally is not None and tally.enough else {}
    written = [sheet.reasons_of(review.marks) for review in reviews]
    return ReleasedReasons(
        criteria=tuple(CriterionReasons(
            criterion.key, criterion.label, criterion.max, means.get(criterion.key),
            _shuffled(criterion.key, [reasons.get(criterion.key, "") for reasons in written]))
            for criterion in proposal.call.definition.stage(stage_key).criteria),
        comments=_shuffled("", [review.comment for review in reviews]))


def _shuffled(salt: str, texts: list[str]) -> tuple[str, ...]:
    """In the order of their hashes: always the same, and the same for nobody's two texts."""
    kept = [text.strip() for text in texts if text.strip()]
    return tuple(sorted(kept, key=lambda text: sha256(f"{salt}:{text}".encode()).hexdigest()))

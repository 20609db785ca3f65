"""What reviews came to: the sheets behind a proposal, and the reasons without names."""

from dataclasses import dataclass
from hashlib import sha256
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.accounts.models import User
from portal.calls.definition import Text
from portal.foundation.db import db
from portal.proposals.models import Proposal
from portal.reviews import sheet
from portal.reviews.lifecycle import ReviewState
from portal.reviews.models import Review, Seat
from portal.reviews.policy import visible_reviews


def reviews_of(proposal: Proposal, stage_key: str, *, viewer: Any) -> list[Review]:
    """The reviews of a proposal at a stage with their marks, as far as this person may see them, by seat. Two statements."""
    mine = select(Review).where(Review.proposal_id == proposal.id, Review.stage_key == stage_key, visible_reviews(viewer))
    person = joinedload(Review.seat, innerjoin=True).joinedload(Seat.user).lazyload(User.roles)
    return list(db.session.scalars(mine.options(person, selectinload(Review.marks)).order_by(Review.seat_id)))


@dataclass(frozen=True)
class CriterionReasons:
    """What the panel wrote about one criterion."""

    key: str
    label: Text
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class ReleasedReasons:
    """What an applicant may read of the sheets once the result is released: words, no names. The figures are the decision's."""

    criteria: tuple[CriterionReasons, ...]
    comments: tuple[str, ...]


def released_reasons(proposal: Proposal, stage_key: str) -> ReleasedReasons:
    """Reasons by criterion and comments, each list in an order of its own, so that none tells who wrote what (two statements).

    Whether the result is released is the asking stage's business.
    """
    confirmed = select(Review).where(
        Review.proposal_id == proposal.id, Review.stage_key == stage_key, Review.state == ReviewState.CONFIRMED.value)
    reviews = list(db.session.scalars(confirmed.options(selectinload(Review.marks)).order_by(Review.id)))
    written = [sheet.reasons_of(review.marks) for review in reviews]
    return ReleasedReasons(
        criteria=tuple(CriterionReasons(
            criterion.key, criterion.label, _shuffled(criterion.key, [reasons.get(criterion.key, "") for reasons in written]))
            for criterion in proposal.call.definition.stage(stage_key).for_reviewers),
        comments=_shuffled("", [review.comment for review in reviews]))


def _shuffled(salt: str, texts: list[str]) -> tuple[str, ...]:
    """In the order of their hashes: always the same, and the same for nobody's two texts."""
    kept = [text.strip() for text in texts if text.strip()]
    return tuple(sorted(kept, key=lambda text: sha256(f"{salt}:{text}".encode()).hexdigest()))

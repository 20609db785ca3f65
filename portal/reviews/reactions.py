"""What reviews do when a proposal changes: a withdrawal takes open reviews back, bonus and deductions renew the tallies."""

from typing import Any

from sqlalchemy import select

from portal.foundation.db import db
from portal.foundation.policy import SYSTEM
from portal.proposals.lifecycle import PROPOSAL
from portal.proposals.models import Proposal
from portal.reviews import tallies
from portal.reviews.lifecycle import REVIEW, WAITING
from portal.reviews.models import Review, Tally


@PROPOSAL.after("withdraw")
def take_back_open_reviews(proposal: Proposal, *, by: Any) -> None:
    """Nobody goes on reading what was withdrawn."""
    waiting = select(Review).where(Review.proposal_id == proposal.id, Review.state.in_(WAITING)).order_by(Review.id)
    reviews = db.session.scalars(waiting).all()
    for review in reviews:
        REVIEW.move(review, "remove", by=SYSTEM, note="proposal withdrawn")
    for stage_key in sorted({review.stage_key for review in reviews}):
        tallies.refresh(proposal, stage_key)


@PROPOSAL.after("judge_bonus")
@PROPOSAL.after("apply_deduction")
@PROPOSAL.after("undo_deduction")
def add_up_again(proposal: Proposal, *, by: Any) -> None:
    """Accepted bonus points and deductions are part of the final score."""
    tallied = select(Tally.stage_key).where(Tally.proposal_id == proposal.id).order_by(Tally.id)
    for stage_key in db.session.scalars(tallied).all():
        tallies.refresh(proposal, stage_key)

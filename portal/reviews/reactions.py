"""What reviews do when something else moves: a withdrawal takes open reviews back, bonus and deductions renew the tallies, a
change to the call must leave given scores valid."""

from typing import Any

from sqlalchemy import select

from portal.calls.lifecycle import REVISION
from portal.calls.models import Revision
from portal.foundation.db import db
from portal.foundation.i18n import _
from portal.foundation.policy import SYSTEM
from portal.proposals.lifecycle import PROPOSAL
from portal.proposals.models import Proposal
from portal.reviews import tallies
from portal.reviews.lifecycle import REVIEW, WAITING
from portal.reviews.models import Mark, Review, Tally

SCORED_BY = ("scoring", "bonus", "deductions")
AROUND_A_STAGE = ("starts", "ends", "panel", "revise")  # when it is, who sits and what may be revised before it change no score


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


@REVISION.needs("propose")
@REVISION.needs("approve")
def given_scores_stay_valid(revision: Revision) -> object | None:
    """Once a reviewer has written a mark, the rule they judged by stands."""
    old, new = revision.former["definition"], revision.body["definition"]
    if revision.is_first or _judged_alike(old, new):
        return None
    begun = select(Mark.review_id).join(Review, Review.id == Mark.review_id).where(Review.call_id == revision.call_id).limit(1)
    if db.session.scalar(begun) is None:
        return None
    return _("Reviewers have begun to score, so stages, rubric and scoring rule can no longer be changed.")


def _judged_alike(old: dict[str, Any], new: dict[str, Any]) -> bool:
    """Whether two bodies of a definition make the same of the same marks."""
    stages = [[{name: value for name, value in stage.items() if name not in AROUND_A_STAGE} for stage in body["stages"]]
              for body in (old, new)]
    return stages[0] == stages[1] and all(old.get(name) == new.get(name) for name in SCORED_BY)

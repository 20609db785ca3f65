"""What results do when something earlier changes: a withdrawal leaves the list, changed scores send the selection back; and
what a release frees."""

from typing import Any

from sqlalchemy import select

from portal.decisions.lifecycle import SELECTION, Outcome, SelectionState
from portal.decisions.models import Decision, Selection
from portal.decisions.operations import return_selection
from portal.foundation import history
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.i18n import _
from portal.foundation.policy import SYSTEM
from portal.proposals.lifecycle import PROPOSAL
from portal.proposals.models import Proposal
from portal.proposals.operations import give_everything_back
from portal.reviews.lifecycle import REVIEW
from portal.reviews.models import Review, Tally

UNDER_WAY = (SelectionState.PROPOSED, SelectionState.CONFIRMED)
UNDER_WAY_VALUES = [state.value for state in UNDER_WAY]


@PROPOSAL.after("withdraw")
def leave_the_selection(proposal: Proposal, *, by: Any) -> None:
    """A withdrawn proposal is not decided; what was proposed with it goes back, because places move up."""
    listed = select(Decision).join(Decision.selection).where(
        Decision.proposal_id == proposal.id, Selection.state != SelectionState.RELEASED.value).order_by(Decision.id)
    for decision in db.session.scalars(listed).all():
        selection = decision.selection
        db.session.delete(decision)
        db.session.flush()
        db.session.expire(selection, ["decisions"])
        selection.decided_at = now()
        history.record(selection, "drop", by=by, proposal=proposal.number)
        _send_back(selection, _("%(number)s was withdrawn after this was proposed.", number=proposal.number))


@SELECTION.after("release")
def offers_are_free_again(selection: Selection, *, by: Any) -> None:
    """Partners' offers that were held for whoever was not selected go to other companies, once the result is told."""
    out = [decision.proposal_id for decision in selection.decisions if decision.outcome == Outcome.NOT_SELECTED]
    if out:
        give_everything_back(out, by=SYSTEM)


@REVIEW.after("reopen")
def scores_were_reopened(review: Review, *, by: Any) -> None:
    """Scores that may change are not the scores that were proposed."""
    reason = _("A score sheet of %(number)s was reopened after this was proposed.", number=review.proposal.number)
    _send_back_the_selection_of(review, reason)


@REVIEW.after("confirm")
def scores_came_late(review: Review, *, by: Any) -> None:
    """One more sheet changes the mean that was proposed."""
    reason = _("A score sheet of %(number)s was confirmed after this was proposed.", number=review.proposal.number)
    _send_back_the_selection_of(review, reason)


@REVIEW.after("recuse")
def scores_were_set_aside(review: Review, *, by: Any) -> None:
    """A reviewer who steps down after confirming takes the scores along; an open sheet changes nothing."""
    if review.total_e4 is not None:
        reason = _("Confirmed scores of %(number)s were set aside after this was proposed.", number=review.proposal.number)
        _send_back_the_selection_of(review, reason)


@PROPOSAL.after("judge_bonus")
def bonus_points_changed(proposal: Proposal, *, by: Any) -> None:
    """Reviews have renewed the tally by now; what no longer fits the frozen figures goes back."""
    _send_back_what_differs(proposal, _("Bonus points of %(number)s changed after this was proposed.", number=proposal.number))


@PROPOSAL.after("enter_points")
def points_from_facts_changed(proposal: Proposal, *, by: Any) -> None:
    """The same for what the operator entered."""
    _send_back_what_differs(
        proposal, _("Points from facts of %(number)s changed after this was proposed.", number=proposal.number))


@PROPOSAL.after("apply_deduction")
@PROPOSAL.after("undo_deduction")
def deductions_changed(proposal: Proposal, *, by: Any) -> None:
    """The same for what is taken off."""
    _send_back_what_differs(proposal, _("Deductions of %(number)s changed after this was proposed.", number=proposal.number))


@PROPOSAL.after("judge_stage_gates")
def checks_were_judged(proposal: Proposal, *, by: Any) -> None:
    """A verdict or its words changed: what was proposed rests on others."""
    listed = select(Selection).where(Selection.call_id == proposal.call_id, Selection.stage_key == proposal.stage_key,
                                     Selection.state.in_(UNDER_WAY_VALUES))
    for selection in db.session.scalars(listed.order_by(Selection.id)).all():
        _send_back(selection, _("The checks of %(number)s changed after this was proposed.", number=proposal.number))


def _send_back_what_differs(proposal: Proposal, reason: str) -> None:
    differs = Tally.final_e4.is_distinct_from(Decision.final_e4) | Tally.bonus_e4.is_distinct_from(
        Decision.bonus_e4) | Tally.deductions_e4.is_distinct_from(Decision.deductions_e4)
    listed = select(Selection).join(Decision, Decision.selection_id == Selection.id).join(
        Tally, (Tally.proposal_id == Decision.proposal_id) & (Tally.stage_key == Selection.stage_key)).where(
        Decision.proposal_id == proposal.id, Selection.state.in_(UNDER_WAY_VALUES), differs)
    for selection in db.session.scalars(listed.order_by(Selection.id)).all():
        _send_back(selection, reason)


def _send_back_the_selection_of(review: Review, reason: str) -> None:
    listed = select(Selection).where(
        Selection.call_id == review.call_id, Selection.stage_key == review.stage_key,
        Selection.state.in_(UNDER_WAY_VALUES))
    for selection in db.session.scalars(listed).all():
        _send_back(selection, reason)


def _send_back(selection: Selection, reason: str) -> None:
    if selection.state in UNDER_WAY:
        return_selection(selection, reason, by=SYSTEM)

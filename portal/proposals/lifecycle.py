"""The life of a proposal, from the first word typed to the panel's result."""

from enum import StrEnum
from typing import Any

from portal.foundation.clock import arrival, in_seoul
from portal.foundation.i18n import _, _l
from portal.foundation.lifecycle import Lifecycle, Move


class ProposalState(StrEnum):
    DRAFT = "draft"
    SUBMITTED = "submitted"
    SUPPLEMENT = "supplement_requested"
    ELIGIBLE = "eligible"
    INELIGIBLE = "ineligible"
    IN_REVIEW = "in_review"
    SELECTED = "selected"
    RESERVE = "reserve"
    NOT_SELECTED = "not_selected"
    WITHDRAWN = "withdrawn"
    GIVEN_UP = "given_up"


S = ProposalState
EDITABLE = (S.DRAFT, S.SUBMITTED)
JUDGED = (S.SUBMITTED, S.ELIGIBLE, S.IN_REVIEW)
LIVE = (S.SUBMITTED, S.SUPPLEMENT, S.ELIGIBLE, S.IN_REVIEW)


def the_call_is_open(proposal: Any) -> object | None:
    """The server's clock decides, by when the request arrived; the closing instant itself is still in time."""
    phase = proposal.phase
    if phase == "open":
        return None
    return _("The call has not opened yet.") if phase == "soon" else _("The deadline has passed.")


def the_call_has_closed(proposal: Any) -> object | None:
    return None if proposal.phase == "closed" else _("Companies may still change it until the deadline.")


def the_supplement_is_in_time(proposal: Any) -> object | None:
    due = proposal.supplement_due_at
    return None if due is not None and arrival() <= due else _("The date for the supplement has passed.")


def the_supplement_date_has_passed(proposal: Any) -> object | None:
    """What was promised to the company holds until its last second."""
    due = proposal.supplement_due_at
    return _("The company may still send the supplement.") if due is not None and arrival() <= due else None


def it_may_be_revised(proposal: Any) -> object | None:
    """Only where the call says so before a stage, and until the date that the release set."""
    due = proposal.revise_due_at
    if due is None:
        return _("It cannot be revised at this stage.")
    return None if arrival() <= due else _("The date for revising it has passed.")


def it_is_not_being_revised(proposal: Any) -> object | None:
    """What is still changing is not judged to the end."""
    due = proposal.revise_due_at
    if due is None or arrival() > due:
        return None
    return _("The company may revise it until %(time)s Korean time. Judge it to the end after that.",
             time=f"{in_seoul(due):%Y.%m.%d %H:%M}")


def no_supplement_was_asked_before(proposal: Any) -> object | None:
    """One round only (practice of the information-system guideline: judged on what was filed)."""
    return None if proposal.supplement_due_at is None else _("A supplement was already requested once.")


def documents_are_asked_for(proposal: Any) -> object | None:
    """Asked only of those who passed (certificates at the application were forbidden: too many papers too early)."""
    return None if proposal.documents_due_at is not None else _("No further documents are asked for.")


def the_documents_are_in_time(proposal: Any) -> object | None:
    due = proposal.documents_due_at
    return None if due is None or arrival() <= due else _(
        "The date for the documents has passed. Ask the city for another one; it can set it at any time.")


def every_item_passed(proposal: Any) -> object | None:
    open_items = [item for item in proposal.gate_results if item.passed is not True]
    missing = len(proposal.call.definition.gates) - len(proposal.gate_results)
    return _("Every eligibility item must be marked as passed first.") if open_items or missing else None


def an_item_failed(proposal: Any) -> object | None:
    failed = [item for item in proposal.gate_results if item.passed is False]
    return None if failed else _("Mark at least one eligibility item as failed, with its reason.")


PROPOSAL = Lifecycle("proposal", ProposalState, [
    Move("write", EDITABLE, None, _l("Save"), when=[the_call_is_open]),
    Move("submit", EDITABLE, S.SUBMITTED, _l("Submit"), when=[the_call_is_open], tells=["proposal_received"]),
    Move("check_gates", (S.SUBMITTED,), None, _l("Save the eligibility check"), when=[the_call_has_closed]),
    Move("judge_bonus", JUDGED, None, _l("Save the bonus points"), when=[the_call_has_closed]),
    Move("apply_deduction", JUDGED, None, _l("Take the points off"), when=[the_call_has_closed]),
    Move("undo_deduction", JUDGED, None, _l("Give the points back"), when=[the_call_has_closed]),
    Move("judge_stage_gates", (S.IN_REVIEW,), None, _l("Save the checks"), when=[it_is_not_being_revised]),
    Move("enter_points", (S.IN_REVIEW,), None, _l("Save the points from facts")),
    Move("request_supplement", (S.SUBMITTED,), S.SUPPLEMENT, _l("Request a supplement"),
         when=[the_call_has_closed, no_supplement_was_asked_before], tells=["supplement_requested"]),
    Move("write_supplement", (S.SUPPLEMENT,), None, _l("Save the supplement"), when=[the_supplement_is_in_time]),
    Move("supplement", (S.SUPPLEMENT,), S.SUBMITTED, _l("Submit the supplement"),
         when=[the_supplement_is_in_time], tells=["supplement_received"]),
    Move("close_supplement", (S.SUPPLEMENT,), S.SUBMITTED, _l("Go on with what was filed"),
         when=[the_supplement_date_has_passed]),
    Move("pass_eligibility", (S.SUBMITTED,), S.ELIGIBLE, _l("Mark as eligible"),
         when=[the_call_has_closed, every_item_passed]),
    Move("fail_eligibility", (S.SUBMITTED,), S.INELIGIBLE, _l("Mark as ineligible"),
         when=[the_call_has_closed, an_item_failed], tells=["found_ineligible"]),
    Move("start_review", (S.ELIGIBLE,), S.IN_REVIEW, _l("Hand to the panel")),
    Move("advance", (S.IN_REVIEW,), None, _l("Pass to the next stage"), tells=["stage_passed"]),
    Move("select", (S.IN_REVIEW, S.RESERVE), S.SELECTED, _l("Select"), tells=["was_selected"]),
    Move("place_on_reserve", (S.IN_REVIEW,), S.RESERVE, _l("Place on the reserve list"), tells=["placed_on_reserve"]),
    Move("decline", (S.IN_REVIEW,), S.NOT_SELECTED, _l("Not selected"), tells=["was_not_selected"]),
    Move("write_revision", (S.IN_REVIEW,), None, _l("Save the revision"), when=[it_may_be_revised]),
    Move("revise", (S.IN_REVIEW,), None, _l("Send the revision"), when=[it_may_be_revised], tells=["revision_received"]),
    Move("hand_in", (S.IN_REVIEW, S.SELECTED), None, _l("Hand in a document"),
         when=[documents_are_asked_for, the_documents_are_in_time], tells=["documents_complete"]),
    Move("take_back", (S.IN_REVIEW, S.SELECTED), None, _l("Take a document back"),
         when=[documents_are_asked_for, the_documents_are_in_time]),
    Move("set_documents_due", (S.IN_REVIEW, S.SELECTED), None, _l("Set another date for the documents"),
         when=[documents_are_asked_for], tells=["documents_due_changed"]),
    Move("give_up", (S.SELECTED,), S.GIVEN_UP, _l("Note that the place is given back"), tells=["place_given_back"]),
    Move("withdraw", (S.DRAFT, *LIVE, S.RESERVE), S.WITHDRAWN, _l("Withdraw the proposal"), tells=["proposal_withdrawn"]),
], labels={
    S.DRAFT: _l("draft"),
    S.SUBMITTED: _l("received"),
    S.SUPPLEMENT: _l("supplement requested"),
    S.ELIGIBLE: _l("eligible"),
    S.INELIGIBLE: _l("ineligible"),
    S.IN_REVIEW: _l("under review"),
    S.SELECTED: _l("selected"),
    S.RESERVE: _l("reserve list"),
    S.NOT_SELECTED: _l("not selected"),
    S.WITHDRAWN: _l("withdrawn"),
    S.GIVEN_UP: _l("place given back"),
}, counted_in=lambda proposal: proposal.call_id)

# The applicant's own words: eligibility done and review begun are one and the same to them.
APPLICANT_LABELS = {
    **PROPOSAL.labels,
    S.DRAFT: _l("not submitted yet"),
    S.SUBMITTED: _l("received, being checked"),
    S.ELIGIBLE: _l("under review"),
}

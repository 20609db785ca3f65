"""Submitting: what was written is received word for word, with a receipt; what was received never changes."""

from typing import Any

from portal.foundation.errors import Refused
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.proposals.gaps import gaps_in
from portal.proposals.lifecycle import PROPOSAL, ProposalState
from portal.proposals.models import Proposal, Submission
from portal.proposals.queries import Written, get_submission, written_of
from portal.proposals.receiving import not_overtaken, receive, remembered


def submit_proposal(proposal: Proposal, *, seen: int | None = None, by: Any) -> Submission:
    """Receive it as it stands: a submission with its receipt, sealed by a hash, and a letter to whoever submitted.

    Pressed twice with nothing changed between, the same submission comes back, also just after the deadline. Raises Refused
    past the deadline or while something is missing, Stale when files, consents or claims changed or somebody submitted
    after this person looked; answers save themselves while one looks, so they go along as they stand.
    """
    if proposal.submission_number and not proposal.changed_since and proposal.state == ProposalState.SUBMITTED:
        require(by, "proposal.submit", proposal)
        return proposal.submission or get_submission(proposal, proposal.submission_number)
    PROPOSAL.check(proposal, "submit", by=by)
    not_overtaken(proposal, seen)
    written = written_of(proposal)
    gaps = gaps_in(proposal, written)
    if gaps:
        raise Refused(_("Not everything is complete yet: %(count)s to put right.", count=len(gaps)))
    slots = proposal.call.definition.attachments_for(proposal.track)
    files = [remembered(file) for slot in slots for file in written.files.get(slot.key, ())]
    received = receive(proposal, "submission", answers=_asked(proposal, written), consents=written.consents,
                       bonus=written.bonus, files=files, by=by)
    proposal.changed_since = False
    PROPOSAL.move(proposal, "submit", by=by, seen=seen, receipt=received.receipt_number, sha256=received.sha256)
    return received


def _asked(proposal: Proposal, written: Written) -> dict[str, Any]:
    """The answers to what is asked of this company, in the order of the form; left-overs of an older form are not sent."""
    values = written.values
    asked = proposal.call.definition.asked(values, proposal.track)
    return {question.key: values[question.key] for question in asked if question.key in values}

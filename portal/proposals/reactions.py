"""What a proposal does when it is moved on: passing a stage and being selected open their rounds of documents."""

from typing import Any

from portal.calls.definition import AFTER_PASS, AGREEMENT
from portal.proposals.documents import due_for, missing_in, slots_of_the_round
from portal.proposals.lifecycle import PROPOSAL
from portal.proposals.models import Proposal


@PROPOSAL.after("advance")
def passing_asks_for_documents(proposal: Proposal, *, by: Any) -> None:
    """Asked once, when the first stage is passed; a later stage goes on with what was handed in."""
    if proposal.documents_due_at is None:
        _ask(proposal, AFTER_PASS)


@PROPOSAL.after("select")
def selection_asks_for_the_agreement(proposal: Proposal, *, by: Any) -> None:
    """The papers of the agreement, and the certificates where the only stage selects."""
    _ask(proposal, AGREEMENT)


def _ask(proposal: Proposal, when: str) -> None:
    """Open a round: set its date and count what is missing. Nothing happens where the call asks for nothing then."""
    definition = proposal.call.definition
    slots = slots_of_the_round(definition, when)
    proposal.documents_missing = missing_in(slots, {each.slot for each in proposal.attachments}) if slots else 0
    proposal.documents_due_at = due_for(definition, when) if slots else None

"""What of a proposal may be written now: everything before the deadline, only what was asked for in a supplement."""

from collections.abc import Iterable
from typing import Any

from portal.calls.definition import SUBMISSION, Attachment, Question
from portal.proposals.lifecycle import EDITABLE, ProposalState

FIELDS, SLOTS = "fields", "slots"


def verb_of_writing(proposal: Any) -> str:
    """The move that saving is: of the draft, or of a supplement."""
    return "write_supplement" if proposal.state == ProposalState.SUPPLEMENT else "write"


def is_writable(proposal: Any) -> bool:
    """Whether its state lets its company write at all; the clock is another matter."""
    return proposal.state in (*EDITABLE, ProposalState.SUPPLEMENT)


def is_in_scope(proposal: Any, kind: str, key: str) -> bool:
    """Whether this field or slot may be written; in a supplement only what was asked for."""
    if proposal.state != ProposalState.SUPPLEMENT:
        return True
    return key in (proposal.supplement_scope or {}).get(kind, ())


def questions_to_write(proposal: Any, section: str | None = None) -> list[Question]:
    """The questions that may be answered now, in the order of the form."""
    definition = proposal.call.definition
    questions: Iterable[Question] = definition.questions if section is None else definition.questions_of(section)
    return [question for question in questions if is_in_scope(proposal, FIELDS, question.key)]


def slots_to_fill(proposal: Any) -> list[Attachment]:
    """The slots that take files now: those its track hands in with the submission, in a supplement those asked for."""
    if proposal.state == ProposalState.SUPPLEMENT:
        return [slot for slot in proposal.call.definition.attachments if is_in_scope(proposal, SLOTS, slot.key)]
    return [slot for slot in proposal.call.definition.attachments_for(proposal.track) if slot.when == SUBMISSION]

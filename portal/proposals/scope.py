"""What of a proposal may be written now: everything before the deadline; in a supplement what was asked for; in a revision what
the call opens between two stages."""

from collections.abc import Iterable
from enum import StrEnum
from typing import Any

from portal.calls.definition import SUBMISSION, Attachment, Question, Revising
from portal.proposals.lifecycle import EDITABLE, ProposalState, it_may_be_revised

FIELDS, SLOTS, SINCE = "fields", "slots", "since"


class Round(StrEnum):
    """Why a company writes: to apply, because it was asked to put something right, or to revise between two stages."""

    FORM = "form"
    SUPPLEMENT = "supplement"
    REVISION = "revision"


WRITING = {Round.FORM: "write", Round.SUPPLEMENT: "write_supplement", Round.REVISION: "write_revision"}


def round_of_writing(proposal: Any) -> Round:
    """The round a proposal is in, or was in last where it stands; whether its date has passed is another matter."""
    if proposal.state == ProposalState.SUPPLEMENT:
        return Round.SUPPLEMENT
    in_revision = proposal.state == ProposalState.IN_REVIEW and proposal.revise_due_at is not None
    return Round.REVISION if in_revision else Round.FORM


def verb_of_writing(proposal: Any) -> str:
    """The move that saving is."""
    return WRITING[round_of_writing(proposal)]


def is_writable(proposal: Any) -> bool:
    """Whether its state lets its company write at all; the clock is another matter."""
    return proposal.state in EDITABLE or round_of_writing(proposal) != Round.FORM


def may_be_revised(proposal: Any) -> bool:
    """Whether its company can send a revision now."""
    return round_of_writing(proposal) == Round.REVISION and it_may_be_revised(proposal) is None


def scope_of(proposal: Any) -> dict[str, Any] | None:
    """What may be written in the round, by kind; None where everything may."""
    scopes = {Round.SUPPLEMENT: proposal.supplement_scope, Round.REVISION: proposal.revise_scope}
    round_ = round_of_writing(proposal)
    return (scopes[round_] or {}) if round_ in scopes else None


def is_in_scope(proposal: Any, kind: str, key: str) -> bool:
    """Whether this field or slot may be written."""
    scope = scope_of(proposal)
    return scope is None or key in scope.get(kind, ())


def questions_to_write(proposal: Any, section: str | None = None) -> list[Question]:
    """The questions that may be answered now, in the order of the form."""
    definition = proposal.call.definition
    questions: Iterable[Question] = definition.questions if section is None else definition.questions_of(section)
    return [question for question in questions if is_in_scope(proposal, FIELDS, question.key)]


def slots_to_fill(proposal: Any) -> list[Attachment]:
    """The slots that take files now: those its track hands in with the submission, in a later round those of its scope."""
    if scope_of(proposal) is not None:
        return [slot for slot in proposal.call.definition.attachments if is_in_scope(proposal, SLOTS, slot.key)]
    return [slot for slot in proposal.call.definition.attachments_for(proposal.track) if slot.when == SUBMISSION]


def opened_by(revise: Revising, proposal: Any) -> dict[str, Any]:
    """What a revision opens in a proposal, and after which submission."""
    definition = proposal.call.definition
    sections = revise.sections or [section.key for section in definition.sections]
    slots = [slot for slot in definition.attachments_for(proposal.track) if slot.when == SUBMISSION and slot.for_panel]
    return {FIELDS: [question.key for question in definition.questions if question.section in sections],
            SLOTS: [slot.key for slot in slots] if revise.files else [], SINCE: proposal.submission_number}

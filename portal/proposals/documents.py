"""Documents asked for after the form: which slots are open where a proposal stands, until when, and what is missing."""

from collections.abc import Collection
from datetime import datetime, time, timedelta
from typing import Any

from portal.calls.definition import AFTER_PASS, AGREEMENT, Attachment, Definition
from portal.foundation.clock import KST, arrival, in_seoul, now
from portal.proposals.lifecycle import ProposalState

LEAST_DAYS = 5
DUE_HOUR = time(18, 0)
# The dated step of the call that a round has to be ready for.
READY_FOR = {AFTER_PASS: "presentation", AGREEMENT: "agreement"}


def slots_of_the_round(definition: Definition, when: str, track: str | None) -> list[Attachment]:
    """The slots of one round for a track. With the agreement everything is asked for that is still of use: what the panel
    reads is not, because what was judged must not change afterward."""
    if when == AFTER_PASS:
        return [slot for slot in definition.attachments_for(track) if slot.when == AFTER_PASS]
    of_use = {slot.key for slot in definition.attachments_when(AFTER_PASS) if not slot.for_panel}
    return [slot for slot in definition.attachments_for(track) if slot.when == AGREEMENT or slot.key in of_use]


def round_of(proposal: Any) -> str | None:
    """Which round is open where it stands: after passing a stage, or for the agreement; None where nothing was asked."""
    if proposal.documents_due_at is None:
        return None
    return {ProposalState.IN_REVIEW: AFTER_PASS, ProposalState.SELECTED: AGREEMENT}.get(proposal.state)


def documents_asked(proposal: Any) -> list[Attachment]:
    """The slots that its company is asked to fill now; none before it passed a stage."""
    when = round_of(proposal)
    return slots_of_the_round(proposal.call.definition, when, proposal.track) if when else []


def owes_documents(proposal: Any) -> bool:
    """Whether a required document is missing and can still be handed in."""
    asked = round_of(proposal) is not None and proposal.documents_missing > 0
    return asked and arrival() <= proposal.documents_due_at


def documents_of_its_life(definition: Definition) -> list[Attachment]:
    """Every slot that opens after the form, in the order of the call."""
    return [slot for slot in definition.attachments if slot.when in READY_FOR]


def missing_in(slots: Collection[Attachment], filled: Collection[str]) -> int:
    """How many required slots hold no file."""
    return sum(1 for slot in slots if slot.required and slot.key not in filled)


def due_for(definition: Definition, when: str) -> datetime:
    """18:00 in Seoul on the day before the step it is for, but never less than five days from now."""
    day, step = in_seoul(now()).date() + timedelta(days=LEAST_DAYS), definition.step(READY_FOR[when])
    if step is not None:
        day = max(day, step.start - timedelta(days=1))
    return datetime.combine(day, DUE_HOUR, KST)

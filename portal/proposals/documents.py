"""Documents asked for after the form: which slots are open where a proposal stands, until when, and what is missing."""

from collections.abc import Collection
from datetime import date, datetime, time, timedelta
from typing import Any

from portal.calls.definition import AFTER_PASS, AGREEMENT, Attachment, Definition
from portal.foundation.clock import KST, arrival, in_seoul, now
from portal.proposals.lifecycle import ProposalState

LEAST_DAYS = 5
DUE_HOUR = time(18, 0)
ROUNDS = (AFTER_PASS, AGREEMENT)


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
    return [slot for slot in definition.attachments if slot.when in ROUNDS]


def missing_in(slots: Collection[Attachment], filled: Collection[str]) -> int:
    """How many required slots hold no file."""
    return sum(1 for slot in slots if slot.required and slot.key not in filled)


def ready_for(definition: Definition, when: str, stage_key: str | None) -> date | None:
    """The first day of what a round has to be ready for: the stage that was reached, or the agreement."""
    if when == AGREEMENT:
        step = definition.step("agreement")
        return step.start if step else None
    days = definition.days_of(definition.stage(stage_key)) if stage_key else None
    return days[0] if days else None


def due_before(first_day: date | None) -> datetime:
    """18:00 in Seoul on the day before what it is for, but never less than five days from now."""
    day = in_seoul(now()).date() + timedelta(days=LEAST_DAYS)
    if first_day is not None:
        day = max(day, first_day - timedelta(days=1))
    return due_on(day)


def due_on(day: date) -> datetime:
    """The hour of a day at which an office still answers the telephone: 18:00 in Seoul."""
    return datetime.combine(day, DUE_HOUR, KST)

"""A claim is answered: accepted, or sent back with a reason; by somebody who did not make it."""

from typing import Any

from portal.foundation.clock import now
from portal.pilots.lifecycle import MILESTONE
from portal.pilots.models import Milestone
from portal.pilots.words import NOTE_MOST, reason_in, tidied


def accept_milestone(milestone: Milestone, note: str = "", *, by: Any, seen: int | None = None) -> None:
    """The milestone is done; its installment, if any, falls due. Raises Forbidden for the claimant, Stale, Refused."""
    note = tidied(note, "note", most=NOTE_MOST)
    MILESTONE.move(milestone, "accept", by=by, seen=seen, note=note or None, claim=_number(milestone))
    _answer(milestone, "accepted", note, by)


def return_milestone(milestone: Milestone, reason: str, *, by: Any, seen: int | None = None) -> None:
    """Send a claim back with a reason of 10 to 1,000 characters; it may be claimed again. Raises Invalid, Forbidden, Stale."""
    reason = reason_in(reason)
    MILESTONE.move(milestone, "return", by=by, seen=seen, note=reason, claim=_number(milestone))
    _answer(milestone, "returned", reason, by)


def _number(milestone: Milestone) -> int:
    return milestone.last_claim.number if milestone.last_claim else 0


def _answer(milestone: Milestone, verdict: str, reason: str, by: Any) -> None:
    claim = milestone.last_claim
    if claim is not None:
        claim.verdict, claim.verdict_reason, claim.verdict_by_id, claim.verdict_at = verdict, reason, by.id, now()

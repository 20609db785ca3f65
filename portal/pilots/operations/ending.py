"""A pilot ends: finished when everything was accepted, or ended early for a reason."""

from typing import Any

from portal.pilots.lifecycle import PILOT
from portal.pilots.models import Pilot
from portal.pilots.words import reason_in


def finish_pilot(pilot: Pilot, *, by: Any, seen: int | None = None) -> None:
    """Every milestone was accepted, so the pilot is done; only follow-up goes on. Raises Refused, Stale."""
    PILOT.move(pilot, "finish", by=by, seen=seen)


def terminate_pilot(pilot: Pilot, reason: str, *, by: Any, seen: int | None = None) -> None:
    """End the agreement early with a reason of 10 to 1,000 characters that both sides read. Raises Invalid, Refused, Stale."""
    reason = reason_in(reason)
    PILOT.move(pilot, "terminate", by=by, seen=seen, note=reason)
    pilot.ended_reason = reason

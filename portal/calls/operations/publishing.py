"""A call goes to the public, moves its deadline, and is closed for good."""

from datetime import datetime
from typing import Any

from portal.calls.lifecycle import CALL
from portal.calls.models import Call
from portal.foundation import history
from portal.foundation.errors import Invalid
from portal.foundation.i18n import _
from portal.foundation.policy import require


def publish_call(call: Call, *, by: Any, seen: int | None = None) -> None:
    """Open the call to the public; applying starts at its opening instant."""
    CALL.move(call, "publish", by=by, seen=seen)


def finish_call(call: Call, *, by: Any, seen: int | None = None) -> None:
    """Close the books: nothing more is expected of it."""
    CALL.move(call, "finish", by=by, seen=seen)


def change_closing(call: Call, closes_at: datetime, reason: str, *, by: Any) -> None:
    """Move the deadline for everyone, at once and on record. Raises Invalid without a reason or before the opening."""
    require(by, "call.change_dates", call)
    if not reason.strip():
        raise Invalid({"reason": [_("Say why; every applicant may ask.")]})
    if closes_at <= call.opens_at:
        raise Invalid({"closes_at": [_("It must close after it opens.")]})
    history.record(call, "change_dates", by=by, note=reason, before=call.closes_at.isoformat(), after=closes_at.isoformat())
    call.closes_at = closes_at

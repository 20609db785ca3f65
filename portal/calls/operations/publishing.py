"""A call goes to the public, moves its deadline, and is closed for good."""

from datetime import datetime
from typing import Any

from portal.calls.drafts.places import put
from portal.calls.lifecycle import CALL
from portal.calls.models import Call
from portal.calls.queries import live_revision_of
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
    _tell_the_draft(call)


def _tell_the_draft(call: Call) -> None:
    """A change that is being written starts from the new deadline, so that it never brings the old one back."""
    revision = live_revision_of(call)
    if revision is not None:
        old, new = revision.former["call"]["closes"], call.document["call"]["closes"]
        revision.former = put(revision.former, "call.closes", new)
        if revision.body["call"].get("closes") == old:
            revision.body = put(revision.body, "call.closes", new)

"""A due date is moved while the pilot goes on: with a reason, and both dates are kept."""

from datetime import date
from typing import Any

from portal.foundation import outbox
from portal.foundation.errors import Invalid, Refused, Stale
from portal.foundation.i18n import _
from portal.foundation.transactions import someone_was_faster
from portal.pilots import notices
from portal.pilots.lifecycle import OWED, PILOT
from portal.pilots.models import DueChange, Milestone
from portal.pilots.words import LAST_DUE, day_within, reason_in


def reschedule_milestone(milestone: Milestone, due_on: date, reason: str, *, by: Any, seen: int | None = None) -> None:
    """Move a due date that is still owed. Raises Invalid (same day, before the first day, no reason), Refused, Stale."""
    if seen is not None and seen != milestone.version:
        raise Stale(someone_was_faster())
    PILOT.check(milestone.pilot, "reschedule", by=by)
    if milestone.state not in OWED:
        raise Refused(_("Only a milestone that is still owed can be moved."))
    day_within(due_on, "due_on", milestone.pilot.starts_on, LAST_DUE)
    if due_on == milestone.due_on:
        raise Invalid({"due_on": [_("This is the date it has now.")]})
    reason, before = reason_in(reason), milestone.due_on
    PILOT.move(milestone.pilot, "reschedule", by=by, note=reason, milestone=milestone.key, was=before, becomes=due_on)
    milestone.due_changes.append(DueChange(before=before, after=due_on, reason=reason, by_id=by.id))
    milestone.due_on, milestone.overdue_told_on = due_on, None
    for letter in notices.due_date_changed(milestone, by=by, note=reason, was=before):
        outbox.owe(letter)

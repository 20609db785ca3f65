"""What must be done before an event counts as held or completed: read from the rows around it."""

from typing import Any

from portal.events.lifecycle import EVENT
from portal.events.queries.follow_ups import number_waiting, number_without_attendance
from portal.events.queries.meetings import number_without_outcome
from portal.foundation.i18n import ngettext


@EVENT.needs("hold")
def everyone_is_marked(event: Any) -> object | None:
    """Who did not come is to be followed up, so nobody may stay without a mark."""
    left = number_without_attendance(event)
    return ngettext("Record the attendance first: %(num)d company is not marked yet.",
                    "Record the attendance first: %(num)d companies are not marked yet.", left) if left else None


@EVENT.needs("close")
def nobody_waits_to_be_followed_up(event: Any) -> object | None:
    left = number_waiting(event)
    return ngettext("%(num)d company still has to be followed up.", "%(num)d companies still have to be followed up.",
                    left) if left else None


@EVENT.needs("close")
def every_meeting_has_its_outcome(event: Any) -> object | None:
    left = number_without_outcome(event)
    return ngettext("%(num)d meeting has no answer or no outcome yet.", "%(num)d meetings have no answer or no outcome yet.",
                    left) if left else None

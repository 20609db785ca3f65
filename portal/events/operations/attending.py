"""On the day a manager records who came, and that the event was held; at the end it is closed."""

from collections.abc import Mapping
from typing import Any

from portal.events.kinds import ATTENDANCE
from portal.events.lifecycle import EVENT, INVITEE
from portal.events.models import Event, Invitee
from portal.events.queries.invitees import on_the_list
from portal.foundation.errors import Invalid, Stale
from portal.foundation.i18n import _
from portal.foundation.policy import require


def record_attendance(event: Event, marks: Mapping[int, tuple[str, str]], *, by: Any) -> int:
    """Mark companies, by id of their part: (chosen, what was on the screen), keys of `kinds.ATTENDANCE` or "". Only what was
    changed is written, so that two people can record side by side and saving twice changes nothing; how many were marked.
    Raises Invalid, Refused, and Stale when somebody else marked the same company differently."""
    require(by, "event.run", event)
    listed = [(each, *marks[each.id]) for each in on_the_list(event) if each.id in marks]
    changed = [row for row in listed if row[1] not in ("", row[0].attendance)]
    if any(chosen not in ATTENDANCE for _each, chosen, _was in changed):
        raise Invalid({"attendance": [_("Choose one from the list.")]})
    fresh = [(each, chosen, was) for each, chosen, was in changed if chosen != was]
    clashes = [each for each, _chosen, was in fresh if was != each.attendance]
    if clashes:
        raise Stale(_("Someone else has marked %(companies)s differently meanwhile. Look again, then save.",
                      companies=", ".join(_names(clashes))))
    for each, chosen, _was in fresh:
        INVITEE.move(each, "record_attendance", by=by, attendance=chosen, was=each.attendance)
        each.attendance = chosen
    return len(fresh)


def _names(invitees: list[Invitee]) -> list[str]:
    return [each.company.name_ko for each in invitees[:5]]


def hold_event(event: Event, *, by: Any, seen: int | None = None) -> None:
    """Record that it took place: who was absent or late stands in the follow-up queue from then on. Raises Refused, Stale."""
    EVENT.move(event, "hold", by=by, seen=seen)


def close_event(event: Event, *, by: Any, seen: int | None = None) -> None:
    """Complete it. Raises Refused while a follow-up or a meeting is open, Stale."""
    EVENT.move(event, "close", by=by, seen=seen)

"""What the pages of events share: tones of states, the tabs of the desk, and calendar files."""

from collections.abc import Callable, Iterable

from flask import Response, url_for

from portal.events import calendar
from portal.events.kinds import ATTENDANCE, KINDS, OUTCOMES, RESULTS
from portal.events.models import Event, Meeting
from portal.foundation.clock import now
from portal.foundation.i18n import _, in_locale, locale
from portal.foundation.policy import may
from portal.web.events.blueprint import pages
from portal.web.session import me

TONES = {
    "writing": "gray", "announced": "information", "held": "warning", "closed": "success", "called_off": "gray",
    "asked": "warning", "invited": "gray", "coming": "success", "not_coming": "gray", "turned_down": "gray",
    "requested": "warning", "accepted": "success", "declined": "gray",
    "attended": "success", "late": "warning", "absent": "danger", "connected": "success", "agreed": "success",
    "not_suitable": "gray", "answered": "success",
}
HOST = "events.pilot-portal"


def _door(endpoint: str) -> Callable[[Meeting], Callable[[str], str]]:
    return lambda meeting: lambda verb: url_for(endpoint, meeting_id=meeting.id, verb=verb)


@pages.context_processor
def words() -> dict[str, object]:
    """The words of kinds.py, and the doors through which either side moves a meeting."""
    return {"kinds": KINDS, "marks": ATTENDANCE, "outcomes_by": OUTCOMES, "results_by": RESULTS,
            "own_move": _door("events.move_own_meeting"), "city_move": _door("events.move_meeting")}


def tabs_of(event: Event) -> list[tuple[str, str, str]]:
    """The pages of an event's desk that the reader may open."""
    hosts = [("meetings", _("Meetings"), url_for("events.meetings", event_id=event.id)),
             ("questions", _("Questions"), url_for("events.questions", event_id=event.id))]
    if not may(me(), "event.run", event):
        return hosts
    return [("manage", _("Overview"), url_for("events.manage", event_id=event.id)),
            ("companies", _("Companies"), url_for("events.companies", event_id=event.id)),
            ("attendance", _("Attendance"), url_for("events.attendance", event_id=event.id)), *hosts,
            ("follow_ups", _("Follow-ups"), url_for("events.follow_ups_of", event_id=event.id))]


def calendar_of(event: Event, meetings: Iterable[Meeting] = ()) -> Response:
    """The event, and meetings at it, as a file that a calendar program opens."""
    gone = event.state == "called_off"
    place = in_locale(event.place)
    entries = []
    if event.starts_at and event.ends_at:
        entries.append(calendar.Entry(f"event-{event.id}@{HOST}", event.starts_at, event.ends_at, in_locale(event.title), place,
                                      event.link, event.version, gone))
    for each in meetings:
        if each.starts_at and each.ends_at:
            company, party = each.invitee.company.name_in(locale()), in_locale(each.party.name)
            title = _("%(company)s and %(party)s", company=company, party=party)
            entries.append(calendar.Entry(f"meeting-{each.id}@{HOST}", each.starts_at, each.ends_at, title, place,
                                          event.link, each.version, gone))
    answer = Response(calendar.as_calendar(entries, now()), mimetype=calendar.MIME)
    answer.headers.set("Content-Disposition", "attachment", filename=f"event-{event.id}.ics")
    return answer

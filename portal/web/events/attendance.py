"""Who came: one page for the whole list, quick to fill in on a phone, one button, saved as often as one likes."""

from flask import flash, redirect, render_template, request, url_for

from portal.events import operations
from portal.events.kinds import ATTENDANCE
from portal.events.lifecycle import GOES_ON, InviteeState
from portal.events.models import Event, Invitee
from portal.events.queries.events import get_run_event
from portal.events.queries.invitees import on_the_list
from portal.foundation.i18n import ngettext
from portal.web.events.blueprint import pages
from portal.web.events.drawing import TONES, tabs_of
from portal.web.events.said import NOTHING, Page, Said, attempt
from portal.web.session import me

AT = "/manage/events/<int:event_id>/attendance"


@pages.get(AT)
def attendance(event_id: int) -> str:
    """Every invited company with its three choices."""
    return _page(get_run_event(event_id, viewer=me()))


@pages.post(AT)
def mark(event_id: int) -> Page:
    """Keep what was marked."""
    event, form = get_run_event(event_id, viewer=me()), request.form
    marks = {each.id: (form.get(f"a{each.id}", ""), form.get(f"was{each.id}", "")) for each in on_the_list(event)}
    marked: list[int] = []
    failed = attempt("mark", lambda: marked.append(operations.record_attendance(event, marks, by=me())))
    if failed:
        return _page(event, failed[0]), failed[1]
    flash(ngettext("Saved. %(num)d mark is new.", "Saved. %(num)d marks are new.", marked[0]))
    return redirect(url_for(".attendance", event_id=event_id))


def usual(part: Invitee) -> str:
    """Who said they cannot come is taken to be absent, until somebody marks them otherwise."""
    return "absent" if part.state == InviteeState.NOT_COMING else ""


def _page(event: Event, said: Said = NOTHING) -> str:
    rows = on_the_list(event)
    typed = request.form if request.method == "POST" else {}
    shown = [(each, typed.get(f"a{each.id}") or each.attendance or usual(each)) for each in rows]
    return render_template(
        "events/attendance.html", event=event, said=said, rows=shown, choices=list(ATTENDANCE.items()), tones=TONES,
        tabs_of_it=tabs_of(event), left=len([each for each in rows if not each.attendance]),
        may_mark=event.state in GOES_ON and event.has_begun)

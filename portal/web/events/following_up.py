"""The follow-up queue: of one event, and of all events of the reader's programs."""

from flask import flash, redirect, render_template, request, url_for

from portal.events import operations
from portal.events.kinds import RESULTS
from portal.events.lifecycle import EventState
from portal.events.models import Event
from portal.events.queries.events import get_run_event
from portal.events.queries.follow_ups import follow_ups_for, followed_up
from portal.events.queries.follow_ups import follow_ups_of as waiting_after
from portal.events.queries.invitees import get_run_invitee
from portal.foundation.clock import today
from portal.foundation.errors import Missing
from portal.foundation.i18n import _
from portal.web.events.blueprint import pages
from portal.web.events.drawing import TONES, tabs_of
from portal.web.events.said import NOTHING, Page, Said, attempt
from portal.web.reading import number_in, seen_version
from portal.web.session import me

PAGE = 30


@pages.get("/manage/follow-ups")
def follow_ups() -> str:
    """Every company that still waits to be connected, the longest first."""
    if not me().ids("program", "manager"):
        raise Missing
    after = number_in(request.args.get("after", "")) or 0
    rows = follow_ups_for(me(), after=after, limit=PAGE + 1)
    return render_template(
        "events/follow_ups.html", rows=rows[:PAGE], tones=TONES, first=url_for(".follow_ups") if after else None,
        following=url_for(".follow_ups", after=rows[PAGE - 1].id) if len(rows) > PAGE else None)


@pages.get("/manage/events/<int:event_id>/follow-ups")
def follow_ups_of(event_id: int) -> str:
    """Who waits after one event, and a form for each result."""
    return _page(get_run_event(event_id, viewer=me()))


@pages.post("/manage/follow-ups/<int:invitee_id>")
def record_result(invitee_id: int) -> Page:
    """Record how the follow-up of a company ended."""
    part = get_run_invitee(invitee_id, viewer=me())
    failed = attempt(f"result-{invitee_id}", lambda: operations.record_result(part, request.form, by=me(), seen=seen_version()))
    if failed:
        return _page(part.event, failed[0]), failed[1]
    flash(_("The result is on record. The company gets an e-mail."))
    return redirect(url_for(".follow_ups_of", event_id=part.event_id))


def _page(event: Event, said: Said = NOTHING) -> str:
    return render_template(
        "events/follow_ups_of.html", event=event, said=said, tones=TONES, tabs_of_it=tabs_of(event), rows=waiting_after(event),
        done=followed_up(event), results=list(RESULTS.items()), typed=request.form, today=today().isoformat(),
        may_record=event.state == EventState.HELD)

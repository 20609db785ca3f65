"""What anyone reads of an event: when, where, about what and with whom; never who was invited or came."""

from flask import Response, render_template, request, url_for

from portal.accounts.queries import companies_of
from portal.events.lifecycle import GOES_ON
from portal.events.queries import events as queries
from portal.events.queries.invitees import parts_in
from portal.foundation.policy import may
from portal.web.events.blueprint import pages
from portal.web.events.drawing import TONES, calendar_of
from portal.web.reading import number_in
from portal.web.security import public
from portal.web.session import me

PAGE = 20


@pages.get("/events")
@public
def index() -> str:
    """Announced events to come; `?phase=past` shows those that are over."""
    phase = request.args.get("phase", "coming")
    phase = phase if phase in queries.PHASES else "coming"
    after = number_in(request.args.get("after", "")) or 0
    found = queries.public_events(phase, after=after, limit=PAGE + 1)
    return render_template(
        "events/index.html", events=found[:PAGE], phase=phase, tones=TONES,
        first=url_for(".index", phase=phase) if after else None,
        following=url_for(".index", phase=phase, after=found[PAGE - 1].id) if len(found) > PAGE else None)


@pages.get("/events/<int:event_id>")
@public
def show(event_id: int) -> str:
    """One event, and what the reader can do about it."""
    event = queries.get_event(event_id, viewer=me())
    parts = parts_in(event, viewer=me())
    known = {part.company_id for part in parts}
    free = [each for each in companies_of(me()) if each.id not in known] if me().id is not None else []
    return render_template(
        "events/show.html", event=event, tones=TONES, parts=parts, may_run=may(me(), "event.run", event),
        hosts=bool(queries.sides_of(me(), event)),
        may_ask=event.state in GOES_ON and (bool(free) or not parts))


@pages.get("/events/<int:event_id>/calendar.ics")
@public
def as_calendar(event_id: int) -> Response:
    """The event for one's own calendar."""
    return calendar_of(queries.get_event(event_id, viewer=me()))

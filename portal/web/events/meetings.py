"""The board of an event's meetings: times beside sides, what waits for an answer, what came of each."""

from flask import flash, redirect, render_template, request, url_for

from portal.events import operations
from portal.events.kinds import OUTCOMES
from portal.events.lifecycle import GOES_ON, EventState, MeetingState
from portal.events.models import Event, Invitee, Meeting, Party
from portal.events.queries import meetings as queries
from portal.events.queries.events import get_hosted_event, sides_of
from portal.events.queries.invitees import get_seen_invitee, seen_invitees
from portal.foundation.errors import Invalid, Missing
from portal.foundation.i18n import _
from portal.foundation.policy import may
from portal.web.events.blueprint import pages
from portal.web.events.drawing import TONES, tabs_of
from portal.web.events.said import NOTHING, Page, Said, attempt
from portal.web.reading import number_in, seen_version
from portal.web.session import me

AT = "/manage/events/<int:event_id>/meetings"


@pages.get(AT)
def meetings(event_id: int) -> str:
    """The board, for those who run the event; for a side its own meetings."""
    return _page(get_hosted_event(event_id, viewer=me()))


@pages.post(AT)
def ask_company(event_id: int) -> Page:
    """Ask a company for a meeting with one's side."""
    event = get_hosted_event(event_id, viewer=me())

    def act() -> None:
        invitee, party = _pair(event)
        operations.request_meeting(invitee, party, request.form, by=me())
    return _done(event, attempt("meet", act), _("The meeting was asked for. The other side gets an e-mail."))


@pages.post(f"{AT}/held")
def record_new(event_id: int) -> Page:
    """Write down a meeting that nobody had planned."""
    event = get_hosted_event(event_id, viewer=me())

    def act() -> None:
        invitee, party = _pair(event)
        operations.record_on_the_spot(invitee, party, request.form, by=me())
    return _done(event, attempt("spot", act), _("The meeting is on record."))


@pages.post("/manage/meetings/<int:meeting_id>/<any('accept', 'decline', 'call-off', 'record'):verb>")
def move_meeting(meeting_id: int, verb: str) -> Page:
    """Answer a request, call a meeting off, or say what came of it."""
    meeting = queries.get_meeting(meeting_id, viewer=me())
    event = get_hosted_event(meeting.event_id, viewer=me())
    reason, seen = request.form.get("reason", ""), seen_version()
    acts = {"accept": lambda: operations.accept_meeting(meeting, request.form, by=me(), seen=seen),
            "decline": lambda: operations.decline_meeting(meeting, reason, by=me(), seen=seen),
            "call-off": lambda: operations.call_off_meeting(meeting, reason, by=me(), seen=seen),
            "record": lambda: operations.record_outcome(meeting, request.form, by=me(), seen=seen)}
    words = _("The outcome is on record.") if verb == "record" else _("Done. The other side gets an e-mail.")
    return _done(event, attempt(f"{verb}-{meeting_id}", acts[verb]), words)


def _pair(event: Event) -> tuple[Invitee, Party]:
    """The company and the side that were chosen in a form. Raises Invalid."""
    sides = sides_of(me(), event)
    only = sides[0] if len(sides) == 1 else None
    party = next((each for each in sides if each.key == request.form.get("party")), only)
    number = number_in(request.form.get("invitee", ""))
    wrong = {} if party else {"party": [_("Choose one from the list.")]}
    try:
        invitee = get_seen_invitee(event, number or 0, viewer=me())
    except Missing:
        raise Invalid({**wrong, "invitee": [_("Choose one from the list.")]}) from None
    if party is None:
        raise Invalid(wrong)
    return invitee, party


def _done(event: Event, failed: tuple[Said, int] | None, words: str) -> Page:
    if failed:
        return _page(event, failed[0]), failed[1]
    flash(words)
    return redirect(url_for(".meetings", event_id=event.id))


def _page(event: Event, said: Said = NOTHING) -> str:
    found, sides, taken = queries.meetings_in(event, viewer=me()), sides_of(me(), event), queries.taken_in(event)
    booked = {(each.starts_at, each.party_id): each for each in found
              if each.state in (MeetingState.ACCEPTED, MeetingState.HELD) and each.starts_at}
    return render_template(
        "events/meetings.html", event=event, said=said, tones=TONES, tabs_of_it=tabs_of(event), sides=sides, booked=booked,
        free={each.id: taken.free(event, each.party_id, each.invitee_id) for each in found}, outcomes=list(OUTCOMES.items()),
        asked=_in(found, MeetingState.REQUESTED), agreed=_in(found, MeetingState.ACCEPTED), held=_in(found, MeetingState.HELD),
        ended=_in(found, MeetingState.DECLINED, MeetingState.CALLED_OFF), invitees=seen_invitees(event, viewer=me()),
        runs=may(me(), "event.run", event), may_ask=event.state in GOES_ON,
        on_the_day=event.state == EventState.ANNOUNCED and bool(event.slots),
        may_record=event.state in GOES_ON and event.has_begun)


def _in(found: list[Meeting], *states: MeetingState) -> list[Meeting]:
    return [each for each in found if each.state in states]

"""A company's own part: its invitations, its answer, its meetings as a schedule, and what it asks."""

from flask import Response, flash, redirect, render_template, request, url_for

from portal.accounts.queries import companies_of
from portal.events import operations
from portal.events.lifecycle import ON_THE_LIST, EventState, MeetingState, QuestionState
from portal.events.models import Event, Invitee
from portal.events.pooling import entry_of, obstacle_to_waiting
from portal.events.queries import events, invitees, meetings
from portal.events.queries.questions import questions_of
from portal.foundation.errors import Invalid
from portal.foundation.i18n import _
from portal.web.events.blueprint import pages
from portal.web.events.drawing import TONES, calendar_of
from portal.web.events.said import NOTHING, Page, Said, attempt
from portal.web.reading import seen_version
from portal.web.session import me

AT = "/apply/invitations/<int:invitee_id>"
READ_MOST = 200


@pages.get("/apply/events")
def mine() -> str:
    """The invitations of the reader's companies: what waits for an answer first, then what is agreed, then what is over."""
    parts = invitees.own_invitees(me())
    ahead = [each for each in parts if each.event.state == EventState.ANNOUNCED and not each.event.is_over]
    return render_template(
        "events/mine.html", tones=TONES, waiting=[each for each in ahead if each.state == "invited"],
        ahead=[each for each in reversed(ahead) if each.state != "invited"], past=[each for each in parts if each not in ahead])


@pages.get("/apply/events/<int:event_id>/ask")
def asking(event_id: int) -> str:
    """The form with which a company asks to join."""
    return _asking_page(events.get_event(event_id, viewer=me()))


@pages.post("/apply/events/<int:event_id>/ask")
def ask(event_id: int) -> Page:
    """Ask for one of the reader's companies."""
    event, companies = events.get_event(event_id, viewer=me()), companies_of(me())
    if not companies:
        return _asking_page(event), 409
    only = companies[0] if len(companies) == 1 else None
    company = next((each for each in companies if str(each.id) == request.form.get("company")), only)

    def act() -> None:
        if company is None:
            raise Invalid({"company": [_("Choose one from the list.")]})
        operations.ask_to_join(event, company, request.form.get("wish", ""), by=me())
    failed = attempt("ask", act)
    if failed:
        return _asking_page(event, failed[0]), failed[1]
    flash(_("The city was asked. You find its answer here and get an e-mail."))
    return redirect(url_for(".mine"))


@pages.get(AT)
def invitation(invitee_id: int) -> str:
    """One event from the company's side."""
    return _page(invitees.get_own_invitee(invitee_id, viewer=me()))


@pages.post(f"{AT}/answer")
def reply(invitee_id: int) -> Page:
    """Say whether the company comes."""
    part = invitees.get_own_invitee(invitee_id, viewer=me())
    failed = attempt("answer", lambda: operations.answer_invitation(part, request.form, by=me(), seen=seen_version()))
    if failed:
        return _page(part, failed[0]), failed[1]
    flash(_("Your answer is kept. You can change it until the event is over."))
    return redirect(url_for(".invitation", invitee_id=invitee_id))


@pages.post(f"{AT}/meetings")
def request_meeting(invitee_id: int) -> Page:
    """Ask one side of the city for a meeting."""
    part = invitees.get_own_invitee(invitee_id, viewer=me())
    party = next((each for each in part.event.parties if each.key == request.form.get("party")), None)

    def act() -> None:
        if party is None:
            raise Invalid({"party": [_("Choose one from the list.")]})
        operations.request_meeting(part, party, request.form, by=me())
    failed = attempt("meet", act)
    if failed:
        return _page(part, failed[0]), failed[1]
    flash(_("The meeting was asked for. The other side gets an e-mail."))
    return redirect(url_for(".invitation", invitee_id=invitee_id, _anchor="meetings"))


@pages.post("/apply/meetings/<int:meeting_id>/<any('accept', 'decline', 'call-off'):verb>")
def move_own_meeting(meeting_id: int, verb: str) -> Page:
    """Answer what the city asked, or take back what was agreed."""
    meeting = meetings.get_own_meeting(meeting_id, viewer=me())
    reason, seen = request.form.get("reason", ""), seen_version()
    acts = {"accept": lambda: operations.accept_meeting(meeting, request.form, by=me(), seen=seen),
            "decline": lambda: operations.decline_meeting(meeting, reason, by=me(), seen=seen),
            "call-off": lambda: operations.call_off_meeting(meeting, reason, by=me(), seen=seen)}
    failed = attempt(f"{verb}-{meeting_id}", acts[verb])
    if failed:
        return _page(invitees.get_own_invitee(meeting.invitee_id, viewer=me()), failed[0]), failed[1]
    flash(_("Done. The other side gets an e-mail."))
    return redirect(url_for(".invitation", invitee_id=meeting.invitee_id, _anchor="meetings"))


@pages.post(f"{AT}/questions")
def put_question(invitee_id: int) -> Page:
    """Put a question; asking the same twice is asking once."""
    part = invitees.get_own_invitee(invitee_id, viewer=me())
    text, named = request.form.get("text", ""), bool(request.form.get("named"))
    failed = attempt("question", lambda: operations.ask_question(part, text, named, by=me()))
    if failed:
        return _page(part, failed[0]), failed[1]
    flash(_("Your question was sent. You get an e-mail when it is answered."))
    return redirect(url_for(".invitation", invitee_id=invitee_id, _anchor="questions"))


@pages.post(f"{AT}/pool")
def wait_in_pool(invitee_id: int) -> Page:
    """Wait in the standing pool, with what the button said as consent."""
    part = invitees.get_own_invitee(invitee_id, viewer=me())
    failed = attempt("pool", lambda: operations.put_into_pool(part, by=me()))
    if failed:
        return _page(part, failed[0]), failed[1]
    flash(_("Your company is in the standing pool. You can take it out here at any time."))
    return redirect(url_for("interests.index", _anchor="pool"))


@pages.get(f"{AT}/calendar.ics")
def own_calendar(invitee_id: int) -> Response:
    """The event and the company's agreed meetings for one's own calendar."""
    part = invitees.get_own_invitee(invitee_id, viewer=me())
    return calendar_of(part.event, meetings.agreed_of(part))


def _asking_page(event: Event, said: Said = NOTHING) -> str:
    known = {part.company_id for part in invitees.parts_in(event, viewer=me())}
    companies = companies_of(me())
    return render_template("events/ask.html", event=event, said=said, has_company=bool(companies),
                           companies=[each for each in companies if each.id not in known])


def _page(part: Invitee, said: Said = NOTHING) -> str:
    found, taken = meetings.meetings_of(part), meetings.taken_in(part.event)
    questions = questions_of(part.event, viewer=me(), limit=READ_MOST)
    bound = {each.party_id for each in found if each.state in (MeetingState.REQUESTED, MeetingState.ACCEPTED)}
    goes_on = part.event.state in (EventState.ANNOUNCED, EventState.HELD)
    may_wait = obstacle_to_waiting(part) is None
    return render_template(
        "events/invitation.html", part=part, event=part.event, said=said, tones=TONES, typed=request.form,
        may_wait=may_wait, pool_entry=entry_of(part) if may_wait else None,
        may_answer=part.state in ON_THE_LIST and part.event.state == EventState.ANNOUNCED and not part.event.is_over,
        agreed=[each for each in found if each.state == MeetingState.ACCEPTED],
        asked=[each for each in found if each.state == MeetingState.REQUESTED],
        others=[each for each in found if each.state not in (MeetingState.ACCEPTED, MeetingState.REQUESTED)],
        free={each.id: taken.free(part.event, each.id, part.id) for each in part.event.parties}, goes_on=goes_on,
        may_meet=goes_on and (part.state in ON_THE_LIST or part.event.state == EventState.HELD and part.was_missed),
        sides=[each for each in part.event.parties if each.id not in bound], may_put=goes_on and part.state in ON_THE_LIST,
        answered=[each for each in questions if each.state == QuestionState.ANSWERED],
        waiting=[each for each in questions if each.state != QuestionState.ANSWERED and each.invitee_id == part.id])

"""The desk of events: what a program holds, how far each event is, writing it, announcing it, and ending it."""

from flask import flash, redirect, render_template, request, url_for

from portal.events import operations
from portal.events.lifecycle import EventState
from portal.events.models import Event
from portal.events.queries import events as queries
from portal.events.queries.follow_ups import followed_up, number_waiting
from portal.events.queries.invitees import invitees_of
from portal.events.queries.meetings import meetings_in, number_without_outcome
from portal.events.typed import as_typed
from portal.foundation.errors import Invalid, Missing, Refused, Stale
from portal.foundation.i18n import _, in_locale
from portal.programs.models import Program
from portal.programs.queries import programs_managed_by
from portal.web.events.blueprint import pages
from portal.web.events.drawing import TONES, tabs_of
from portal.web.events.said import NOTHING, Page, Said, attempt
from portal.web.forms.events import EventForm, NewEventForm
from portal.web.reading import number_in, seen_version
from portal.web.session import me

PAGE = 20
AT = "/manage/events/<int:event_id>"


@pages.get("/manage/events")
def desk() -> str:
    """The events that one runs or takes part in, newest first; `?state=` shows those of one state."""
    if not (me().ids("program", "manager") or me().ids("department", "officer") or me().ids("partner", "staff")):
        raise Missing
    state = request.args.get("state", "")
    state = state if state in set(EventState) else ""
    before = number_in(request.args.get("before", "")) or 0
    found = queries.hosted_by(me(), state=state, before=before, limit=PAGE + 1)
    asked = {"state": state} if state else {}
    return render_template(
        "events/desk.html", events=found[:PAGE], state=state, tones=TONES, numbers=queries.numbers_by_state(me()),
        programs=me().ids("program", "manager"), states=list(EventState), first=url_for(".desk", **asked) if before else None,
        following=url_for(".desk", before=found[PAGE - 1].id, **asked) if len(found) > PAGE else None)


@pages.get("/manage/events/new")
def new() -> str:
    """The form of an event that is not here yet."""
    return _new_page(NewEventForm(formdata=None), _programs())


@pages.post("/manage/events/new")
def begin() -> Page:
    """Keep it as a draft."""
    programs, form = _programs(), NewEventForm()
    program = next((each for each in programs if str(each.id) == form.program.data), programs[0])
    with form.telling():
        event = operations.begin_event(program, form.data, by=me())
        flash(_("Saved. Nobody but the program's managers sees it yet."))
        return redirect(url_for(".manage", event_id=event.id))
    return _new_page(form, programs), 422


@pages.get(AT)
def manage(event_id: int) -> str:
    """How far it is, what is missing, and what can be done now."""
    return _desk_of(queries.get_run_event(event_id, viewer=me()))


@pages.get(f"{AT}/edit")
def edit(event_id: int) -> str:
    """The form to change it."""
    event = queries.get_run_event(event_id, viewer=me())
    return _edit_page(event, _filled(event))


@pages.post(f"{AT}/edit")
def write(event_id: int) -> Page:
    """Change it; invited companies are told of a new time or place."""
    event, form = queries.get_run_event(event_id, viewer=me()), EventForm()
    try:
        operations.write_event(event, form.data, by=me(), seen=form.seen)
    except Invalid as invalid:
        form.take(invalid)
        return _edit_page(event, form), 422
    except (Refused, Stale) as refusal:
        form.version.data = str(event.version)
        return _edit_page(event, form, refusal.words), 409
    flash(_("Saved."))
    return redirect(url_for(".manage", event_id=event.id))


@pages.post(f"{AT}/announce")
def announce(event_id: int) -> Page:
    """Show it to everyone."""
    event = queries.get_run_event(event_id, viewer=me())
    return _moved(event, attempt("announce", lambda: operations.announce_event(event, by=me(), seen=seen_version())),
                  _("The event is announced. Invite companies now."))


@pages.post(f"{AT}/hold")
def hold(event_id: int) -> Page:
    """Record that it took place."""
    event = queries.get_run_event(event_id, viewer=me())
    return _moved(event, attempt("hold", lambda: operations.hold_event(event, by=me(), seen=seen_version())),
                  _("The event is recorded as held. Whoever was absent or late stands in the follow-ups."))


@pages.post(f"{AT}/call-off")
def call_off(event_id: int) -> Page:
    """Call it off, for a reason."""
    event, reason = queries.get_run_event(event_id, viewer=me()), request.form.get("reason", "")
    return _moved(event, attempt("off", lambda: operations.call_off_event(event, reason, by=me(), seen=seen_version())),
                  _("The event is called off. The companies get an e-mail with your reason."))


@pages.get(f"{AT}/close")
def closing(event_id: int) -> str:
    """What is still open, what came of it, and the button that completes it."""
    return _closing_page(queries.get_run_event(event_id, viewer=me()))


@pages.post(f"{AT}/close")
def close(event_id: int) -> Page:
    """Complete it."""
    event = queries.get_run_event(event_id, viewer=me())
    failed = attempt("close", lambda: operations.close_event(event, by=me(), seen=seen_version()))
    if failed:
        return _closing_page(event, failed[0]), failed[1]
    flash(_("The event is completed. Nobody is left over."))
    return redirect(url_for(".manage", event_id=event_id))


def _moved(event: Event, failed: tuple[Said, int] | None, words: str) -> Page:
    if failed:
        return _desk_of(event, failed[0]), failed[1]
    flash(words)
    return redirect(url_for(".manage", event_id=event.id))


def _figures(event: Event) -> dict[str, int]:
    """How many companies stand in each state, came or not, and what came of those who were missed."""
    found: dict[str, int] = {}
    for each in invitees_of(event):
        for word in (each.state, each.attendance and f"was_{each.attendance}", each.result and f"result_{each.result}"):
            if word:
                found[word] = found.get(word, 0) + 1
    return found


def _desk_of(event: Event, said: Said = NOTHING) -> str:
    return render_template(
        "events/manage.html", event=event, said=said, tones=TONES, tabs_of_it=tabs_of(event), figures=_figures(event),
        waiting=number_waiting(event), open_meetings=number_without_outcome(event))


def _closing_page(event: Event, said: Said = NOTHING) -> str:
    found = meetings_in(event, viewer=me())
    return render_template(
        "events/close.html", event=event, said=said, tones=TONES, figures=_figures(event), waiting=number_waiting(event),
        open_meetings=number_without_outcome(event), done=followed_up(event),
        outcomes=[each.outcome for each in found if each.outcome])


def _programs() -> list[Program]:
    """Those that the reader manages; for anybody else there is no such page."""
    found = programs_managed_by(me())
    if not found:
        raise Missing
    return found


def _new_page(form: NewEventForm, programs: list[Program]) -> str:
    form.program.choices = [(str(each.id), in_locale(each.title)) for each in programs]
    _offer_bodies(form, programs)
    return render_template("events/new.html", form=form)


def _edit_page(event: Event, form: EventForm, refusal: object = None) -> str:
    _offer_bodies(form, [event.program])
    known = {key for key, _name in form.parties.choices}
    form.parties.choices += [(each.key, in_locale(each.name)) for each in event.parties if each.key not in known]
    return render_template("events/edit.html", event=event, form=form, refusal=refusal)


def _offer_bodies(form: EventForm, programs: list[Program]) -> None:
    cities = {each.municipality_id: each for each in programs}
    form.parties.choices = []
    for program in cities.values():
        partners, departments = queries.bodies_of(program)
        form.parties.choices += [(f"partner:{each.id}", in_locale(each.name)) for each in partners]
        form.parties.choices += [(f"department:{each.id}", in_locale(each.name)) for each in departments]


def _filled(event: Event) -> EventForm:
    """The form with what is kept."""
    form = EventForm(formdata=None, obj=event)
    for name in ("title", "text", "place"):
        for half in ("ko", "en"):
            form[f"{name}_{half}"].data = getattr(event, name).get(half, "")
    for name in ("starts_at", "ends_at", "reply_by"):
        form[name].data = as_typed(getattr(event, name))
    for name in ("meet_from", "meet_until"):
        form[name].data = as_typed(getattr(event, name))[11:]
    form.slot_minutes.data = str(event.slot_minutes or "")
    form.parties.data = [each.key for each in event.parties]
    return form

"""Matching events of Gangnam: one was held and leaves two companies to be followed up, one is announced and takes answers."""

from typing import Any

from portal.accounts.queries import departments_of
from portal.cli.demo.cast import read
from portal.cli.demo.people import company_of
from portal.cli.demo.telling import Story, who
from portal.events import operations
from portal.events.models import Event, Invitee
from portal.events.queries.events import hosted_by
from portal.events.queries.invitees import find_invitee, on_the_list
from portal.events.queries.meetings import meetings_of
from portal.events.typed import as_typed
from portal.programs.queries import find_program


def plan_events(story: Story) -> None:
    """Every step of both events up to today."""
    told = read("events.json")
    for which in ("held", "coming"):
        event = told[which]
        times = {"starts_at": event["on"], "ends_at": event["until"], "reply_by": event["reply_by"]}
        typed = {name: as_typed(story.moment(written)) for name, written in times.items()}
        story.on(event["written"], event_is_written, event, typed)
        story.on(event["announced"], event_is_announced, event)
        story.on(event["invited"], companies_are_invited, event)
        for code, company in event["companies"].items():
            _company_takes_part(story, event, code, company)
    held, asks = told["held"], told["coming"]["asks"]
    story.on(held["marked"], attendance_is_recorded, held)
    story.on(held["question"]["at"], question_is_noted, held)
    story.on(held["ended"], event_is_held, held)
    story.on(asks["at"], company_asks_to_join, told["coming"])


def _company_takes_part(story: Story, event: dict[str, Any], code: str, told: dict[str, Any]) -> None:
    if "coming" in told:
        story.on(told["at"], invitation_is_answered, event, code)
    if "asked" in told:
        story.on(told["asked"], meeting_is_asked_for, event, code)
    if "accepted" in told:
        story.on(told["accepted"], meeting_is_accepted, event, code)
    if "outcome" in told:
        story.on(event["marked"], outcome_is_recorded, event, code)


def _manager() -> Any:
    return who(read("events.json")["manager"])


def _event(told: dict[str, Any]) -> Event:
    return next(each for each in hosted_by(_manager()) if each.title["ko"] == told["typed"]["title_ko"])


def _part(told: dict[str, Any], code: str) -> Invitee:
    part = find_invitee(_event(told).id, company_of(code).id)
    if part is None:
        raise LookupError(f"{code} was not invited")
    return part


def event_is_written(told: dict[str, Any], times: dict[str, str]) -> None:
    """The manager writes it down, with the departments that take part."""
    program = find_program(read("events.json")["program"])
    if program is None:
        raise LookupError("the program is not there yet")
    units = {each.name["ko"]: each.id for each in departments_of(program.municipality)}
    parties = [f"department:{units[name]}" for name in told["departments"]]
    hours = dict(zip(("meet_from", "meet_until"), told["meet"], strict=True))
    operations.begin_event(program, {**told["typed"], **times, **hours, "parties": parties}, by=_manager())


def event_is_announced(told: dict[str, Any]) -> None:
    """Everyone can read it."""
    operations.announce_event(_event(told), by=_manager())


def companies_are_invited(told: dict[str, Any]) -> None:
    """Several at once."""
    operations.invite_companies(_event(told), [company_of(code).id for code in told["companies"]], by=_manager())


def invitation_is_answered(told: dict[str, Any], code: str) -> None:
    """The owner says whether the company comes."""
    operations.answer_invitation(_part(told, code), told["companies"][code], by=who(code))


def company_asks_to_join(told: dict[str, Any]) -> None:
    """A company that was not invited asks by itself."""
    asks = told["asks"]
    operations.ask_to_join(_event(told), company_of(asks["company"]), asks["wish"], by=who(asks["company"]))


def meeting_is_asked_for(told: dict[str, Any], code: str) -> None:
    """The company would like to meet a department."""
    part, company = _part(told, code), told["companies"][code]
    party = next(each for each in part.event.parties if each.name["ko"] == company["meets"])
    operations.request_meeting(part, party, {"wish": company["wish"] or "실증할 곳을 함께 찾고 싶습니다."}, by=who(code))


def meeting_is_accepted(told: dict[str, Any], code: str) -> None:
    """An officer of the department agrees on a slot."""
    company, meeting = told["companies"][code], meetings_of(_part(told, code))[0]
    at = next(as_typed(each) for each in meeting.event.slots if as_typed(each).endswith(company["slot"]))
    operations.accept_meeting(meeting, {"at": at}, by=who(company["by"]))


def outcome_is_recorded(told: dict[str, Any], code: str) -> None:
    """The officer says what came of it."""
    operations.record_outcome(meetings_of(_part(told, code))[0], told["companies"][code], by=who(told["companies"][code]["by"]))


def attendance_is_recorded(told: dict[str, Any]) -> None:
    """At the end of the day everyone is marked."""
    event = _event(told)
    came = {company_of(code).id: each["came"] for code, each in told["companies"].items()}
    operations.record_attendance(event, {each.id: (came[each.company_id], "") for each in on_the_list(event)}, by=_manager())


def question_is_noted(told: dict[str, Any]) -> None:
    """Something asked aloud is written down for all participants."""
    operations.note_question(_event(told), told["question"]["wording"], told["question"]["answer"], by=_manager())


def event_is_held(told: dict[str, Any]) -> None:
    """Who was absent stands in the queue from now on."""
    operations.hold_event(_event(told), by=_manager())

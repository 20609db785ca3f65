"""The e-mails of an event: to companies that are invited, told of a change or followed up, and to both sides of a meeting."""

from collections.abc import Iterable, Iterator
from typing import Any

from portal.accounts.models import User
from portal.accounts.queries import Person, company_contacts, holders_of, people_by_company
from portal.events.lifecycle import EVENT, EVENT_QUESTION, INVITEE, MEETING, InviteeState
from portal.events.models import Event, Invitee, Meeting, Question
from portal.events.policy import acts_for
from portal.events.queries.invitees import invitees_of
from portal.foundation.clock import in_seoul
from portal.foundation.outbox import Owed


def _about(event: Event) -> dict[str, Any]:
    return {"event": event.title, "event_id": event.id, "city": event.program.municipality.name, "place": event.place,
            "link": event.link, "begins": _when(event.starts_at), "reply_by": _when(event.reply_by)}


def _when(moment: Any) -> str:
    return f"{in_seoul(moment):%Y-%m-%d %H:%M}" if moment else ""


@INVITEE.notice("company_invited")
def company_invited(invitee: Invitee, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To each owner of the company."""
    yield from _to_company("company_invited", invitee, holders_of(("owner",), "company", invitee.company_id), {})


@INVITEE.notice("company_turned_down")
def company_turned_down(invitee: Invitee, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To the people of the company, with the reason."""
    yield from _to_company("company_turned_down", invitee, company_contacts(invitee.company_id), {"reason": note or ""})


@INVITEE.notice("follow_up_recorded")
def follow_up_recorded(invitee: Invitee, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To the people of the company: with whom it was connected, or why not."""
    party = invitee.result_party
    told = {"result": invitee.result, "party": party.name if party else {}, "note": invitee.result_note}
    yield from _to_company("follow_up_recorded", invitee, company_contacts(invitee.company_id), told)


def _to_company(letter: str, invitee: Invitee, people: Iterable[User], told: dict[str, Any]) -> Iterator[Owed]:
    for person in people:
        yield Owed(f"{letter}:{invitee.id}:{invitee.version}:{person.id}", person.email, letter,
                   {**_about(invitee.event), "invitee_id": invitee.id, **told}, person.locale)


def event_moved(event: Event) -> Iterator[Owed]:
    """To the people of every company on the list, with the new time and place."""
    for invitee, person in _everyone(event):
        yield Owed(f"event_moved:{event.id}:{event.version}:{invitee.company_id}:{person.id}", person.email, "event_moved",
                   {**_about(event), "invitee_id": invitee.id}, person.locale)


@EVENT.notice("event_called_off")
def event_called_off(event: Event, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To the people of every company on the list, with the reason."""
    for invitee, person in _everyone(event):
        yield Owed(f"event_called_off:{event.id}:{invitee.company_id}:{person.id}", person.email, "event_called_off",
                   {**_about(event), "reason": note or ""}, person.locale)


def _everyone(event: Event) -> Iterator[tuple[Invitee, Person]]:
    theirs = [each for each in invitees_of(event) if each.state != InviteeState.TURNED_DOWN]
    people = people_by_company({each.company_id for each in theirs})
    for invitee in theirs:
        for person in people.get(invitee.company_id, []):
            yield invitee, person


def meeting_requested(meeting: Meeting, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To the side that was asked."""
    yield from _to_the_other_side("meeting_requested", meeting, by, "")


@MEETING.notice("meeting_accepted")
def meeting_accepted(meeting: Meeting, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To whoever did not accept it: the other side, or both when a manager did."""
    yield from _to_the_other_side("meeting_accepted", meeting, by, "")


@MEETING.notice("meeting_declined")
def meeting_declined(meeting: Meeting, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To the other side, with the reason."""
    yield from _to_the_other_side("meeting_declined", meeting, by, note or "")


@MEETING.notice("meeting_called_off")
def meeting_called_off(meeting: Meeting, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To the other side, with the reason."""
    yield from _to_the_other_side("meeting_called_off", meeting, by, note or "")


def _to_the_other_side(letter: str, meeting: Meeting, by: Any, reason: str) -> Iterator[Owed]:
    company = meeting.invitee.company
    told = {**_about(meeting.event), "company": {"ko": company.name_in("ko"), "en": company.name_in("en")},
            "party": meeting.party.name, "wish": meeting.wish, "at": _when(meeting.starts_at or meeting.wished_at),
            "reason": reason}
    of_company = company_contacts(company.id)
    sides = [] if by.id in {each.id for each in of_company} else [(f"/apply/invitations/{meeting.invitee_id}", of_company)]
    if not acts_for(by, meeting.party):
        sides.append((f"/manage/events/{meeting.event_id}/meetings", _hosts(meeting)))
    for path, people in sides:
        for person in people:
            yield Owed(f"{letter}:{meeting.id}:{meeting.version}:{person.id}", person.email, letter,
                       {**told, "path": path}, person.locale)


def _hosts(meeting: Meeting) -> list[User]:
    """The people of the side that is met; where it has none, the program's managers act for it."""
    party = meeting.party
    theirs = holders_of(("staff",), "partner", party.partner_id) if party.partner_id is not None else holders_of(
        ("officer",), "department", party.department_id or 0)
    return theirs or holders_of(("manager",), "program", meeting.event.program_id)


@EVENT_QUESTION.notice("event_question_answered")
def event_question_answered(question: Question, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To the asker, each time it is answered; `reason` is there when only the asker is answered."""
    person = question.asked_by
    if question.invitee is not None and person is not None:
        yield Owed(f"event_question_answered:{question.id}:{question.version}", person.email, "event_question_answered",
                   {**_about(question.event), "invitee_id": question.invitee_id, "reason": note or ""}, person.locale)

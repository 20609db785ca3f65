"""Who may do what at an event: managers of its program run it, companies act for themselves, hosts for their side."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select

from portal.accounts.models import COMPANY_ROLES
from portal.events.lifecycle import InviteeState, QuestionState
from portal.events.models import Event, Invitee, Meeting, Party, Question
from portal.foundation.db import db
from portal.foundation.i18n import _l
from portal.foundation.policy import grant, who

CAME = ("attended", "late")


@who(_l("a manager of the program"))
def runs_it(actor: Any, event: Event) -> bool:
    return actor.has("manager", "program", event.program_id)


@who(_l("anyone, once it is announced"))
def anyone_once_announced(actor: Any, event: Event) -> bool:
    return event.announced_at is not None


def acts_for(actor: Any, party: Party) -> bool:
    """Whether somebody is of the partner organization or an officer of the department."""
    if party.partner_id is not None:
        return actor.has("staff", "partner", party.partner_id)
    return actor.has("officer", "department", party.department_id)


@who(_l("someone of a side that takes part"))
def hosts_it(actor: Any, event: Event) -> bool:
    return event.announced_at is not None and any(acts_for(actor, party) for party in event.parties)


grant("event", {
    "create": runs_it,
    "view": runs_it | anyone_once_announced,
    "write": runs_it,
    "announce": runs_it,
    "hold": runs_it,
    "close": runs_it,
    "call_off": runs_it,
    "run": runs_it,
    "host": runs_it | hosts_it,
})


@who(_l("a manager of the program"))
def runs_its_event(actor: Any, row: Invitee | Meeting | Question) -> bool:
    return runs_it(actor, row.event)


@who(_l("a member of the company"))
def its_company(actor: Any, invitee: Invitee) -> bool:
    return invitee.company_id in actor.ids("company", *COMPANY_ROLES)


@who(_l("someone of a side that the company comes to or meets"))
def host_it_comes_to(actor: Any, invitee: Invitee) -> bool:
    if not hosts_it(actor, invitee.event):
        return False
    if invitee.state == InviteeState.COMING or invitee.attendance in CAME:
        return True
    met = select(Meeting.id).join(Meeting.party).where(Meeting.invitee_id == invitee.id, of_their_side(actor))
    return db.session.scalar(met.limit(1)) is not None


grant("invitee", {
    "invite": runs_its_event,
    "ask": its_company,
    "view": runs_its_event | its_company | host_it_comes_to,
    "let_in": runs_its_event,
    "turn_down": runs_its_event,
    "come": its_company,
    "stay_away": its_company,
    "record_attendance": runs_its_event,
    "record_result": runs_its_event,
    "pool": its_company,
})


@who(_l("a member of the company"))
def company_of_it(actor: Any, meeting: Meeting) -> bool:
    return its_company(actor, meeting.invitee)


@who(_l("someone of the side that is met"))
def host_of_it(actor: Any, meeting: Meeting) -> bool:
    return meeting.event.announced_at is not None and acts_for(actor, meeting.party)


@who(_l("the side that was asked"))
def was_asked(actor: Any, meeting: Meeting) -> bool:
    if meeting.by_company:
        return host_of_it(actor, meeting) or runs_its_event(actor, meeting)
    return company_of_it(actor, meeting)


of_the_city = runs_its_event | host_of_it

grant("meeting", {
    "request": company_of_it | of_the_city,
    "view": company_of_it | of_the_city,
    "accept": was_asked,
    "decline": was_asked,
    "call_off": company_of_it | of_the_city,
    "record": of_the_city,
    "record_new": runs_its_event,
})


@who(_l("a company that takes part in the event"))
def takes_part(actor: Any, question: Question) -> bool:
    mine = select(Invitee.id).where(_own(actor), Invitee.event_id == question.event_id).limit(1)
    return bool(actor.ids("company", *COMPANY_ROLES)) and db.session.scalar(mine) is not None


@who(_l("a member of the company that asked"))
def its_asker(actor: Any, question: Question) -> bool:
    return question.invitee is not None and its_company(actor, question.invitee)


@who(_l("someone of a side that takes part"))
def hosts_its_event(actor: Any, question: Question) -> bool:
    return hosts_it(actor, question.event)


@who(_l("a company that takes part in the event, once it is answered"))
def takes_part_once_answered(actor: Any, question: Question) -> bool:
    return question.state == QuestionState.ANSWERED and takes_part(actor, question)


answers_it = runs_its_event | hosts_its_event

grant("event_question", {
    "ask": its_asker,
    "note": runs_its_event,
    "view": answers_it | its_asker | takes_part_once_answered,
    "answer": answers_it,
    "decline": answers_it,
})


def run_events(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `event.run`."""
    return Event.program_id.in_(viewer.ids("program", "manager"))


def visible_events(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `event.view`."""
    return or_(Event.announced_at.is_not(None), run_events(viewer))


def of_their_side(viewer: Any) -> ColumnElement[bool]:
    """The SQL, over Party, of those somebody acts for."""
    return or_(Party.partner_id.in_(viewer.ids("partner", "staff")),
               Party.department_id.in_(viewer.ids("department", "officer")))


def hosted_events(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `event.host`."""
    theirs = Event.id.in_(select(Party.event_id).where(of_their_side(viewer)))
    return or_(run_events(viewer), and_(Event.announced_at.is_not(None), theirs))


def _announced(condition: ColumnElement[bool]) -> Select[tuple[int]]:
    return select(Event.id).where(Event.announced_at.is_not(None), condition)


def _run(viewer: Any) -> Select[tuple[int]]:
    return select(Event.id).where(run_events(viewer))


def _own(viewer: Any) -> ColumnElement[bool]:
    """The companies' own parts that let them see what goes on among participants."""
    return and_(Invitee.company_id.in_(viewer.ids("company", *COMPANY_ROLES)),
                Invitee.state != InviteeState.TURNED_DOWN.value, Invitee.state != InviteeState.ASKED.value)


def visible_invitees(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `invitee.view`."""
    own = Invitee.company_id.in_(viewer.ids("company", *COMPANY_ROLES))
    theirs = _announced(Event.id.in_(select(Party.event_id).where(of_their_side(viewer))))
    comes = or_(Invitee.state == InviteeState.COMING.value, Invitee.attendance.in_(CAME))
    met = Invitee.id.in_(select(Meeting.invitee_id).join(Meeting.party).where(of_their_side(viewer)))
    return or_(own, Invitee.event_id.in_(_run(viewer)), and_(Invitee.event_id.in_(theirs), or_(comes, met)))


def visible_meetings(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `meeting.view`."""
    own = Meeting.invitee_id.in_(select(Invitee.id).where(Invitee.company_id.in_(viewer.ids("company", *COMPANY_ROLES))))
    theirs = Meeting.party_id.in_(select(Party.id).join(Event, Event.id == Party.event_id).where(
        Event.announced_at.is_not(None), of_their_side(viewer)))
    return or_(own, Meeting.event_id.in_(_run(viewer)), theirs)


def visible_questions(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `event_question.view`."""
    theirs = _announced(Event.id.in_(select(Party.event_id).where(of_their_side(viewer))))
    asked = Question.invitee_id.in_(select(Invitee.id).where(Invitee.company_id.in_(viewer.ids("company", *COMPANY_ROLES))))
    joined = select(Invitee.event_id).where(_own(viewer))
    among = and_(Question.state == QuestionState.ANSWERED.value, Question.event_id.in_(joined))
    return or_(Question.event_id.in_(_run(viewer)), Question.event_id.in_(theirs), asked, among)

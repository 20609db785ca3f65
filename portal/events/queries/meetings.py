"""Meetings of an event: the whole board, one's own side's, one company's; and which times are still free."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.accounts.models import COMPANY_ROLES
from portal.events.lifecycle import MeetingState
from portal.events.models import Event, Invitee, Meeting, Party
from portal.events.policy import visible_meetings
from portal.foundation.db import db
from portal.foundation.errors import Missing

BOOKED = (MeetingState.ACCEPTED.value, MeetingState.HELD.value)
OPEN = (MeetingState.REQUESTED.value, MeetingState.ACCEPTED.value)


@dataclass(frozen=True)
class Taken:
    """The times at which the sides and the companies of an event have a meeting already."""

    by_party: frozenset[tuple[int, datetime]]
    by_invitee: frozenset[tuple[int, datetime]]

    def free(self, event: Event, party_id: int, invitee_id: int) -> list[datetime]:
        """The slots at which neither of the two has a meeting."""
        return [at for at in event.slots if (party_id, at) not in self.by_party and (invitee_id, at) not in self.by_invitee]


def taken_in(event: Event) -> Taken:
    """Which times of an event are taken, by whom."""
    rows = db.session.execute(select(Meeting.party_id, Meeting.invitee_id, Meeting.starts_at).where(
        Meeting.event_id == event.id, Meeting.state.in_(BOOKED), Meeting.starts_at.is_not(None))).all()
    return Taken(frozenset((row.party_id, row.starts_at) for row in rows),
                 frozenset((row.invitee_id, row.starts_at) for row in rows))


def _whole() -> Select[tuple[Meeting]]:
    company = contains_eager(Meeting.invitee).joinedload(Invitee.company, innerjoin=True)
    return select(Meeting).join(Meeting.invitee).options(company, joinedload(Meeting.party, innerjoin=True))


def meetings_in(event: Event, *, viewer: Any) -> list[Meeting]:
    """The meetings of an event that the viewer may see, by time; those without one last."""
    seen = _whole().where(Meeting.event_id == event.id, visible_meetings(viewer))
    return list(db.session.scalars(seen.order_by(Meeting.starts_at.is_(None), Meeting.starts_at, Meeting.id)))


def meetings_of(invitee: Invitee) -> list[Meeting]:
    """One company's meetings at an event, by time; those without one last."""
    theirs = _whole().where(Meeting.invitee_id == invitee.id)
    return list(db.session.scalars(theirs.order_by(Meeting.starts_at.is_(None), Meeting.starts_at, Meeting.id)))


def get_meeting(meeting_id: int, *, viewer: Any) -> Meeting:
    """A meeting with its event and both sides, if this person may see it. Raises Missing."""
    return _get(Meeting.id == meeting_id, visible_meetings(viewer))


def get_own_meeting(meeting_id: int, *, viewer: Any) -> Meeting:
    """A meeting of one of the viewer's companies. Raises Missing."""
    return _get(Meeting.id == meeting_id, Invitee.company_id.in_(viewer.ids("company", *COMPANY_ROLES)))


def _get(*conditions: Any) -> Meeting:
    event = joinedload(Meeting.event, innerjoin=True).options(selectinload(Event.parties), joinedload(Event.program))
    found = db.session.scalars(_whole().options(event).where(*conditions)).one_or_none()
    if found is None:
        raise Missing
    return found


def find_open_meeting(invitee: Invitee, party: Party) -> Meeting | None:
    """What the two have asked for or agreed on already."""
    live = select(Meeting).where(Meeting.invitee_id == invitee.id, Meeting.party_id == party.id, Meeting.state.in_(OPEN))
    return db.session.scalars(live.order_by(Meeting.id).limit(1)).one_or_none()


def clashing(meeting: Meeting, starts_at: datetime, ends_at: datetime) -> Meeting | None:
    """Another agreed meeting of the company or of the same partner or department at that time, of whichever event."""
    side, body = meeting.party, Party.partner_id if meeting.party.partner_id else Party.department_id
    same_side = body == (side.partner_id or side.department_id)
    others = _whole().join(Meeting.party).where(
        Meeting.id != (meeting.id or 0), Meeting.state == MeetingState.ACCEPTED.value, Meeting.starts_at < ends_at,
        Meeting.ends_at > starts_at, or_(same_side, Invitee.company_id == meeting.invitee.company_id))
    return db.session.scalars(others.order_by(Meeting.id).limit(1)).first()


def number_without_outcome(event: Event) -> int:
    """How many meetings of an event wait for an answer or for their outcome."""
    rows = select(func.count()).select_from(Meeting).where(Meeting.event_id == event.id, Meeting.state.in_(OPEN))
    return db.session.scalar(rows) or 0


def agreed_in(event: Event) -> list[Meeting]:
    """Every meeting of an event that is agreed or asked for, by time: what moves along when the event moves."""
    rows = select(Meeting).where(Meeting.event_id == event.id, Meeting.state.in_(OPEN))
    return list(db.session.scalars(rows.order_by(Meeting.starts_at.is_(None), Meeting.starts_at, Meeting.id)))


def parties_that_met(event: Event) -> set[int]:
    """The sides with any meeting or follow-up result at an event, by id: they cannot be taken off it."""
    met = select(Meeting.party_id).where(Meeting.event_id == event.id)
    named = select(Invitee.result_party_id).where(Invitee.event_id == event.id, Invitee.result_party_id.is_not(None))
    return {each for each in db.session.scalars(met.union(named)) if each is not None}


def find_recorded(meeting: Meeting) -> Meeting | None:
    """The same meeting on the spot, if it was written down already."""
    same = select(Meeting).where(
        Meeting.invitee_id == meeting.invitee.id, Meeting.party_id == meeting.party.id, Meeting.starts_at.is_(None),
        Meeting.state == MeetingState.HELD.value, Meeting.outcome == meeting.outcome, Meeting.note == meeting.note)
    return db.session.scalars(same.order_by(Meeting.id).limit(1)).one_or_none()


def agreed_of(invitee: Invitee) -> list[Meeting]:
    """The agreed meetings of one company at an event, by time."""
    return [each for each in meetings_of(invitee) if each.state == MeetingState.ACCEPTED]

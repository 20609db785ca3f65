"""The follow-up queue: companies that were absent, came late or asked too late, until a result is recorded."""

from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.events.lifecycle import ON_THE_LIST, EventState, InviteeState
from portal.events.models import Event, Invitee
from portal.events.policy import run_events
from portal.foundation.db import db


def to_be_followed_up() -> ColumnElement[bool]:
    """The SQL, over Invitee and Event, of who waits: of a held event, without a result, and absent, late, or never let in
    because it asked too late."""
    on_the_list = and_(Invitee.state.in_([each.value for each in ON_THE_LIST]), Invitee.attendance.in_(("late", "absent")))
    outside = or_(Invitee.state == InviteeState.ASKED.value,
                  and_(Invitee.state == InviteeState.TURNED_DOWN.value, Invitee.is_late))
    return and_(Event.state == EventState.HELD.value, Invitee.result == "", or_(on_the_list, outside))


def follow_ups_of(event: Event) -> list[Invitee]:
    """Who waits after one event, in the order in which they came onto its list."""
    waiting = select(Invitee).join(Invitee.event).where(Invitee.event_id == event.id, to_be_followed_up())
    return list(db.session.scalars(waiting.options(
        contains_eager(Invitee.event), joinedload(Invitee.company, innerjoin=True)).order_by(Invitee.id)))


def followed_up(event: Event) -> list[Invitee]:
    """The companies of an event with a result, newest first."""
    done = select(Invitee).where(Invitee.event_id == event.id, Invitee.result != "")
    loaded = (joinedload(Invitee.company, innerjoin=True), joinedload(Invitee.result_party))
    return list(db.session.scalars(done.options(*loaded).order_by(Invitee.result_on.desc(), Invitee.id.desc())))


def follow_ups_for(viewer: Any, *, after: int = 0, limit: int = 30) -> list[Invitee]:
    """Who waits after any event that the viewer runs, the longest first; `after` is the id of the last one seen."""
    waiting = select(Invitee).join(Invitee.event).where(run_events(viewer), to_be_followed_up())
    last = db.session.get(Invitee, after, options=[joinedload(Invitee.event)]) if after else None
    if last is not None and last.event.ends_at is not None:
        waiting = waiting.where(db.tuple_(Event.ends_at, Invitee.id) > (last.event.ends_at, last.id))
    shown = waiting.options(contains_eager(Invitee.event), joinedload(Invitee.company, innerjoin=True))
    return list(db.session.scalars(shown.order_by(Event.ends_at, Invitee.id).limit(limit)))


def number_waiting(event: Event) -> int:
    """How many companies of an event are still to be followed up."""
    waiting = select(func.count()).select_from(Invitee).join(Invitee.event).where(
        Invitee.event_id == event.id, to_be_followed_up())
    return db.session.scalar(waiting) or 0


def number_without_attendance(event: Event) -> int:
    """How many invited companies nobody has marked as attended, late or absent."""
    unmarked = select(func.count()).select_from(Invitee).where(
        Invitee.event_id == event.id, Invitee.attendance == "", Invitee.state.in_([each.value for each in ON_THE_LIST]))
    return db.session.scalar(unmarked) or 0

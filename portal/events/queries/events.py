"""Events: the public ones by the clock, those one runs, those at which one's side takes part."""

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, selectinload

from portal.accounts.models import Department
from portal.accounts.queries import departments_of
from portal.events.lifecycle import EventState
from portal.events.models import Event, Party
from portal.events.policy import acts_for, hosted_events, run_events, runs_it, visible_events
from portal.foundation.clock import arrival
from portal.foundation.db import db
from portal.foundation.errors import Missing
from portal.partners.lifecycle import Relation
from portal.partners.models import Partner
from portal.programs.models import Program

PHASES = ("coming", "past")


def _whole() -> Select[tuple[Event]]:
    program = contains_eager(Event.program).joinedload(Program.municipality, innerjoin=True)
    return select(Event).join(Event.program).options(program)


def _with_parties() -> Select[tuple[Event]]:
    return _whole().options(selectinload(Event.parties))


def _one(wanted: Select[tuple[Event]]) -> Event:
    event = db.session.scalars(wanted).one_or_none()
    if event is None:
        raise Missing
    return event


def get_event(event_id: int, *, viewer: Any) -> Event:
    """An event with its program, city and sides, if this person may see it. Raises Missing."""
    return _one(_with_parties().where(Event.id == event_id, visible_events(viewer)))


def get_run_event(event_id: int, *, viewer: Any) -> Event:
    """An event of a program that the viewer manages. Raises Missing."""
    return _one(_with_parties().where(Event.id == event_id, run_events(viewer)))


def get_hosted_event(event_id: int, *, viewer: Any) -> Event:
    """An event that the viewer runs or whose side they act for. Raises Missing."""
    return _one(_with_parties().where(Event.id == event_id, hosted_events(viewer)))


def public_events(phase: str, *, after: int = 0, limit: int = 20) -> list[Event]:
    """Announced events: "coming" (not over yet), next first; "past", newest first. `after` is the id of the last one seen."""
    coming, moment = phase == "coming", arrival()
    shown = _whole().where(Event.announced_at.is_not(None), Event.state != EventState.CALLED_OFF.value)
    shown = shown.where(Event.ends_at >= moment if coming else Event.ends_at < moment)
    place, last = db.tuple_(Event.starts_at, Event.id), db.session.get(Event, after) if after else None
    if last is not None and last.starts_at is not None:
        seen = (last.starts_at, last.id)
        shown = shown.where(place > seen if coming else place < seen)
    order = (Event.starts_at, Event.id) if coming else (Event.starts_at.desc(), Event.id.desc())
    return list(db.session.scalars(shown.order_by(*order).limit(limit)))


def hosted_by(viewer: Any, *, state: str = "", before: int = 0, limit: int = 20) -> list[Event]:
    """The events that the viewer runs or takes part in for their side, newest first."""
    mine = _whole().where(hosted_events(viewer))
    if state:
        mine = mine.where(Event.state == state)
    if before:
        mine = mine.where(Event.id < before)
    return list(db.session.scalars(mine.order_by(Event.id.desc()).limit(limit)))


def numbers_by_state(viewer: Any) -> dict[str, int]:
    """How many of these events stand in each state."""
    rows = select(Event.state, func.count()).where(hosted_events(viewer)).group_by(Event.state)
    return {row[0]: row[1] for row in db.session.execute(rows)}


def find_draft(program_id: int, title: str) -> Event | None:
    """An event with this Korean title that the program's people are writing already."""
    written = select(Event).where(Event.program_id == program_id, Event.state == EventState.WRITING.value).order_by(Event.id)
    return next((each for each in db.session.scalars(written) if each.title.get("ko") == title), None)


def bodies_of(program: Program) -> tuple[list[Partner], list[Department]]:
    """The partners with an agreement and the departments of the program's municipality: who can take part."""
    agreed = select(Partner).where(Partner.municipality_id == program.municipality_id, Partner.state == Relation.AGREED.value)
    partners = [each for each in db.session.scalars(agreed.order_by(Partner.code)) if each.is_agreed]
    return partners, departments_of(program.municipality)


def sides_of(viewer: Any, event: Event) -> list[Party]:
    """For whom somebody may ask at an event: every side when they run it, else their own."""
    return [each for each in event.parties if runs_it(viewer, event) or acts_for(viewer, each)]

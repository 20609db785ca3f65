"""Lists of pilots by key, newest first, as a company, the people of a program or a hosting department sees them."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from portal.foundation.db import db
from portal.pilots.models import Milestone, Pilot
from portal.pilots.policy import hosted_by_them, of_their_company, of_their_programs
from portal.pilots.queries.waiting import overdue_now, waits_for

PAGE = 20
SIDES = {"company": of_their_company, "program": of_their_programs, "host": hosted_by_them}


def pilots_seen(*, viewer: Any, side: str, state: str = "", overdue: bool = False, waiting: bool = False,
                after: int | None = None, limit: int = PAGE) -> list[Pilot]:
    """Pilots seen from one side ("company", "program", "host") with their milestones: two statements, one when there are none.

    `state` keeps one state, `overdue` those with an overdue milestone, `waiting` those with a claim that waits for the viewer;
    `after` is the id of the last pilot of the page before.
    """
    mine = select(Pilot).where(SIDES[side](viewer))
    if state:
        mine = mine.where(Pilot.state == state)
    its = select(Milestone.id).where(Milestone.pilot_id == Pilot.id).correlate(Pilot)
    if overdue:
        mine = mine.where(its.where(overdue_now()).exists())
    if waiting:
        mine = mine.where(its.where(waits_for(viewer)).exists())
    if after is not None:
        mine = mine.where(Pilot.id < after)
    shown = mine.options(
        joinedload(Pilot.company, innerjoin=True), joinedload(Pilot.call, innerjoin=True), joinedload(Pilot.department),
        selectinload(Pilot.milestones))
    return list(db.session.scalars(shown.order_by(Pilot.id.desc()).limit(limit)))

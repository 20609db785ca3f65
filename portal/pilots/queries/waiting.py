"""What is overdue, what waits for somebody's check, and what comes next: for homes and overviews, one statement each."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import aliased, contains_eager, joinedload

from portal.foundation.clock import today
from portal.foundation.db import db
from portal.pilots.lifecycle import OWED, UNDER_WAY, MilestoneState, PilotState
from portal.pilots.models import Milestone, Pilot
from portal.pilots.policy import accepted_by_them, visible_pilots


def still_asked_for() -> ColumnElement[bool]:
    """The SQL of the check `the_pilot_is_under_way`; the query must join Milestone.pilot."""
    follow_up = and_(Milestone.follow_up.is_(True), Pilot.state == PilotState.FINISHED.value)
    return or_(Pilot.state.in_([state.value for state in UNDER_WAY]), follow_up)


def overdue_now() -> ColumnElement[bool]:
    """The SQL of `Milestone.is_overdue`, by Seoul's calendar; the query must join Milestone.pilot."""
    return and_(Milestone.state.in_([state.value for state in OWED]), Milestone.due_on < today(), still_asked_for())


def waits_for(viewer: Any) -> ColumnElement[bool]:
    """Claimed as done, and this person may accept it or send it back; the query must join Milestone.pilot."""
    return and_(Milestone.state == MilestoneState.CLAIMED.value, still_asked_for(), accepted_by_them(viewer))


def _with_pilot_and_company() -> Select[tuple[Milestone]]:
    pilot = contains_eager(Milestone.pilot)
    return select(Milestone).join(Milestone.pilot).options(
        pilot.joinedload(Pilot.company, innerjoin=True), pilot.joinedload(Pilot.call, innerjoin=True),
        pilot.joinedload(Pilot.department))


def overdue_of(viewer: Any, *, limit: int = 50) -> list[Milestone]:
    """Overdue milestones of every pilot this person may see, longest first; `.pilot.company` is loaded. One statement."""
    late = _with_pilot_and_company().where(visible_pilots(viewer), overdue_now())
    return list(db.session.scalars(late.order_by(Milestone.due_on, Milestone.id).limit(limit)))


def claims_waiting_for(viewer: Any, *, limit: int = 50) -> list[Milestone]:
    """Milestones claimed as done that this person may accept or send back, earliest due first. One statement.

    `.last_claim` (who, when, note) and `.pilot.company` are loaded; what the viewer claimed is left out.
    """
    waiting = select(Milestone.id).join(Milestone.pilot).where(waits_for(viewer))
    some = waiting.order_by(Milestone.due_on, Milestone.id).limit(limit)
    found = _with_pilot_and_company().where(Milestone.id.in_(some)).options(joinedload(Milestone.claims))
    return list(db.session.scalars(found.order_by(Milestone.due_on, Milestone.id)).unique())


def next_milestones_of(company_ids: Iterable[int]) -> list[Milestone]:
    """For each pilot of these companies that goes on, the one milestone that comes next; soonest first. One statement.

    `.pilot` with its call and department is loaded; `.has_the_ball` names the side that must act.
    """
    other, its = aliased(Milestone), aliased(Pilot)
    follow_up = and_(other.follow_up.is_(True), its.state == PilotState.FINISHED.value)
    first = (
        select(other.id).join(its, other.pilot_id == its.id)
        .where(other.pilot_id == Pilot.id, other.state != MilestoneState.ACCEPTED.value,
               or_(its.state.in_([state.value for state in UNDER_WAY]), follow_up))
        .order_by(other.due_on, other.position, other.id).limit(1).correlate(Pilot).scalar_subquery())
    mine = _with_pilot_and_company().where(Pilot.company_id.in_(list(company_ids)), Milestone.id == first)
    return list(db.session.scalars(mine.order_by(Milestone.due_on, Milestone.id)))

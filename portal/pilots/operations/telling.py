"""What became overdue when the day turned in Seoul is told once to both sides."""

from typing import Any

from sqlalchemy import Row, select, update

from portal.accounts.models import Role, User
from portal.foundation import outbox
from portal.foundation.clock import today
from portal.foundation.db import db
from portal.foundation.policy import require
from portal.pilots.models import Milestone, Pilot
from portal.pilots.notices import Late, milestone_overdue
from portal.pilots.queries.people import PARTS, joined_to_people, parts_told_when_overdue
from portal.pilots.queries.waiting import overdue_now

AT_ONCE = 500


def tell_what_is_overdue(*, by: Any) -> int:
    """Owe the letters for milestones that became overdue since the last time; the number of milestones told.

    One read; safe to repeat, because a milestone remembers the day it was told, until its due date is moved.
    """
    require(by, "milestone.tell_overdue", None)
    written: set[tuple[int, int]] = set()
    told: set[int] = set()
    for row in _newly_overdue():
        told.add(row.id)
        part = PARTS.get(row.role, row.role)
        if part in parts_told_when_overdue(row.owner, row.approver) and (row.id, row.user_id) not in written:
            written.add((row.id, row.user_id))
            outbox.owe(milestone_overdue(Late(part=part, **{name: getattr(row, name) for name in Late.COLUMNS})))
    _remember(sorted(told))
    return len(told)


def _newly_overdue() -> list[Row[Any]]:
    """Each milestone once for every person who has a part in its pilot; rows another teller works on are left to it."""
    columns = select(
        Milestone.id, Milestone.label, Milestone.due_on, Milestone.owner, Milestone.approver, Pilot.id.label("pilot_id"),
        Pilot.number, Pilot.title, Role.name.label("role"), User.id.label("user_id"), User.email, User.locale)
    late = joined_to_people(columns.select_from(Milestone).join(Milestone.pilot)).where(
        overdue_now(), Milestone.overdue_told_on.is_(None))
    return list(db.session.execute(late.order_by(Milestone.id, Role.id).with_for_update(of=Milestone, skip_locked=True)))


def _remember(ids: list[int]) -> None:
    """Without a new version: whoever has the milestone open has not been overtaken by a letter."""
    for start in range(0, len(ids), AT_ONCE):
        marked = update(Milestone).where(Milestone.id.in_(ids[start:start + AT_ONCE])).values(overdue_told_on=today())
        db.session.execute(marked.execution_options(synchronize_session=False))

"""Reminders before a deadline, to companies that still have something to send: 7, 3 and 1 days and 3 hours before it."""

from collections import defaultdict
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Row, and_, case, or_, select, update

from portal.accounts.queries import people_by_company
from portal.calls.lifecycle import CallState
from portal.calls.models import Call
from portal.foundation import outbox
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.policy import require
from portal.proposals.lifecycle import ProposalState
from portal.proposals.models import Proposal
from portal.proposals.notices import deadline_is_near
from portal.proposals.queries import ASKED

BEFORE = (timedelta(days=7), timedelta(days=3), timedelta(days=1), timedelta(hours=3))
AT_ONCE = 500
S = ProposalState
CLOSES_AT = case((Proposal.extended_to > Call.closes_at, Proposal.extended_to), else_=Call.closes_at)


def remind_of_deadlines(*, by: Any) -> int:
    """Owe the letters whose time has come; the number of proposals reminded. Safe to repeat: a proposal remembers the
    instant it was reminded for. After a pause only the latest of several missed reminders is sent, and nobody is reminded
    of an instant that lay before they began. A deadline that moves brings reminders of its own."""
    require(by, "proposal.remind", None)
    moment = now()
    due: dict[datetime, list[Row[Any]]] = defaultdict(list)
    for row in _with_something_to_send(moment):
        latest = max((row.deadline - ahead for ahead in BEFORE if row.deadline - ahead <= moment), default=None)
        if latest is not None and row.state_since <= latest and (row.reminded_for is None or row.reminded_for < latest):
            due[latest].append(row)
    people = people_by_company({row.company_id for rows in due.values() for row in rows})
    for instant, rows in due.items():
        for row in rows:
            for person in people.get(row.company_id, ()):
                outbox.owe(deadline_is_near(row, instant, person))
        _remember(instant, [row.id for row in rows])
    return sum(len(rows) for rows in due.values())


def _with_something_to_send(moment: datetime) -> list[Row[Any]]:
    """Each proposal whose company can still send something within a week, what it is, and until when."""
    kinds = {
        "draft": and_(Proposal.state == S.DRAFT.value, Call.state == CallState.PUBLISHED.value),
        "changes": and_(Proposal.state == S.SUBMITTED.value, Proposal.changed_since, moment < CLOSES_AT),
        "supplement": Proposal.state == S.SUPPLEMENT.value,
        "revision": and_(Proposal.state == S.IN_REVIEW.value, Proposal.changed_since, Proposal.revise_due_at > moment),
        "documents": and_(Proposal.state.in_(ASKED), Proposal.documents_missing > 0),
    }
    until = {"draft": CLOSES_AT, "changes": CLOSES_AT, "supplement": Proposal.supplement_due_at,
             "revision": Proposal.revise_due_at, "documents": Proposal.documents_due_at}
    near = or_(*(and_(kinds[kind], until[kind] > moment, until[kind] <= moment + BEFORE[0]) for kind in kinds))
    columns = select(
        Proposal.id, Proposal.company_id, Proposal.number, Proposal.title, Proposal.state_since, Proposal.reminded_for,
        Call.title.label("call"), case(*((kinds[kind], kind) for kind in kinds)).label("kind"),
        case(*((kinds[kind], until[kind]) for kind in kinds)).label("deadline"))
    wanted = columns.join(Call, Call.id == Proposal.call_id).where(near).order_by(Proposal.id)
    return list(db.session.execute(wanted.with_for_update(of=Proposal, skip_locked=True)))


def _remember(instant: datetime, ids: list[int]) -> None:
    """Without a new version: whoever is writing has not been overtaken by a letter."""
    for start in range(0, len(ids), AT_ONCE):
        marked = update(Proposal).where(Proposal.id.in_(ids[start:start + AT_ONCE])).values(reminded_for=instant)
        db.session.execute(marked.execution_options(synchronize_session=False))

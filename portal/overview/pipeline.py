"""Where everything stands, for the people who run it: figures from counters, lists by keyset, what waits for whom."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select, union_all
from sqlalchemy.orm import joinedload

from portal.accounts.models import Company
from portal.calls.models import Call
from portal.calls.policy import overseen_calls
from portal.decisions.lifecycle import SelectionState
from portal.decisions.models import Selection
from portal.decisions.policy import visible_selections
from portal.foundation.clock import now, today
from portal.foundation.counts import Count
from portal.foundation.db import db
from portal.overview.filters import Filter
from portal.overview.promises import promised_by
from portal.pilots.lifecycle import OWED
from portal.pilots.models import Milestone, Pilot
from portal.pilots.queries.waiting import overdue_now, still_asked_for
from portal.programs.models import Program
from portal.proposals.models import Proposal
from portal.reviews.models import Tally

PAGE = 50
OPEN_MILESTONES = tuple(state.value for state in OWED)


@dataclass(frozen=True)
class ProposalRow:
    """One proposal on the pipeline. `score_e4` in ten-thousandths, once enough reviews are confirmed."""

    id: int
    number: str
    title: str
    company: str
    company_en: str
    call: Call
    category: str
    state: str
    stage_key: str | None
    track: str | None
    submitted_at: datetime
    days: int
    promised: date | None
    confirmed: int | None
    assigned: int | None
    score_e4: int | None

    @property
    def is_late(self) -> bool:
        return self.promised is not None and self.promised < today()


@dataclass(frozen=True)
class PilotRow:
    """One pilot on the pipeline: its next open milestone and how many are overdue."""

    id: int
    number: str
    title: str
    company: str
    company_en: str
    call: Call
    state: str
    ends_on: date
    next_due: date | None
    overdue: int

    @property
    def is_late(self) -> bool:
        return self.overdue > 0


def calls_overseen(viewer: Any) -> list[Call]:
    """The calls of this person's programs with their workflow, closing latest first: one statement."""
    wanted = select(Call).where(overseen_calls(viewer)).options(
        joinedload(Call.program, innerjoin=True).joinedload(Program.municipality), joinedload(Call.edition))
    return list(db.session.scalars(wanted.order_by(Call.closes_at.desc(), Call.id.desc())))


def figures(calls: Iterable[Call]) -> dict[str, dict[str, int]]:
    """How many proposals, pilots and milestones stand in each state, from the counters: one statement."""
    ids = [call.id for call in calls]
    nouns = ("proposal", "pilot", "milestone", "review", "inquiry")
    rows = db.session.execute(
        select(Count.noun, Count.state, func.sum(Count.n)).where(Count.noun.in_(nouns), Count.scope_id.in_(ids))
        .group_by(Count.noun, Count.state))
    found: dict[str, dict[str, int]] = defaultdict(dict)
    for noun, state, n in rows:
        if (noun, state) != ("proposal", "draft"):
            found[noun][state] = int(n)
    return {noun: found[noun] for noun in nouns}


def _newest(noun: type[Proposal] | type[Pilot], calls: Sequence[Call], chosen: Filter,
            more: Sequence[ColumnElement[bool]], limit: int) -> Select[Any]:
    """The newest ids over several calls and states: one short walk of the (call, state, id) index for each."""
    walks = []
    for call in calls:
        for state in chosen.states():
            walk = select(noun.id).where(noun.call_id == call.id, noun.state == state, *more)
            if chosen.after:
                walk = walk.where(noun.id < chosen.after)
            walks.append(select(walk.order_by(noun.id.desc()).limit(limit).subquery().c.id))
    return select(union_all(*walks).subquery().c.id).order_by(db.text("id desc")).limit(limit)


def proposals_page(calls: Sequence[Call], chosen: Filter, *, limit: int = PAGE) -> tuple[list[ProposalRow], bool]:
    """The newest proposals of the filter and whether there are more: one statement, whatever their number."""
    if not calls:
        return [], False
    more = [Proposal.submission_number > 0]
    if chosen.category:
        more.append(Proposal.category == chosen.category)
    ids = _newest(Proposal, calls, chosen, more, limit + 1)
    wanted = _proposal_columns().where(Proposal.id.in_(ids.scalar_subquery()))
    rows = db.session.execute(wanted.order_by(Proposal.id.desc())).all()
    by_id = {call.id: call for call in calls}
    return [_proposal_row(row, by_id[row.call_id]) for row in rows[:limit]], len(rows) > limit


def _proposal_columns() -> Select[Any]:
    tally = and_(Tally.proposal_id == Proposal.id, Tally.stage_key == Proposal.stage_key)
    return select(
        Proposal.id, Proposal.number, Proposal.title, Proposal.call_id, Proposal.category, Proposal.state, Proposal.stage_key,
        Proposal.track, Proposal.submitted_at, Proposal.state_since, Company.name_ko, Company.name_en,
        Tally.confirmed, Tally.assigned, Tally.enough, Tally.final_e4,
    ).join(Company, Company.id == Proposal.company_id).outerjoin(Tally, tally)


def _proposal_row(row: Any, call: Call) -> ProposalRow:
    return ProposalRow(
        id=row.id, number=row.number, title=row.title, company=row.name_ko, company_en=row.name_en or row.name_ko, call=call,
        category=row.category, state=row.state, stage_key=row.stage_key, track=row.track,
        submitted_at=row.submitted_at,
        days=(now() - row.state_since).days, promised=promised_by(call.definition, row.state, row.stage_key),
        confirmed=row.confirmed, assigned=row.assigned, score_e4=row.final_e4 if row.enough else None)


def pilots_page(calls: Sequence[Call], chosen: Filter, *, limit: int = PAGE) -> tuple[list[PilotRow], bool]:
    """The newest pilots of the filter and whether there are more: one statement."""
    if not calls:
        return [], False
    late = select(Milestone.pilot_id).join(Milestone.pilot).where(overdue_now())
    more = [Pilot.id.in_(late)] if chosen.late else []
    ids = _newest(Pilot, calls, chosen, more, limit + 1)
    mine = Milestone.pilot_id == Pilot.id
    next_due = select(func.min(Milestone.due_on)).where(
        mine, Milestone.state.in_(OPEN_MILESTONES), still_asked_for()).correlate(Pilot).scalar_subquery()
    overdue = select(func.count(Milestone.id)).where(mine, overdue_now()).correlate(Pilot).scalar_subquery()
    rows = db.session.execute(
        select(Pilot.id, Pilot.number, Pilot.title, Pilot.call_id, Pilot.state, Pilot.ends_on, Company.name_ko, Company.name_en,
               next_due.label("next_due"), overdue.label("overdue"))
        .join(Company, Company.id == Pilot.company_id).where(Pilot.id.in_(ids.scalar_subquery()))
        .order_by(Pilot.id.desc())).all()
    by_id = {call.id: call for call in calls}
    return [PilotRow(row.id, row.number, row.title, row.name_ko, row.name_en or row.name_ko, by_id[row.call_id], row.state,
                     row.ends_on, row.next_due, row.overdue) for row in rows[:limit]], len(rows) > limit


def overdue_milestones(calls: Iterable[Call], *, limit: int = 20) -> list[Milestone]:
    """Milestones past their day in Seoul, most overdue first, with pilot: one statement."""
    ids = [call.id for call in calls]
    wanted = select(Milestone).join(Milestone.pilot).where(Pilot.call_id.in_(ids), overdue_now())
    loaded = wanted.options(joinedload(Milestone.pilot).joinedload(Pilot.company)).order_by(Milestone.due_on, Milestone.id)
    return list(db.session.scalars(loaded.limit(limit)))


def selections_waiting(viewer: Any) -> list[Selection]:
    """Selections that wait for a second person or for release: one statement."""
    waiting = (SelectionState.PROPOSED.value, SelectionState.CONFIRMED.value)
    wanted = select(Selection).where(visible_selections(viewer), Selection.state.in_(waiting))
    return list(db.session.scalars(wanted.options(joinedload(Selection.call)).order_by(Selection.proposed_at, Selection.id)))

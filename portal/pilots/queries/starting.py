"""What a new pilot is made from: a selected proposal, the grant that was decided, and a department to host it."""

from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Department
from portal.calls.models import Call
from portal.decisions.lifecycle import SelectionState
from portal.decisions.models import Decision, Selection
from portal.foundation.db import db
from portal.foundation.errors import Missing
from portal.pilots.models import Pilot
from portal.pilots.queries.one import MOST_ID
from portal.programs.models import Program
from portal.proposals.models import Proposal
from portal.proposals.policy import of_their_programs
from portal.sites.queries import sites_called


def get_proposal_to_start(proposal_id: int, *, viewer: Any) -> Proposal:
    """A proposal of a program this person runs, with workflow, company and newest submission. Raises Missing."""
    call = joinedload(Proposal.call, innerjoin=True)
    program = call.joinedload(Call.program, innerjoin=True)
    wanted = select(Proposal).where(Proposal.id == min(proposal_id, MOST_ID), of_their_programs(viewer)).options(
        call.joinedload(Call.edition), program.joinedload(Program.municipality, innerjoin=True),
        joinedload(Proposal.company, innerjoin=True), joinedload(Proposal.submission))
    proposal = db.session.scalars(wanted).unique().one_or_none()
    if proposal is None:
        raise Missing
    return proposal


def find_pilot_of(proposal: Proposal) -> Pilot | None:
    """The pilot that was made from a proposal, if it was made already."""
    return db.session.scalars(select(Pilot).where(Pilot.proposal_id == proposal.id)).one_or_none()


def granted_won(proposal: Proposal) -> int:
    """The grant in won: as released for the last stage, else what the newest submission asks for, else 0."""
    last = proposal.call.definition.last_stage.key
    decided = select(Decision.grant_won).join(Decision.selection).where(
        Decision.proposal_id == proposal.id, Decision.grant_won.is_not(None), Selection.stage_key == last,
        Selection.state == SelectionState.RELEASED.value).order_by(Decision.id.desc()).limit(1)
    grant = db.session.scalar(decided)
    return grant if grant is not None else (_answer(proposal, "budget_table") or {}).get("grant") or 0


def hosts_for(call: Call) -> list[Department]:
    """The departments of the call's municipality, any of which may host a pilot."""
    mine = select(Department).where(Department.municipality_id == call.program.municipality_id)
    return list(db.session.scalars(mine.order_by(Department.id)))


def proposed_host(proposal: Proposal) -> int | None:
    """The department (its id) of the site the company ranked first, if it is one of the municipality's."""
    ranked = _answer(proposal, "sites") or []
    site = sites_called(ranked[:1]).get(ranked[0]) if ranked else None
    here = site is not None and site.municipality_id == proposal.call.program.municipality_id
    return site.department_id if site is not None and here else None


def next_number(call: Call) -> str:
    """The public number of the call's next pilot, such as GN-OI-2026-P03; the database refuses to give one twice."""
    taken = db.session.scalar(select(func.count()).select_from(Pilot).where(Pilot.call_id == call.id)) or 0
    return f"{call.code}-P{taken + 1:02d}"


def _answer(proposal: Proposal, type_: str) -> Any:
    """What the newest submission says to the call's question of a type; None when it says nothing."""
    question = proposal.call.definition.question_of(type_)
    if question is None or proposal.submission is None:
        return None
    return proposal.submission.answers.get(question.key)


def promised_kpis(proposal: Proposal) -> list[dict[str, Any]]:
    """The rows of the newest submission's KPI table."""
    return list(_answer(proposal, "kpi_table") or [])

"""What owners of sites were asked about proposals, as the program's people and the owners' officers may see it."""

from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.accounts.models import Role
from portal.calls.models import Call
from portal.foundation.clock import today
from portal.foundation.db import db
from portal.foundation.errors import Missing
from portal.programs.models import Program
from portal.proposals.models import Proposal, Siting
from portal.proposals.policy import asked_of_them
from portal.proposals.siting import SitingState
from portal.sites.models import Site

WAITING = (SitingState.ASKED.value,)


def named_sites(proposal: Proposal) -> list[tuple[int, Site]]:
    """The sites that the newest submission ranks, with their rank from one; codes that the city does not have are left out."""
    question = proposal.call.definition.question_of("sites")
    if question is None or proposal.submission is None:
        return []
    codes = proposal.submission.answers.get(question.key) or []
    theirs = select(Site).where(Site.code.in_(codes), Site.municipality_id == proposal.call.program.municipality_id)
    found = {site.code: site for site in db.session.scalars(theirs.options(joinedload(Site.department, innerjoin=True)))}
    return [(rank, found[code]) for rank, code in enumerate(codes, start=1) if code in found]


def sitings_of(proposal: Proposal) -> list[Siting]:
    """What was asked about a proposal the viewer was given already, in the order of its ranks. One statement."""
    mine = select(Siting).join(Siting.site).where(Siting.proposal_id == proposal.id).options(
        contains_eager(Siting.site).joinedload(Site.department, innerjoin=True))
    return list(db.session.scalars(mine.order_by(Siting.rank, Siting.id)))


def answers_of_owners(proposal: Proposal) -> list[tuple[dict[str, str], str]]:
    """Of each site whose owner has answered its name and the bare answer, for a panel: no reason, no name of a person."""
    said = select(Site.name, Siting.answer).join(Site, Site.id == Siting.site_id).where(
        Siting.proposal_id == proposal.id, Siting.answer != "")
    return [(name, answer) for name, answer in db.session.execute(said.order_by(Siting.rank, Siting.id))]


def _with_proposal_and_site() -> Select[tuple[Siting]]:
    call = contains_eager(Siting.proposal).contains_eager(Proposal.call)
    return select(Siting).join(Siting.site).join(Siting.proposal).join(Proposal.call).options(
        contains_eager(Siting.site).joinedload(Site.department, innerjoin=True),
        call.joinedload(Call.program, innerjoin=True).joinedload(Program.municipality, innerjoin=True))


def sitings_asked_of(viewer: Any, *, state: str, after: int = 0, limit: int = 50) -> list[Siting]:
    """What this officer's departments were asked, in one state, earliest due first; `after` is the id of the last one seen."""
    asked = _with_proposal_and_site().where(asked_of_them(viewer), Siting.state == state)
    last = db.session.get(Siting, after) if after else None
    if last is not None:
        asked = asked.where(db.tuple_(Siting.due_on, Siting.id) > (last.due_on, last.id))
    return list(db.session.scalars(asked.order_by(Siting.due_on, Siting.id).limit(limit)))


def get_siting_to_answer(siting_id: int, *, viewer: Any) -> Siting:
    """What one of this officer's departments was asked. Raises Missing."""
    wanted = _with_proposal_and_site().where(Siting.id == siting_id, asked_of_them(viewer))
    siting = db.session.scalars(wanted).one_or_none()
    if siting is None:
        raise Missing
    return siting


def sitings_in(call: Call, *, after: int = 0, limit: int = 50) -> list[Siting]:
    """What owners were asked about a call's proposals and have not answered, earliest due first; of a call the viewer was
    given already. `after` is the id of the last one seen."""
    mine = _with_proposal_and_site().where(Proposal.call_id == call.id, Siting.state.in_(WAITING))
    last = db.session.get(Siting, after) if after else None
    if last is not None:
        mine = mine.where(db.tuple_(Siting.due_on, Siting.id) > (last.due_on, last.id))
    return list(db.session.scalars(mine.order_by(Siting.due_on, Siting.id).limit(limit)))


def waiting_and_overdue(call: Call) -> tuple[int, int]:
    """How many questions to owners wait for an answer, and how many of them are overdue by Seoul's calendar. One statement."""
    late = func.count().filter(Siting.due_on < today())
    counted = select(func.count(), late).select_from(Siting).join(Siting.proposal).where(
        Proposal.call_id == call.id, Siting.state.in_(WAITING))
    waiting, overdue = db.session.execute(counted).one()
    return waiting, overdue


def departments_with_officers() -> set[int]:
    """The departments that have an officer to answer."""
    held = select(Role.on_id).where(Role.on == "department", Role.name == "officer")
    return set(db.session.scalars(held))

"""A call seen from its applicants: who writes or has sent something, what was received, what was already checked."""

from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.accounts.queries import Person, people_by_company
from portal.calls.models import Call
from portal.foundation.clock import arrival
from portal.foundation.db import db
from portal.foundation.errors import Missing
from portal.foundation.policy import may
from portal.proposals.lifecycle import ProposalState
from portal.proposals.models import Extension, GateResult, Proposal, Submission


def received_in(call: Call) -> list[Submission]:
    """The latest submission of each proposal of a call that is not withdrawn."""
    latest = select(Submission).join(Proposal, (Proposal.id == Submission.proposal_id)
                                     & (Proposal.submission_number == Submission.number))
    return list(db.session.scalars(latest.where(
        Proposal.call_id == call.id, Proposal.state != ProposalState.WITHDRAWN.value).order_by(Submission.id)))


def checked_gates_of(call: Call) -> set[str]:
    """The keys of the eligibility items of a call that somebody has marked."""
    marked = select(GateResult.key).join(Proposal, Proposal.id == GateResult.proposal_id)
    return set(db.session.scalars(marked.where(Proposal.call_id == call.id, GateResult.passed.is_not(None)).distinct()))


def whoever_applies_to(call: Call) -> list[Person]:
    """Everyone of a company that writes or has sent a proposal to the call, each once."""
    theirs = select(Proposal.company_id).where(Proposal.call_id == call.id, Proposal.state != ProposalState.WITHDRAWN.value)
    people = people_by_company(set(db.session.scalars(theirs)))
    return list({person.id: person for each in people.values() for person in each}.values())


def find_extension(call_id: int, company_id: int) -> Extension | None:
    """The later deadline that one company was given, if any."""
    return db.session.scalars(select(Extension).where(
        Extension.call_id == call_id, Extension.company_id == company_id)).one_or_none()


def extensions_of(call: Call, *, viewer: Any) -> list[Extension]:
    """Every later deadline that was given in a call, newest first, for who may give one."""
    if not may(viewer, "call.oversee", call):
        raise Missing
    given = select(Extension).where(Extension.call_id == call.id).options(joinedload(Extension.company, innerjoin=True))
    return list(db.session.scalars(given.order_by(Extension.id.desc())))


def later_deadlines(call: Call, company_ids: list[int]) -> dict[int, datetime]:
    """The later deadlines of these companies that have not passed, by company."""
    given = select(Extension).where(
        Extension.call_id == call.id, Extension.company_id.in_(company_ids), Extension.until >= arrival())
    return {each.company_id: each.until for each in db.session.scalars(given.order_by(Extension.id))}

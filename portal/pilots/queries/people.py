"""Who stands on which side of a pilot, so that letters reach the people whose turn it is."""

from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, and_, or_, select

from portal.accounts.models import Role, User
from portal.calls.models import Call
from portal.foundation.db import db
from portal.pilots.lifecycle import COMPANY_SIDE
from portal.pilots.models import Milestone, Pilot
from portal.pilots.policy import SECOND_PAIR_OF_EYES
from portal.proposals.models import Proposal


class Person(NamedTuple):
    """One person with a part in a pilot: `part` is company, manager, approver or officer."""

    part: str
    id: int
    email: str
    locale: str


PARTS = {"owner": "company", "member": "company"}


def takes_part() -> ColumnElement[bool]:
    """Ties a Role to a Pilot: the company's owners and the proposal's own writer, the program's people, the host's officers."""
    writer = and_(Role.name == "member", Role.user_id == Proposal.owner_id)
    return or_(
        and_(Role.on == "company", Role.on_id == Pilot.company_id, or_(Role.name == "owner", writer)),
        and_(Role.on == "program", Role.on_id == Call.program_id, Role.name.in_(("manager", "approver"))),
        and_(Role.on == "department", Role.on_id == Pilot.department_id, Role.name == "officer"))


def joined_to_people(chosen: Select[Any]) -> Select[Any]:
    """Join Role and User to a query that stands on Pilot; those who left are not written to."""
    return chosen.join(Proposal, Pilot.proposal_id == Proposal.id).join(Call, Pilot.call_id == Call.id).join(
        Role, takes_part()).join(User, and_(User.id == Role.user_id, User.deactivated_at.is_(None)))


def people_of(pilot: Pilot) -> list[Person]:
    """Everyone with a part in this pilot, each part once. One statement."""
    columns = select(Role.name, User.id, User.email, User.locale).select_from(Pilot)
    mine = joined_to_people(columns).where(Pilot.id == pilot.id).order_by(Role.id)
    with db.session.no_autoflush:  # a clash with another writer shows at commit, where it is put into words
        rows = list(db.session.execute(mine))
    return list(dict.fromkeys(Person(PARTS.get(name, name), *rest) for name, *rest in rows))


def parts_that_owe(milestone: Milestone) -> tuple[str, ...]:
    """The parts whose turn it is while a milestone is owed."""
    if milestone.owner in COMPANY_SIDE:
        return ("company",)
    return ("officer",) if milestone.owner == "demand_department" else ("manager",)


def parts_that_accept(milestone: Milestone) -> tuple[str, ...]:
    """The parts whose turn it is once a milestone is claimed (policy.its_accepter)."""
    if milestone.approver == "demand_department":
        return ("officer", "manager")
    return ("manager", "approver") if milestone.approver in SECOND_PAIR_OF_EYES else ("manager",)


def parts_told_when_overdue(owner: str, approver: str) -> tuple[str, ...]:
    """Both sides: the company and the managers, and the host where it owes or accepts."""
    return ("company", "manager", "officer") if "demand_department" in (owner, approver) else ("company", "manager")

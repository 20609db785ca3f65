"""Who may do what with a pilot: its company claims and measures, the host department does its own part, managers accept."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from portal.accounts.models import COMPANY_ROLES, SUBMITTING_ROLES
from portal.calls.models import Call
from portal.foundation.i18n import _l
from portal.foundation.policy import Who, grant, the_portal_itself, who
from portal.pilots.lifecycle import COMPANY_SIDE
from portal.pilots.models import Claim, Milestone, Pilot

SECOND_PAIR_OF_EYES = ("panel", "head_of_city")


@who(_l("a member of the company"))
def its_company(actor: Any, pilot: Pilot) -> bool:
    return pilot.company_id in actor.ids("company", *COMPANY_ROLES)


@who(_l("someone who may submit for the company"))
def submits_for_it(actor: Any, pilot: Pilot) -> bool:
    return pilot.company_id in actor.ids("company", *SUBMITTING_ROLES)


@who(_l("a manager of the program"))
def its_manager(actor: Any, pilot: Pilot) -> bool:
    return actor.has("manager", "program", pilot.call.program_id)


@who(_l("an approver of the program"))
def its_approver(actor: Any, pilot: Pilot) -> bool:
    return actor.has("approver", "program", pilot.call.program_id)


@who(_l("an officer of the hosting department"))
def its_host(actor: Any, pilot: Pilot) -> bool:
    return pilot.department_id is not None and actor.has("officer", "department", pilot.department_id)


@who(_l("the side that owes it"))
def its_owner(actor: Any, milestone: Milestone) -> bool:
    side = {"applicant": submits_for_it, "partner": submits_for_it, "demand_department": its_host}
    return side.get(milestone.owner, its_manager)(actor, milestone.pilot)


@who(_l("the side that accepts it"))
def its_accepter(actor: Any, milestone: Milestone) -> bool:
    """The manager always; the host where it is named; the approver where the panel or the head of the city decides."""
    pilot = milestone.pilot
    if milestone.approver == "demand_department" and its_host(actor, pilot):
        return True
    if milestone.approver in SECOND_PAIR_OF_EYES and its_approver(actor, pilot):
        return True
    return its_manager(actor, pilot)


@who(_l("a second person, not the one who claimed it"))
def not_the_claimant(actor: Any, milestone: Milestone) -> bool:
    claim = milestone.last_claim
    return actor.id is not None and (claim is None or claim.by_id != actor.id)


def of_its_pilot(rule: Who) -> Who:
    """The same question about the pilot a milestone belongs to."""
    return Who(lambda actor, milestone: rule(actor, milestone.pilot), rule.words)


SEES_IT = its_company | its_manager | its_approver | its_host

grant("pilot", {
    "create": its_manager,
    "view": SEES_IT,
    "oversee": its_manager | its_approver,
    "plan": its_manager,
    "begin": its_manager,
    "finish": its_manager,
    "terminate": its_manager,
    "measure": its_company | its_manager,
    "void_reading": its_company | its_manager,
    "reschedule": its_manager,
})

grant("milestone", {
    "create": of_its_pilot(its_manager),
    "view": of_its_pilot(SEES_IT),
    "claim": its_owner,
    "accept": its_accepter & not_the_claimant,
    "return": its_accepter & not_the_claimant,
    "tell_overdue": the_portal_itself,
})


def of_their_company(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `its_company`."""
    return Pilot.company_id.in_(viewer.ids("company", *COMPANY_ROLES))


def hosted_by_them(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `its_host`."""
    return Pilot.department_id.in_(viewer.ids("department", "officer"))


def of_their_programs(viewer: Any, *names: str) -> ColumnElement[bool]:
    """The SQL of `its_manager | its_approver`, or of one of them by name."""
    programs = viewer.ids("program", *(names or ("manager", "approver")))
    return Pilot.call_id.in_(select(Call.id).where(Call.program_id.in_(programs)))


def visible_pilots(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `pilot.view`."""
    return or_(of_their_company(viewer), seen_by_the_city(viewer))


def seen_by_the_city(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `its_manager | its_approver | its_host`."""
    return or_(hosted_by_them(viewer), of_their_programs(viewer))


def owed_by_them(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `its_owner`; the query must join Milestone.pilot."""
    return or_(
        and_(Milestone.owner.in_(COMPANY_SIDE), of_their_company(viewer)),
        and_(Milestone.owner == "demand_department", hosted_by_them(viewer)),
        and_(Milestone.owner.not_in((*COMPANY_SIDE, "demand_department")), of_their_programs(viewer, "manager")))


def accepted_by_them(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `its_accepter & not_the_claimant`; the query must join Milestone.pilot."""
    last = select(Claim.by_id).where(Claim.milestone_id == Milestone.id).order_by(Claim.number.desc()).limit(1)
    claimant = last.correlate(Milestone).scalar_subquery()
    side = or_(
        of_their_programs(viewer, "manager"),
        and_(Milestone.approver == "demand_department", hosted_by_them(viewer)),
        and_(Milestone.approver.in_(SECOND_PAIR_OF_EYES), of_their_programs(viewer, "approver")))
    return and_(side, or_(claimant.is_(None), claimant != viewer.id))

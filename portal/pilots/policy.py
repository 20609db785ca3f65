"""Who may do what with a pilot: its company claims and measures, the host department does its own part, managers accept."""

from typing import Any

from sqlalchemy import ColumnElement, or_, select

from portal.calls.models import Call
from portal.foundation.i18n import _l
from portal.foundation.policy import grant, who
from portal.pilots.models import Milestone, Pilot


@who(_l("a member of the company"))
def its_company(actor: Any, pilot: Pilot) -> bool:
    return pilot.company_id in actor.ids("company", "owner", "member")


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
    side = {"applicant": its_company, "partner": its_company, "demand_department": its_host}
    return side.get(milestone.owner, its_manager)(actor, milestone.pilot)


@who(_l("the side that accepts it"))
def its_accepter(actor: Any, milestone: Milestone) -> bool:
    rule = its_host if milestone.approver == "demand_department" else its_manager
    return rule(actor, milestone.pilot) or its_manager(actor, milestone.pilot)


grant("pilot", {
    "create": its_manager,
    "view": its_company | its_manager | its_approver | its_host,
    "begin": its_manager,
    "finish": its_manager,
    "terminate": its_manager,
    "measure": its_company | its_manager,
    "reschedule": its_manager,
})

grant("milestone", {
    "claim": its_owner,
    "accept": its_accepter,
    "return": its_accepter,
})


def visible_pilots(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `pilot.view`."""
    programs = viewer.ids("program", "manager", "approver")
    return or_(
        Pilot.company_id.in_(viewer.ids("company", "owner", "member")),
        Pilot.department_id.in_(viewer.ids("department", "officer")),
        Pilot.call_id.in_(select(Call.id).where(Call.program_id.in_(programs))))

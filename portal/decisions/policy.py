"""Who may do what with results: managers propose, somebody else confirms, applicants read their own once released."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from portal.accounts.models import COMPANY_ROLES
from portal.calls.models import Call
from portal.decisions.lifecycle import SelectionState
from portal.decisions.models import Decision, Selection
from portal.foundation.i18n import _l
from portal.foundation.policy import grant, the_portal_itself, who
from portal.proposals.models import Proposal


@who(_l("a manager of the call"))
def its_manager(actor: Any, selection: Selection) -> bool:
    return actor.has("manager", "program", selection.call.program_id)


@who(_l("an approver of the call"))
def its_approver(actor: Any, selection: Selection) -> bool:
    return actor.has("approver", "program", selection.call.program_id)


@who(_l("a second person, not the one who proposed it"))
def not_the_proposer(actor: Any, selection: Selection) -> bool:
    return actor.id is not None and actor.id != selection.proposed_by_id


@who(_l("a manager or approver of the call"))
def runs_the_call(actor: Any, decision: Decision) -> bool:
    program_id = decision.selection.call.program_id
    return actor.has("manager", "program", program_id) or actor.has("approver", "program", program_id)


@who(_l("a manager of the call"))
def manager_of_its_call(actor: Any, decision: Decision) -> bool:
    return actor.has("manager", "program", decision.selection.call.program_id)


@who(_l("the company, once the results are released"))
def its_company_once_released(actor: Any, decision: Decision) -> bool:
    return decision.is_released and decision.proposal.company_id in actor.ids("company", *COMPANY_ROLES)


grant("selection", {
    "create": its_manager,
    "view": its_manager | its_approver,
    "decide": its_manager,
    "refresh": its_manager,
    "propose": its_manager,
    "return": ((its_manager | its_approver) & not_the_proposer) | the_portal_itself,
    "confirm": (its_manager | its_approver) & not_the_proposer,
    "release": its_manager | its_approver,
})

grant("decision", {
    "view": runs_the_call | its_company_once_released,
    "give_back": manager_of_its_call,
    "call_up": manager_of_its_call,
})


def visible_decisions(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `decision.view`; the query must join Decision.selection and Decision.proposal."""
    programs = select(Call.id).where(Call.program_id.in_(viewer.ids("program", "manager", "approver")))
    return or_(
        Selection.call_id.in_(programs),
        and_(Selection.state == SelectionState.RELEASED.value,
             Proposal.company_id.in_(viewer.ids("company", *COMPANY_ROLES))))


def visible_selections(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `selection.view`."""
    return Selection.call_id.in_(
        select(Call.id).where(Call.program_id.in_(viewer.ids("program", "manager", "approver"))))

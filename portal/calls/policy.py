"""Who may do what with a call: anyone reads a published one, its program's people run it."""

from typing import Any

from sqlalchemy import ColumnElement, or_

from portal.accounts.policy import administrator
from portal.calls.lifecycle import CallState
from portal.calls.models import Call
from portal.foundation.i18n import _l
from portal.foundation.policy import grant, the_portal_itself, who


@who(_l("a manager of the call"))
def manager_of_the_call(actor: Any, call: Call) -> bool:
    return actor.has("manager", "program", call.program_id)


@who(_l("an approver of the call"))
def approver_of_the_call(actor: Any, call: Call) -> bool:
    return actor.has("approver", "program", call.program_id)


@who(_l("anyone, once it is published"))
def anyone_once_published(actor: Any, call: Call) -> bool:
    return call.state != CallState.DRAFT


grant("call", {
    "load": administrator | the_portal_itself,
    "create": administrator | the_portal_itself,
    "view": anyone_once_published | manager_of_the_call | approver_of_the_call,
    "run": manager_of_the_call,
    "oversee": manager_of_the_call | approver_of_the_call,
    "publish": manager_of_the_call | the_portal_itself,
    "finish": manager_of_the_call,
    "change_dates": manager_of_the_call | the_portal_itself,
})


def visible_calls(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `call.view`."""
    mine = viewer.ids("program", "manager", "approver")
    return or_(Call.state != CallState.DRAFT.value, Call.program_id.in_(mine))


def overseen_calls(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `call.oversee`."""
    return Call.program_id.in_(viewer.ids("program", "manager", "approver"))

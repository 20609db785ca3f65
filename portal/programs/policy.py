"""Who runs a program: its managers, and the approvers who are the second pair of eyes."""

from typing import Any

from portal.accounts.policy import administrator
from portal.foundation.i18n import _l
from portal.foundation.policy import grant, the_portal_itself, who
from portal.programs.models import Program


@who(_l("a manager of the program"))
def manager_of_the_program(actor: Any, program: Program) -> bool:
    return actor.has("manager", "program", program.id)


@who(_l("an approver of the program"))
def approver_of_the_program(actor: Any, program: Program) -> bool:
    return actor.has("approver", "program", program.id)


grant("program", {
    "create": administrator,
    "edit": administrator,
    "load": administrator | the_portal_itself,
    "view": manager_of_the_program | approver_of_the_program,
    "appoint": administrator | the_portal_itself,
})

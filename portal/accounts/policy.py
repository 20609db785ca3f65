"""Who may do what with people, companies and roles; and the questions about persons that later stages compose."""

from typing import Any

from portal.accounts.models import Company
from portal.foundation.i18n import _l
from portal.foundation.policy import anyone, grant, the_portal_itself, who


@who(_l("someone who is signed in"))
def signed_in(actor: Any, subject: Any) -> bool:
    return actor.id is not None


@who(_l("the person themselves"))
def oneself(actor: Any, user: Any) -> bool:
    return actor.id is not None and actor.id == user.id


@who(_l("an administrator of the portal"))
def administrator(actor: Any, subject: Any) -> bool:
    return actor.has("administrator", "portal")


@who(_l("a member of the company"))
def member_of_it(actor: Any, company: Company) -> bool:
    return actor.has("member", "company", company.id) or actor.has("owner", "company", company.id)


@who(_l("an owner of the company"))
def owner_of_it(actor: Any, company: Company) -> bool:
    return actor.has("owner", "company", company.id)


grant("user", {
    "register": anyone,
    "confirm": anyone | the_portal_itself,
    "edit": oneself,
    "deactivate": administrator,
})

grant("company", {
    "create": signed_in | the_portal_itself,
    "view": member_of_it,
    "edit": owner_of_it,
    "invite": owner_of_it,
    "remove_member": owner_of_it,
})

grant("role", {
    "give": administrator | the_portal_itself,
    "take": administrator | the_portal_itself,
})

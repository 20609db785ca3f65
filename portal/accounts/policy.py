"""Who may do what with people, companies and roles; and the questions about persons that later stages compose."""

from typing import Any

from sqlalchemy import ColumnElement

from portal.accounts.models import COMPANY_ROLES, Company, Invitation, SignIn, User
from portal.foundation.i18n import _l
from portal.foundation.policy import anyone, grant, the_portal_itself, who


@who(_l("someone who is signed in"))
def signed_in(actor: Any, subject: Any) -> bool:
    return actor.id is not None


@who(_l("the person themselves"))
def oneself(actor: Any, user: Any) -> bool:
    return actor.id is not None and actor.id == user.id


@who(_l("someone else"))
def someone_else(actor: Any, user: User) -> bool:
    return actor.id is not None and actor.id != user.id


@who(_l("an administrator of the portal"))
def administrator(actor: Any, subject: Any) -> bool:
    return actor.has("administrator", "portal")


@who(_l("a member of the company"))
def member_of_it(actor: Any, company: Company) -> bool:
    return company.id in actor.ids("company", *COMPANY_ROLES)


@who(_l("an owner of the company"))
def owner_of_it(actor: Any, company: Company) -> bool:
    return actor.has("owner", "company", company.id)


@who(_l("the person who signed in there"))
def signed_in_there(actor: Any, sign_in: SignIn) -> bool:
    return actor.id is not None and actor.id == sign_in.user_id


@who(_l("the person with the invited address"))
def holds_the_invited_address(actor: Any, invitation: Invitation) -> bool:
    return actor.id is not None and actor.confirmed_at is not None and actor.email == invitation.email


@who(_l("the person who invited"))
def invited_them(actor: Any, invitation: Invitation) -> bool:
    return actor.id is not None and actor.id == invitation.invited_by_id


grant("user", {
    "register": anyone,
    "add": the_portal_itself,
    "confirm": anyone | the_portal_itself,
    "sign_in": anyone,
    "reset_password": anyone,
    "view": oneself | administrator,
    "edit": oneself,
    "change_password": oneself,
    "deactivate": administrator & someone_else,
    "reactivate": administrator & someone_else,
})

grant("sign_in", {
    "end": signed_in_there,
    "sweep": the_portal_itself,
})

grant("company", {
    "create": signed_in | the_portal_itself,
    "view": member_of_it,
    "edit": owner_of_it,
    "invite": owner_of_it,
    "make_owner": owner_of_it,
    "let_submit": owner_of_it,
    "let_only_write": owner_of_it,
    "remove_member": owner_of_it,
    "leave": member_of_it,
})

grant("municipality", {
    "create": administrator,
    "edit": administrator,
})

grant("role", {
    "give": administrator | the_portal_itself,
    "take": administrator | the_portal_itself,
})

# Whether one may invite to a thing is asked by the operation of its own noun ("company.invite"); this only shuts out strangers.
grant("invitation", {
    "send": signed_in | the_portal_itself,
    "accept": holds_the_invited_address,
    "withdraw": invited_them,
})


def visible_companies(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `company.view`."""
    return Company.id.in_(viewer.ids("company", *COMPANY_ROLES))

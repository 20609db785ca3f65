"""A role offered to an address by letter, and taken up by whoever signs in with that very address."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from portal.accounts import links, offers, roles
from portal.accounts.models import COMPANY_ROLES, Invitation
from portal.accounts.queries import find_invitation
from portal.accounts.typed import Typed
from portal.foundation import history
from portal.foundation.clock import now
from portal.foundation.errors import Missing, Refused
from portal.foundation.i18n import _
from portal.foundation.policy import require

# What can be offered by letter. An administrator is made by another, or by a command on the machine itself.
OFFERED = {
    ("owner", "company"), ("member", "company"), ("writer", "company"), ("reviewer", "call"), ("manager", "program"),
    ("approver", "program"), ("officer", "department"), ("staff", "partner"),
}
ADMINISTRATOR_LINK_LASTS = timedelta(hours=24)


def invite(email: str, role: str, on: str, on_id: int, *, by: Any, label: Mapping[str, str]) -> Invitation:
    """Offer `role` on a thing to an address, by letter; `label` names the thing in both languages.

    Whether `by` may invite to this very thing is NOT asked here: the calling stage's operation asks its own grant first
    (for a company that is `invite_to_company`). Raises Invalid for an odd address, LookupError for a role nobody is offered.
    """
    require(by, "invitation.send", None)
    if (role, on) not in OFFERED:
        raise LookupError(f"{role} of a {on} is not given by invitation")
    read = Typed({"email": email})
    address = read.email()
    read.done()
    invitation = offers.offer(address, role, on, on_id, by=by, label=label)
    history.record(invitation, "send", by=by, role=role, on=on, on_id=on_id)
    return invitation


def invite_administrator(email: str, *, by: Any) -> str:
    """The token of a one-use link by which the person with this address becomes an administrator. No letter is sent."""
    require(by, "user.add", None)
    read = Typed({"email": email})
    address = read.email()
    read.done()
    label = {"ko": _("Pilot Portal"), "en": "Pilot Portal"}
    invitation, seed = offers.write(address, "administrator", "portal", 0, by=by, label=label, lasts=ADMINISTRATOR_LINK_LASTS)
    history.record(invitation, "send", by=by, role="administrator", on="portal", on_id=0)
    return links.token_from(seed)


def accept_invitation(token: str, *, by: Any) -> Invitation:
    """Take the offered role. Raises Missing (no such link), Refused (no longer open), Forbidden (another address)."""
    invitation = find_invitation(token)
    if invitation is None:
        raise Missing
    if not invitation.is_open:
        raise Refused(_("This invitation is no longer open. Ask whoever invited you for a new one."))
    require(by, "invitation.accept", invitation)
    invitation.accepted_at = now()
    if invitation.on == "company":
        _join(by, invitation.role, invitation.on_id)
    else:
        roles.put(by, invitation.role, invitation.on, invitation.on_id, by=by)
    history.record(invitation, "accept", by=by)
    return invitation


def _join(user: Any, role: str, company_id: int) -> None:
    """Of a company one holds a single role, and an invitation never takes away what one may do already."""
    stronger = COMPANY_ROLES[:COMPANY_ROLES.index(role)]
    if not any(user.has(name, "company", company_id) for name in stronger):
        roles.put(user, role, "company", company_id, by=user)
        roles.keep_only(user, role, "company", company_id, by=user)


def withdraw_invitation(invitation: Invitation, *, by: Any) -> None:
    """Take back an invitation one has sent oneself; for others the noun's own operation asks its grant."""
    require(by, "invitation.withdraw", invitation)
    offers.take_back(invitation)
    history.record(invitation, "withdraw", by=by)


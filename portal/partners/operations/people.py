"""Who tends what a partner offers: its own people, invited by e-mail and removed by the city."""

from typing import Any

from portal.accounts import roles
from portal.accounts.models import Invitation, User
from portal.accounts.offers import offer, take_back
from portal.accounts.queries import holders_of
from portal.accounts.typed import Typed
from portal.foundation import history
from portal.foundation.db import db
from portal.foundation.errors import Missing
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.partners.models import Partner

ROLE, ON = "staff", "partner"


def invite_to_partner(partner: Partner, email: str, *, by: Any) -> None:
    """Send someone an invitation to tend what the partner offers. Raises Invalid."""
    require(by, "partner.invite", partner)
    read = Typed({"email": email})
    address = read.email()
    if any(person.email == address for person in holders_of((ROLE,), ON, partner.id)):
        read.wrong("email", _("This person is here already."))
    read.done()
    invitation = offer(address, ROLE, ON, partner.id, by=by, label=partner.name)
    history.record(partner, "invite", by=by, invitation_id=invitation.id)


def withdraw_partner_invitation(partner: Partner, invitation_id: int, *, by: Any) -> None:
    """Take an invitation back before it is accepted. Raises Missing for one to something else."""
    require(by, "partner.invite", partner)
    invitation = db.session.get(Invitation, invitation_id)
    if invitation is None or (invitation.on, invitation.on_id) != (ON, partner.id):
        raise Missing
    if invitation.accepted_at is None and invitation.withdrawn_at is None:
        take_back(invitation)
        history.record(partner, "withdraw_invitation", by=by, invitation_id=invitation.id)


def remove_person(partner: Partner, person: User, *, by: Any) -> None:
    """Someone tends it no longer; who does not already changes nothing."""
    require(by, "partner.remove_person", partner)
    if person.has(ROLE, ON, partner.id):
        roles.remove(person, ROLE, ON, partner.id, by=by)
        history.record(partner, "remove_person", by=by, user_id=person.id)

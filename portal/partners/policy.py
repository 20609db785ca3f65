"""Who tends a relation: managers of a program of the municipality; the partner's own people tend what it offers."""

from typing import Any

from sqlalchemy import ColumnElement, or_, select, true

from portal.accounts.policy import administrator
from portal.foundation.db import db
from portal.foundation.i18n import _l
from portal.foundation.policy import anyone, grant, the_portal_itself, who
from portal.partners.models import Offer, Partner
from portal.programs.models import Program


@who(_l("a manager of a program of the municipality"))
def manager_in_its_municipality(actor: Any, partner: Partner) -> bool:
    managed = actor.ids("program", "manager")
    theirs = select(Program.id).where(Program.municipality_id == partner.municipality_id, Program.id.in_(managed)).limit(1)
    return bool(managed) and db.session.scalar(theirs) is not None


@who(_l("someone of the partner organization"))
def its_staff(actor: Any, partner: Partner) -> bool:
    return actor.has("staff", "partner", partner.id)


@who(_l("a manager of a program of the municipality"))
def manages_its_partner(actor: Any, offer: Offer) -> bool:
    return manager_in_its_municipality(actor, offer.partner)


@who(_l("someone of the partner organization"))
def staff_of_its_partner(actor: Any, offer: Offer) -> bool:
    return its_staff(actor, offer.partner)


tends_it = administrator | manager_in_its_municipality
tends_the_offer = administrator | manages_its_partner | staff_of_its_partner

grant("partner", {
    "load": administrator | the_portal_itself,
    "create": tends_it,
    "view": tends_it | its_staff,
    "edit": tends_it,
    "talk": tends_it,
    "agree": tends_it,
    "end": tends_it,
    "decline": tends_it,
    "invite": tends_it,
    "remove_person": tends_it,
})

grant("offer", {
    "load": administrator | the_portal_itself,
    "create": tends_the_offer,
    "view": anyone,
    "edit": tends_the_offer,
    "withdraw": tends_the_offer,
    "show_again": tends_the_offer,
    "take_slot": tends_the_offer | the_portal_itself,
    "give_slot_back": tends_the_offer | the_portal_itself,
})


def _managed(viewer: Any) -> Any:
    return select(Program.municipality_id).where(Program.id.in_(viewer.ids("program", "manager")))


def tended_partners(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `partner.edit`."""
    if administrator(viewer, None):
        return true()
    return Partner.municipality_id.in_(_managed(viewer))


def visible_partners(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `partner.view`: with whom a city only talks is nobody else's business."""
    return or_(tended_partners(viewer), Partner.id.in_(viewer.ids("partner", "staff")))

"""Offers as those who tend them see them."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import ColumnElement, select
from sqlalchemy.orm import contains_eager

from portal.foundation.db import db
from portal.foundation.errors import Missing
from portal.partners.lifecycle import OfferState
from portal.partners.models import Offer, Partner
from portal.partners.policy import tended_partners


def offers_of(*partners: Partner) -> dict[int, list[Offer]]:
    """Every offer of each partner by the partner's id, those on offer before the withdrawn, the latest to end first."""
    ids = [partner.id for partner in partners]
    theirs = select(Offer).join(Offer.partner).options(contains_eager(Offer.partner)).where(Offer.partner_id.in_(ids))
    found: dict[int, list[Offer]] = {number: [] for number in ids}
    for offer in db.session.scalars(theirs.order_by(Offer.state, Offer.closes_on.desc(), Offer.id)):
        found[offer.partner_id].append(offer)
    return found


def get_tended_offer(offer_id: int, *, viewer: Any) -> Offer:
    """An offer of a partner that this person tends for the city. Raises Missing."""
    return _get(offer_id, tended_partners(viewer))


def get_own_offer(offer_id: int, *, viewer: Any) -> Offer:
    """An offer of a partner for which this person works. Raises Missing."""
    return _get(offer_id, Partner.id.in_(viewer.ids("partner", "staff")))


def find_same_offer(partner: Partner, values: Mapping[str, Any]) -> Offer | None:
    """An offer of the partner that stands and says exactly this."""
    standing = select(Offer).where(Offer.partner_id == partner.id, Offer.state == OfferState.SHOWN.value)
    offers = db.session.scalars(standing.order_by(Offer.id))
    return next((each for each in offers if all(getattr(each, name) == value for name, value in values.items())), None)


def _get(offer_id: int, theirs: ColumnElement[bool]) -> Offer:
    wanted = select(Offer).join(Offer.partner).join(Partner.municipality).where(Offer.id == offer_id, theirs)
    partner = contains_eager(Offer.partner)
    offer = db.session.scalars(wanted.options(partner, partner.contains_eager(Partner.municipality))).one_or_none()
    if offer is None:
        raise Missing
    return offer

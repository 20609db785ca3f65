"""Offers that a company can choose in the form of a call, and those that an answer names."""

from collections.abc import Collection

from sqlalchemy import Select, and_, or_, select
from sqlalchemy.orm import contains_eager

from portal.foundation.clock import today
from portal.foundation.db import db
from portal.partners.lifecycle import OfferState, Relation
from portal.partners.models import Offer, Partner

WERE_PUBLIC = (Relation.AGREED.value, Relation.ENDED.value)


def offers_to_choose(municipality_id: int, named: Collection[int] = (), received: Collection[int] = ()) -> list[Offer]:
    """What can be chosen today in a call of this municipality, full ones too, by partner; and of the offers an answer names
    those that were public once, of those already `received` all. Whoever names an offer of an organization with which the
    city only talks does not learn of it."""
    day = today()
    on_offer = and_(
        Partner.municipality_id == municipality_id, Partner.state == Relation.AGREED.value,
        or_(Partner.ends_on.is_(None), Partner.ends_on >= day), Offer.state == OfferState.SHOWN.value,
        Offer.opens_on <= day, Offer.closes_on >= day)
    was_public = and_(Partner.municipality_id == municipality_id, Partner.state.in_(WERE_PUBLIC), Offer.id.in_(list(named)))
    wanted = _with_partners().where(or_(on_offer, was_public, Offer.id.in_(list(received))))
    return list(db.session.scalars(wanted.order_by(Partner.code, Offer.id)))


def offers_called(ids: Collection[int]) -> dict[int, Offer]:
    """Offers that something received names, with their partners, by id; nothing is asked when there is none."""
    if not ids:
        return {}
    wanted = _with_partners().where(Offer.id.in_(list(ids))).order_by(Offer.id)
    return {offer.id: offer for offer in db.session.scalars(wanted)}


def _with_partners() -> Select[tuple[Offer]]:
    return select(Offer).join(Offer.partner).options(contains_eager(Offer.partner))

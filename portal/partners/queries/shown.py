"""What anyone may read: partners with whom an agreement holds today, and what they offer now or soon."""

from sqlalchemy import ColumnElement, Select, and_, or_, select
from sqlalchemy.orm import contains_eager

from portal.accounts.models import Municipality
from portal.foundation.clock import today
from portal.foundation.db import db
from portal.foundation.errors import Missing
from portal.partners.lifecycle import OfferState, Relation
from portal.partners.models import Offer, Partner


def _is_agreed() -> ColumnElement[bool]:
    """The SQL of `Partner.is_agreed`."""
    return and_(Partner.state == Relation.AGREED.value, or_(Partner.ends_on.is_(None), Partner.ends_on >= today()))


def _agreed() -> Select[tuple[Partner]]:
    return select(Partner).join(Partner.municipality).options(contains_eager(Partner.municipality)).where(_is_agreed())


def agreed_partners(municipality: str = "", *, after: str = "", limit: int | None = 30) -> list[Partner]:
    """Partners of one municipality (by its code) or of all, by code; `after` is the code of the last one of the page before."""
    found = _agreed().where(Partner.code > after)
    if municipality:
        found = found.where(Municipality.code == municipality)
    return list(db.session.scalars(found.order_by(Partner.code).limit(limit)))


def get_agreed_partner(code: str) -> Partner:
    """One of them. Raises Missing."""
    partner = db.session.scalars(_agreed().where(Partner.code == code)).one_or_none()
    if partner is None:
        raise Missing
    return partner


def offers_now_of(*partners: Partner) -> dict[int, list[Offer]]:
    """What each offers now or soon, full ones too, by the partner's id; the first to close first."""
    ids = [partner.id for partner in partners]
    standing = select(Offer).join(Offer.partner).options(contains_eager(Offer.partner)).where(
        Offer.partner_id.in_(ids), Offer.state == OfferState.SHOWN.value, Offer.closes_on >= today())
    found: dict[int, list[Offer]] = {number: [] for number in ids}
    for offer in db.session.scalars(standing.order_by(Offer.closes_on, Offer.id)):
        found[offer.partner_id].append(offer)
    return found


def municipalities_with_partners() -> list[Municipality]:
    """Those that have an agreed partner, by code."""
    having = select(Municipality).where(Municipality.id.in_(select(Partner.municipality_id).where(_is_agreed())))
    return list(db.session.scalars(having.order_by(Municipality.code)))

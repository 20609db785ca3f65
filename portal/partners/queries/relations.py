"""Relations as the city that tends them and the partner's own people see them."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select, true
from sqlalchemy.orm import contains_eager

from portal.accounts.models import Municipality, Role, User
from portal.accounts.policy import administrator
from portal.foundation.db import db
from portal.foundation.errors import Missing
from portal.partners.lifecycle import OfferState
from portal.partners.models import Offer, Partner
from portal.partners.policy import tended_partners
from portal.programs.models import Program


def _whole() -> Select[tuple[Partner]]:
    return select(Partner).join(Partner.municipality).options(contains_eager(Partner.municipality))


def _its_staff(viewer: Any) -> ColumnElement[bool]:
    return Partner.id.in_(viewer.ids("partner", "staff"))


def get_tended_partner(code: str, *, viewer: Any) -> Partner:
    """A partner that this person tends for the city. Raises Missing."""
    return _get(code, tended_partners(viewer))


def get_own_partner(code: str, *, viewer: Any) -> Partner:
    """A partner for which this person works. Raises Missing."""
    return _get(code, _its_staff(viewer))


def partners_tended_by(viewer: Any, *, state: str = "", after: str = "", limit: int = 30) -> list[Partner]:
    """The partners this person tends, by code; in one state if one is named."""
    mine = _whole().where(tended_partners(viewer), Partner.code > after)
    if state:
        mine = mine.where(Partner.state == state)
    return list(db.session.scalars(mine.order_by(Partner.code).limit(limit)))


def partners_worked_for_by(viewer: Any) -> list[Partner]:
    """The partners for which this person works, by code."""
    return list(db.session.scalars(_whole().where(_its_staff(viewer)).order_by(Partner.code)))


def numbers_of_offers(partners: Iterable[Partner]) -> dict[int, int]:
    """How many offers of each stand, by the partner's id; partners without one are left out."""
    ids = [partner.id for partner in partners]
    shown = select(Offer.partner_id, func.count()).where(
        Offer.partner_id.in_(ids), Offer.state == OfferState.SHOWN.value).group_by(Offer.partner_id)
    return dict(db.session.execute(shown).all())


def municipalities_to_tend(viewer: Any) -> list[Municipality]:
    """The municipalities whose relations this person tends, by code."""
    managed = select(Program.municipality_id).where(Program.id.in_(viewer.ids("program", "manager")))
    theirs = true() if administrator(viewer, None) else Municipality.id.in_(managed)
    return list(db.session.scalars(select(Municipality).where(theirs).order_by(Municipality.code)))


def get_person_of(partner: Partner, user_id: int) -> User:
    """Someone of the partner. Raises Missing."""
    held = select(User).join(Role, Role.user_id == User.id).where(
        User.id == user_id, Role.name == "staff", Role.on == "partner", Role.on_id == partner.id)
    return _or_missing(db.session.scalars(held).one_or_none())


def _get(code: str, theirs: ColumnElement[bool]) -> Partner:
    return _or_missing(db.session.scalars(_whole().where(Partner.code == code, theirs)).one_or_none())


def _or_missing(found: Any) -> Any:
    if found is None:
        raise Missing
    return found

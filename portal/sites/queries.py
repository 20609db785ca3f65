"""Testbed sites: by municipality, by what one looks for, and those a person describes."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.accounts.models import Department, Municipality
from portal.foundation.db import db
from portal.foundation.errors import Missing
from portal.sites.models import Photo, Site
from portal.sites.policy import departments_to_own_sites, described_sites

ON_THE_MAP_MOST = 500


@dataclass(frozen=True)
class Wanted:
    """What somebody looks for; what is empty or False does not matter to them."""

    municipality: str = ""
    kind: str = ""
    network: str = ""
    power: bool = False
    video: bool = False

    def conditions(self) -> list[ColumnElement[bool]]:
        """As SQL; the query must join Site.municipality."""
        given = [(self.municipality, Municipality.code == self.municipality), (self.kind, Site.kind == self.kind),
                 (self.network, Site.network_kind == self.network), (self.power, Site.power.is_(True)),
                 (self.video, Site.video.is_(True))]
        return [condition for value, condition in given if value]


def _with_its_owners() -> Select[tuple[Site]]:
    return select(Site).join(Site.municipality).options(
        contains_eager(Site.municipality), joinedload(Site.department, innerjoin=True))


def sites_wanted(wanted: Wanted, *, after: str = "", limit: int = 30) -> list[Site]:
    """Sites by code, with municipality and department; `after` is the code of the last one of the page before."""
    found = _with_its_owners().where(*wanted.conditions(), Site.code > after)
    return list(db.session.scalars(found.order_by(Site.code).limit(limit)))


def sites_on_the_map(wanted: Wanted) -> tuple[list[Site], int]:
    """Those of them that have a position, by code, at most 500; and how many have none. Two statements."""
    found = _with_its_owners().where(*wanted.conditions(), Site.latitude.is_not(None))
    others = select(func.count()).select_from(Site).join(Site.municipality).where(
        *wanted.conditions(), Site.latitude.is_(None))
    return list(db.session.scalars(found.order_by(Site.code).limit(ON_THE_MAP_MOST))), db.session.scalar(others) or 0


def municipalities_with_sites() -> list[Municipality]:
    """Those that have a site, by code."""
    having = select(Municipality).where(Municipality.id.in_(select(Site.municipality_id)))
    return list(db.session.scalars(having.order_by(Municipality.code)))


def get_site(code: str) -> Site:
    """One site with everything its page shows. Raises Missing."""
    return _one(_with_its_owners().where(Site.code == code))


def get_described_site(code: str, *, viewer: Any) -> Site:
    """A site that this person may describe. Raises Missing."""
    return _one(_with_its_owners().where(Site.code == code, described_sites(viewer)))


def get_photo(code: str, photo_id: int) -> Photo:
    """One picture of a site. Raises Missing."""
    wanted = select(Photo).join(Site, Site.id == Photo.site_id).where(Site.code == code, Photo.id == photo_id)
    photo = db.session.scalars(wanted).one_or_none()
    if photo is None:
        raise Missing
    return photo


def sites_described_by(viewer: Any, *, after: str = "", limit: int = 30) -> list[Site]:
    """The sites this person may describe, by code."""
    mine = _with_its_owners().where(described_sites(viewer), Site.code > after)
    return list(db.session.scalars(mine.order_by(Site.code).limit(limit)))


def departments_for_sites(viewer: Any) -> list[Department]:
    """The departments for which this person may describe a site, with their municipality."""
    theirs = select(Department).join(Department.municipality).where(departments_to_own_sites(viewer))
    return list(db.session.scalars(theirs.options(contains_eager(Department.municipality)).order_by(
        Municipality.code, Department.id)))


def sites_of(municipality_id: int) -> list[Site]:
    """The sites a municipality opens for pilots, by code, with the department that owns each."""
    mine = select(Site).where(Site.municipality_id == municipality_id).options(joinedload(Site.department, innerjoin=True))
    return list(db.session.scalars(mine.order_by(Site.code)))


def all_sites() -> list[Site]:
    """The sites of every municipality, by municipality and code."""
    return list(db.session.scalars(select(Site).order_by(Site.municipality_id, Site.code)))


def sites_called(codes: Iterable[str]) -> dict[str, Site]:
    """Sites by their codes."""
    return {site.code: site for site in db.session.scalars(select(Site).where(Site.code.in_(list(codes))).order_by(Site.code))}


def _one(wanted: Select[tuple[Site]]) -> Site:
    site = db.session.scalars(wanted.options(selectinload(Site.blackouts), selectinload(Site.photos))).one_or_none()
    if site is None:
        raise Missing
    return site

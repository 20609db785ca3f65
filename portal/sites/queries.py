"""Testbed sites by municipality."""

from collections.abc import Iterable

from sqlalchemy import select

from portal.foundation.db import db
from portal.sites.models import Site


def sites_of(municipality_id: int) -> list[Site]:
    """The sites a municipality opens for pilots, by code."""
    return list(db.session.scalars(select(Site).where(Site.municipality_id == municipality_id).order_by(Site.code)))


def all_sites() -> list[Site]:
    """The sites of every municipality, by municipality and code."""
    return list(db.session.scalars(select(Site).order_by(Site.municipality_id, Site.code)))


def sites_called(codes: Iterable[str]) -> dict[str, Site]:
    """Sites by their codes."""
    return {site.code: site for site in db.session.scalars(select(Site).where(Site.code.in_(list(codes))).order_by(Site.code))}

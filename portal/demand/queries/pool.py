"""The standing pool: searched by the people of every city, and a company's own entries."""

from typing import Any

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import COMPANY_ROLES, Company
from portal.demand.lifecycle import PoolState
from portal.demand.models import PoolEntry
from portal.demand.policy import visible_pool, works_for_a_city
from portal.foundation.db import db
from portal.foundation.errors import Missing

SHOWN_MOST = 100
WORDS_MOST = 5


def _listed() -> Select[tuple[PoolEntry]]:
    loaded = (joinedload(PoolEntry.company, innerjoin=True), joinedload(PoolEntry.municipality, innerjoin=True))
    return select(PoolEntry).where(PoolEntry.state == PoolState.LISTED.value).options(*loaded)


def search_pool(viewer: Any, *, words: str = "", field: str = "", municipality_id: int | None = None, before: int = 0,
                limit: int = 30) -> list[PoolEntry]:
    """Entries that hold every word (of title, summary or company's name), newest first. Raises Missing for others."""
    if not works_for_a_city(viewer):
        raise Missing
    found = _listed().where(visible_pool(viewer)).join(PoolEntry.company)
    for word in words.split()[:WORDS_MOST]:
        places = (PoolEntry.title, PoolEntry.summary, Company.name_ko, Company.name_en)
        found = found.where(or_(*(place.icontains(word, autoescape=True) for place in places)))
    if field:
        found = found.where(PoolEntry.field == field)
    if municipality_id is not None:
        found = found.where(PoolEntry.municipality_id == municipality_id)
    if before:
        found = found.where(PoolEntry.id < before)
    return list(db.session.scalars(found.order_by(PoolEntry.id.desc()).limit(limit)))


def pool_entries_of(viewer: Any) -> list[PoolEntry]:
    """What the viewer's companies have in the pool, newest first."""
    mine = _listed().where(PoolEntry.company_id.in_(viewer.ids("company", *COMPANY_ROLES)))
    return list(db.session.scalars(mine.order_by(PoolEntry.id.desc()).limit(SHOWN_MOST)))


def get_own_entry(entry_id: int, *, viewer: Any) -> PoolEntry:
    """An entry of one of the viewer's companies. Raises Missing."""
    mine = _listed().where(PoolEntry.id == entry_id, PoolEntry.company_id.in_(viewer.ids("company", *COMPANY_ROLES)))
    entry = db.session.scalars(mine).one_or_none()
    if entry is None:
        raise Missing
    return entry


def find_entry(origin: str) -> PoolEntry | None:
    """What stands in the pool from one origin."""
    return db.session.scalars(select(PoolEntry).where(
        PoolEntry.origin == origin, PoolEntry.state == PoolState.LISTED.value)).one_or_none()

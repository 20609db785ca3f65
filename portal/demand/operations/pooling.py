"""A company lets a proposal wait in the standing pool for another call, and takes it out whenever it likes."""

from dataclasses import dataclass
from typing import Any

from portal.accounts.models import Company
from portal.demand.lifecycle import POOL_ENTRY, PoolState
from portal.demand.models import PoolEntry
from portal.demand.queries.pool import find_entry
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.policy import require


@dataclass(frozen=True)
class Offer:
    """What the pool shows of a proposal, and nothing else. `origin` is what it came from ("proposal:12")."""

    origin: str
    title: str
    summary: str
    field: str
    call_title: dict[str, Any]
    municipality_id: int


def join_pool(company: Company, offer: Offer, *, by: Any) -> PoolEntry:
    """Put it into the pool: whoever calls this has asked the company. Put in twice, it is in once."""
    entry = PoolEntry(company_id=company.id, agreed_by_id=by.id, agreed_at=now(), state=PoolState.LISTED.value,
                      **vars(offer))
    require(by, "pool_entry.join", entry)
    again = find_entry(offer.origin)
    if again is not None:
        return again
    db.session.add(entry)
    db.session.flush()
    POOL_ENTRY.begin(entry, by=by, verb="join", origin=offer.origin)
    return entry


def leave_pool(entry: PoolEntry, *, by: Any, seen: int | None = None) -> None:
    """Take it out: nobody of any city sees it from then on. Raises Refused, Stale."""
    POOL_ENTRY.move(entry, "withdraw", by=by, seen=seen)

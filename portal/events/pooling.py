"""Whether a company that an event passed by may wait in the standing pool, and what the pool shows of it."""

from portal.demand.models import PoolEntry
from portal.demand.operations import Offer
from portal.demand.queries.pool import find_entry
from portal.events.lifecycle import EventState
from portal.events.models import Invitee
from portal.foundation.i18n import _

TITLE_MOST = 100


def obstacle_to_waiting(part: Invitee) -> str | None:
    """Why it cannot wait in the pool: only who missed an event that was held can, with something to be found by."""
    if part.event.state not in (EventState.HELD, EventState.CLOSED) or not part.was_missed:
        return _("Only a company that missed the event can wait in the pool.")
    return None if _title_of(part) else _("Write one line about your company first, so that it can be found in the pool.")


def offer_of(part: Invitee) -> Offer:
    """The company's one line, what it wanted to talk about, its subject area, and the event."""
    return Offer(origin_of(part), _title_of(part), part.wish, part.company.field, part.event.title,
                 part.event.program.municipality_id)


def entry_of(part: Invitee) -> PoolEntry | None:
    """What stands of it in the pool, if anything."""
    return find_entry(origin_of(part))


def origin_of(part: Invitee) -> str:
    """How the pool names where an entry came from."""
    return f"event_invitee:{part.id}"


def _title_of(part: Invitee) -> str:
    return (part.company.one_line or part.wish).strip()[:TITLE_MOST]

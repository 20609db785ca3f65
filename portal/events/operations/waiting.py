"""A company that was absent, late or never let in waits in the standing pool of all cities."""

from typing import Any

from portal.demand.models import PoolEntry
from portal.demand.operations import join_pool
from portal.events.models import Invitee
from portal.events.pooling import obstacle_to_waiting, offer_of
from portal.foundation.errors import Refused
from portal.foundation.policy import require


def put_into_pool(part: Invitee, *, by: Any) -> PoolEntry:
    """The company agrees that every city may read its one line and what it wished for; done twice, it is done once. Raises
    Refused."""
    require(by, "invitee.pool", part)
    obstacle = obstacle_to_waiting(part)
    if obstacle is not None:
        raise Refused(obstacle)
    return join_pool(part.company, offer_of(part), by=by)

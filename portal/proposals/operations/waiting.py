"""A proposal that was not selected, or came too late, waits in the standing pool of all cities."""

from typing import Any

from portal.demand.models import PoolEntry
from portal.demand.operations import join_pool
from portal.foundation.errors import Refused
from portal.foundation.policy import require
from portal.proposals.models import Proposal
from portal.proposals.pooling import obstacle_to_waiting, offer_of


def put_into_pool(proposal: Proposal, *, by: Any) -> PoolEntry:
    """Its company agrees that every city may read its title and one line; done twice, it is done once. Raises Refused."""
    require(by, "proposal.pool", proposal)
    obstacle = obstacle_to_waiting(proposal)
    if obstacle is not None:
        raise Refused(obstacle)
    return join_pool(proposal.company, offer_of(proposal), by=by)

"""Whether a proposal may wait in the standing pool for another call, and what the pool shows of it."""

from typing import Any

from portal.demand.models import PoolEntry
from portal.demand.operations import Offer
from portal.demand.queries.pool import find_entry
from portal.foundation.i18n import _
from portal.proposals.lifecycle import ProposalState
from portal.proposals.models import Proposal

SUMMARY_MOST = 300


def obstacle_to_waiting(proposal: Proposal) -> str | None:
    """Why it cannot wait in the pool: only what was not selected, or was never sent in, can."""
    late = proposal.state == ProposalState.DRAFT and proposal.call.phase == "closed"
    if proposal.state != ProposalState.NOT_SELECTED and not late:
        return _("Only a proposal that was not selected, or missed the deadline, can wait in the pool.")
    return None if proposal.title.strip() else _("It has no title, so nobody could find it in the pool.")


def offer_of(proposal: Proposal) -> Offer:
    """Its title, its one line and its field, as they were received or, of a draft, as they were last saved."""
    received = proposal.submission
    answers: dict[str, Any] = received.answers if received else {each.key: each.value for each in proposal.answers}
    summary = answers.get("one_line")
    return Offer(origin_of(proposal), proposal.title, summary[:SUMMARY_MOST] if isinstance(summary, str) else "",
                 proposal.category, proposal.call.title, proposal.call.program.municipality_id)


def entry_of(proposal: Proposal) -> PoolEntry | None:
    """What stands of it in the pool, if anything."""
    return find_entry(origin_of(proposal))


def origin_of(proposal: Proposal) -> str:
    """How the pool names where an entry came from."""
    return f"proposal:{proposal.id}"

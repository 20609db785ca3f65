"""Between two stages, where the call says so: who went on may revise the proposal until a date; each time a new receipt."""

from typing import Any

from portal.foundation.errors import Refused
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.proposals.gaps import gaps_in
from portal.proposals.lifecycle import PROPOSAL
from portal.proposals.models import Proposal, Submission
from portal.proposals.queries import latest_submission, written_of
from portal.proposals.receiving import not_overtaken, receive, replaced


def revise(proposal: Proposal, *, seen: int | None = None, by: Any) -> Submission:
    """Send what was revised: the next stage judges it, everything that may not be revised stays as it was received. Pressed
    twice with nothing changed between, the same submission comes back. Raises Refused past its date, while something is
    missing or nothing was changed, Stale."""
    before = latest_submission(proposal)
    if before is not None and before.kind == "revision" and not proposal.changed_since:
        require(by, "proposal.revise", proposal)
        return before
    PROPOSAL.check(proposal, "revise", by=by)
    not_overtaken(proposal, seen)
    if before is None or not proposal.changed_since:
        raise Refused(_("Nothing was changed since the last receipt."))
    written = written_of(proposal)
    gaps = gaps_in(proposal, written)
    if gaps:
        raise Refused(_("Not everything is complete yet: %(count)s to put right.", count=len(gaps)))
    answers, files = replaced(proposal, before, written)
    received = receive(proposal, "revision", answers=answers, consents=before.consents, bonus=before.bonus, files=files, by=by)
    proposal.changed_since = False
    PROPOSAL.move(proposal, "revise", by=by, seen=seen, receipt=received.receipt_number, sha256=received.sha256)
    return received

"""A paper of the company's file comes into a slot: the same stored file under the same hash, nothing is uploaded again."""

from collections.abc import Callable
from typing import Any

from portal.calls.definition import Attachment as Slot
from portal.foundation.errors import Missing, Refused
from portal.foundation.policy import require
from portal.papers.models import Paper
from portal.proposals.borrowing import obstacle_to_using
from portal.proposals.models import Attachment, Proposal
from portal.proposals.operations.attaching import attach_file, check_attach
from portal.proposals.operations.handing_in import check_document, hand_in_document


def attach_paper(proposal: Proposal, slot: str, paper: Paper, *, by: Any) -> None:
    """Put a paper into a slot of the form; one that is there already stays as it is.

    Raises Refused with the reason (an expired one above all), Missing for one of another company, and as `check_attach`.
    """
    require(by, "paper.use", paper)
    _use(proposal, slot, paper, check_attach, attach_file, by)


def hand_in_paper(proposal: Proposal, slot: str, paper: Paper, *, by: Any) -> None:
    """Hand a paper in as a document that was asked for later. Raises as `attach_paper` and `check_document`."""
    require(by, "paper.use", paper)
    _use(proposal, slot, paper, check_document, hand_in_document, by)


def _use(proposal: Proposal, slot: str, paper: Paper, check: Callable[..., Slot], put: Callable[..., Attachment],
         by: Any) -> None:
    if paper.company_id != proposal.company_id:
        raise Missing
    if any(each.slot == slot and each.file_id == paper.file_id for each in proposal.attachments):
        return
    obstacle = obstacle_to_using(paper, check(proposal, slot, by=by))
    if obstacle is not None:
        raise Refused(obstacle)
    put(proposal, slot, paper.file, by=by)

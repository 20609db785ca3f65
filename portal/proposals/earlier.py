"""The earlier proposals of a company, to copy from: reads of their own, beside the queries of one proposal."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import exists, select
from sqlalchemy.orm import contains_eager

from portal.calls.models import Call
from portal.foundation.db import db
from portal.proposals.models import Answer, Attachment, Proposal
from portal.proposals.policy import of_their_company
from portal.proposals.queries import SCOPES_UNREAD


def earlier_proposals_of(proposal: Proposal, *, viewer: Any, before: int | None = None, limit: int = 20) -> list[Proposal]:
    """The other proposals of its company that hold an answer, newest first, with their calls; `before` is the id of the last
    row of the page before."""
    theirs = select(Proposal).join(Proposal.call).join(Call.edition).where(
        Proposal.company_id == proposal.company_id, Proposal.id != proposal.id, of_their_company(viewer),
        exists().where(Answer.proposal_id == Proposal.id)).options(
        contains_eager(Proposal.call).contains_eager(Call.edition), *SCOPES_UNREAD)
    if before is not None:
        theirs = theirs.where(Proposal.id < before)
    return list(db.session.scalars(theirs.order_by(Proposal.id.desc()).limit(limit)))


def companies_with_proposals(company_ids: Collection[int], *, viewer: Any) -> set[int]:
    """Which of these companies have written a proposal before, to any call."""
    wrote = select(Proposal.company_id).where(
        Proposal.company_id.in_(company_ids), of_their_company(viewer), exists().where(Answer.proposal_id == Proposal.id))
    return set(db.session.scalars(wrote.distinct()))


def attachments_of(proposal: Proposal, ids: Collection[int]) -> list[Attachment]:
    """Those of its files that are in their slots now, by their ids; of a proposal the viewer was given already."""
    here = select(Attachment).where(
        Attachment.proposal_id == proposal.id, Attachment.id.in_(ids), Attachment.removed_at.is_(None))
    return list(db.session.scalars(here.order_by(Attachment.id)))

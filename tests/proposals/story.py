"""Proposals brought to a point of their life by the operations themselves, for tests of what comes after."""

from datetime import timedelta
from io import BytesIO
from typing import Any

from portal.foundation import transactions
from portal.foundation.clock import now
from portal.proposals import operations
from portal.proposals.lifecycle import PROPOSAL
from portal.proposals.models import Attachment, Proposal
from tests import builders as b

CERTIFICATES = ("brc", "tax_nat", "tax_loc", "ins4")
PAPERS = ("bank", "insurance", "pledge")


def a_written_proposal(*, story: str = "P01", **more: Any) -> Proposal:
    """A complete draft that could be submitted at once: answers, consents, claims and the required file."""
    proposal = b.a_proposal(story=story, **more)
    told = b.proposal_file(story)
    owner = proposal.owner
    operations.save_consents(proposal, told["consents"], by=owner)
    operations.claim_bonus(proposal, told["bonus_claims"], by=owner)
    operations.attach_file(proposal, "plan", b.a_stored_file("실증계획서.pdf"), by=owner)
    transactions.commit()
    return proposal


def a_received_proposal(**more: Any) -> Proposal:
    """Submitted by its owner while the call was open; the call is open still."""
    proposal = a_written_proposal(**more)
    operations.submit_proposal(proposal, by=proposal.owner)
    transactions.commit()
    return proposal


def close(proposal: Proposal) -> Proposal:
    """The deadline passes."""
    proposal.call.closes_at = now() - timedelta(seconds=1)
    transactions.commit()
    return proposal


def a_supplement(proposal: Proposal, *, by: Any, fields: tuple[str, ...] = ("team",), slots: tuple[str, ...] = (),
                 days: int = 5) -> Proposal:
    """The deadline passes, and a manager asks for a supplement."""
    close(proposal)
    operations.request_supplement(proposal, fields, slots, "인력 표를 보완해 주세요.", now() + timedelta(days=days), by=by)
    transactions.commit()
    return proposal


def a_pdf(words: str = "plan") -> BytesIO:
    """A small real PDF."""
    from pypdf import PdfWriter

    writer, out = PdfWriter(), BytesIO()
    writer.add_blank_page(width=200, height=200)
    writer.add_metadata({"/Title": words})
    writer.write(out)
    out.seek(0)
    return out


def a_passed_proposal(**more: Any) -> Proposal:
    """It passed the first stage, so that documents are asked for."""
    proposal = b.a_proposal("in_review", **more)
    proposal.stage_key = "final"
    PROPOSAL.move(proposal, "advance", by=b.an_approver(proposal.call), silent=True)
    return proposal


def a_selected_proposal(**more: Any) -> Proposal:
    """It passed, and then was selected."""
    proposal = a_passed_proposal(**more)
    PROPOSAL.move(proposal, "select", by=b.an_approver(proposal.call), silent=True)
    return proposal


def hand_in(proposal: Proposal, *keys: str) -> list[Attachment]:
    """Its owner hands in one document for each slot."""
    return [operations.hand_in_document(proposal, key, b.a_stored_file(f"{key}.pdf"), by=proposal.owner) for key in keys]

"""Points taken off one proposal: what stands, what was undone, taking off with reason and proof, giving back with a reason."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from portal.foundation.errors import Invalid, Missing, Refused, Stale
from portal.foundation.i18n import _, locale
from portal.foundation.policy import may
from portal.proposals import operations
from portal.proposals.deductions import deductions_on_record, get_deduction
from portal.proposals.models import Proposal
from portal.proposals.queries import get_submitted_proposal
from portal.web.reading import seen_version
from portal.web.session import me

pages = Blueprint("deductions", __name__, url_prefix="/manage/proposals/<int:proposal_id>/deductions")
Page = str | Response | tuple[str, int]


@pages.get("")
def index(proposal_id: int) -> str:
    """What was taken off, and the form to take more off."""
    return _page(_proposal(proposal_id))


@pages.post("")
def apply(proposal_id: int) -> Page:
    """Take points off."""
    proposal, typed = _proposal(proposal_id), request.form
    try:
        operations.apply_deduction(proposal, typed.get("key", ""), typed.get("reason", ""), typed.get("proof", ""), by=me(),
                                   seen=seen_version())
    except Invalid as invalid:
        return _page(proposal, errors=invalid.fields), 422
    except (Refused, Stale) as refusal:
        return _page(proposal, refusal=refusal.words), 409
    flash(_("The points are taken off."))
    return redirect(url_for(".index", proposal_id=proposal_id))


@pages.post("/<int:deduction_id>/undo")
def undo(proposal_id: int, deduction_id: int) -> Page:
    """Give points back."""
    proposal, row = _proposal(proposal_id), get_deduction(proposal_id, deduction_id, viewer=me())
    try:
        operations.undo_deduction(proposal, row, request.form.get("reason", ""), by=me(), seen=seen_version())
    except Invalid as invalid:
        return _page(proposal, errors=invalid.fields, at=deduction_id), 422
    except (Refused, Stale) as refusal:
        return _page(proposal, refusal=refusal.words, at=deduction_id), 409
    flash(_("The points are given back. What was taken off before stays on record."))
    return redirect(url_for(".index", proposal_id=proposal_id))


def _proposal(proposal_id: int) -> Proposal:
    """A received proposal of a call that has deductions."""
    proposal = get_submitted_proposal(proposal_id, viewer=me())
    if not proposal.call.definition.deductions:
        raise Missing
    return proposal


def _page(proposal: Proposal, *, errors: dict[str, list[object]] | None = None, refusal: object = None, at: int = 0) -> str:
    """The record and the form; what was typed comes back where it was typed (`at` the deduction being undone)."""
    rows, listed = deductions_on_record(proposal), proposal.call.definition.deductions or ()
    standing, tail = {row.key for row in rows if row.undone_at is None}, f"-{at}" if at else ""
    return render_template(
        "deductions/index.html", proposal=proposal, rows=rows, errors=errors or {}, refusal=refusal, at=at,
        typed=request.form if errors or refusal else {}, labels={each.key: each for each in listed},
        choices=[(each.key, f"{each.label.in_(locale())} (-{each.points})") for each in listed if each.key not in standing],
        cap=proposal.call.definition.scoring.deduction_cap, may_deduct=may(me(), "proposal.apply_deduction", proposal),
        summary=[(f"{name}{tail}", messages[0]) for name, messages in (errors or {}).items()])

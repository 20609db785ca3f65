"""Starting a proposal: for which company, or what to do first."""

from flask import flash, redirect, render_template, request, url_for

from portal.calls.queries import get_call
from portal.foundation.errors import Invalid, Refused
from portal.foundation.i18n import _
from portal.proposals import operations, queries
from portal.proposals.applicants import later_deadlines
from portal.proposals.earlier import companies_with_proposals
from portal.proposals.lifecycle import APPLICANT_LABELS, ProposalState
from portal.web.proposals.doors import Page, pages
from portal.web.session import me


@pages.route("/calls/<code>/new", methods=["GET", "POST"])
def new(code: str) -> Page:
    """Which company applies; a company that has its proposal already is led to it."""
    return _start(code) if request.method == "POST" else _page(code)


def _start(code: str) -> Page:
    """Make the draft and open its first section."""
    call = get_call(code, viewer=me())
    rows = queries.companies_that_may_apply(call, viewer=me())
    wanted = request.form.get("company", "")
    if not wanted and len(rows) == 1:
        wanted = str(rows[0][0].id)
    chosen = next((company for company, _proposal in rows if str(company.id) == wanted), None)
    if chosen is None:
        return _page(code, error=_("Choose the company that applies.")), 422
    try:
        proposal = operations.create_proposal(call, chosen, track=request.form.get("track"), by=me())
    except Invalid as invalid:
        return _page(code, wrong_track=invalid.words), 422
    except Refused as refusal:
        return _page(code, refusal=refusal.words), 409
    flash(_("Your draft has the number %(number)s. It is saved by itself while you write.", number=proposal.number))
    if request.form.get("then") == "copy":
        return redirect(url_for("proposals.copy", proposal_id=proposal.id))
    return redirect(url_for("proposals.section", proposal_id=proposal.id, key=call.definition.sections[0].key))


def _page(code: str, *, error: object = None, wrong_track: object = None, refusal: object = None) -> str:
    call = get_call(code, viewer=me())
    rows = queries.companies_that_may_apply(call, viewer=me())
    labels = {state.value: APPLICANT_LABELS[state] for state in ProposalState}
    free = [company for company, proposal in rows if not proposal]
    late = later_deadlines(call, [company.id for company in free]) if call.phase == "closed" else {}
    able = free if call.phase == "open" else [company for company in free if company.id in late]
    may_copy = bool(able) and bool(companies_with_proposals([company.id for company in able], viewer=me()))
    return render_template("proposals/new.html", call=call, rows=rows, free=free, able=able, late=late, labels=labels,
                           error=error, refusal=refusal, may_copy=may_copy, wrong_track=wrong_track,
                           company=request.form.get("company"), track=request.form.get("track") or request.args.get("track"))

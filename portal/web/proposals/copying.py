"""Copying from an earlier proposal: choose one, see what would be copied and why the rest would not, then do it."""

from flask import render_template, request, url_for

from portal.foundation.errors import Refused
from portal.foundation.i18n import _
from portal.proposals import earlier, operations, queries
from portal.proposals.models import Proposal
from portal.web.proposals.doors import AT, Desk, Page, desk_of, pages
from portal.web.reading import number_in
from portal.web.session import me

SHOWN = 20


@pages.get(f"{AT}/copy")
def copy(proposal_id: int) -> Page:
    """The earlier proposals of the company; with `?from=` what copying from one of them would do."""
    desk = desk_of(proposal_id)
    chosen = number_in(request.args.get("from", ""))
    return _preview(desk, _source(chosen)) if chosen else _list(desk)


@pages.post(f"{AT}/copy")
def copy_now(proposal_id: int) -> Page:
    """Copy, and say what became of each question."""
    desk = desk_of(proposal_id, lock=True)
    chosen = number_in(request.form.get("from", ""))
    if not chosen:
        return _list(desk, error=_("Choose an earlier proposal.")), 422
    source = _source(chosen)
    files = [number for text in request.form.getlist("file") if (number := number_in(text))]
    try:
        done = operations.copy_proposal(desk.proposal, source, files, by=me())
    except Refused as refusal:
        return _list(desk, error=refusal.words), 409
    return render_template("proposals/copied.html", desk=desk_of(proposal_id), proposal=desk.proposal, source=source, done=done)


def _source(proposal_id: int) -> Proposal:
    return queries.get_own_proposal(proposal_id, viewer=me())


def _list(desk: Desk, *, error: object = None) -> str:
    before = number_in(request.args.get("before", ""))
    rows = earlier.earlier_proposals_of(desk.proposal, viewer=me(), before=before, limit=SHOWN + 1)
    return render_template(
        "proposals/copy.html", desk=desk, proposal=desk.proposal, rows=rows[:SHOWN], error=error,
        following=desk.to("copy", before=rows[SHOWN - 1].id) if len(rows) > SHOWN else None,
        first=desk.to("copy") if before else None)


def _preview(desk: Desk, source: Proposal) -> Page:
    try:
        planned = operations.plan_copy(desk.proposal, source, by=me())
    except Refused as refusal:
        return _list(desk, error=refusal.words), 409
    return render_template("proposals/copy_preview.html", desk=desk, proposal=desk.proposal, source=source, plan=planned,
                           back=url_for("proposals.copy", proposal_id=desk.proposal.id))

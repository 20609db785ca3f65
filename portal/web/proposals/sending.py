"""Looking everything over, submitting it, and sending a supplement or a revision."""

from flask import flash, redirect, render_template, url_for

from portal.foundation.errors import Refused, Stale
from portal.foundation.i18n import _, ngettext
from portal.foundation.policy import may
from portal.proposals import operations, queries
from portal.proposals.models import Submission
from portal.web.proposals.doors import AT, Desk, Page, desk_of, look_at, pages
from portal.web.reading import seen_version
from portal.web.session import me


@pages.get(f"{AT}/review")
def review(proposal_id: int) -> Page:
    """Everything on one page, every gap with a link to its field, and the button or the reason why it is blocked."""
    return _page(desk_of(proposal_id))


@pages.post(f"{AT}/submit")
def submit(proposal_id: int) -> Page:
    """Receive it; pressing twice shows the same receipt."""
    proposal = queries.get_own_proposal(proposal_id, viewer=me(), lock=True)
    try:
        received = operations.submit_proposal(proposal, by=me(), seen=seen_version())
    except (Refused, Stale) as refusal:
        return _page(look_at(proposal), refusal=refusal.words), 409
    return _to_receipt(proposal_id, received, _("It was submitted. Keep the receipt number: %(number)s",
                                               number=received.receipt_number))


@pages.post(f"{AT}/supplement")
def supplement(proposal_id: int) -> Page:
    """Send what the supplement asks for."""
    proposal = queries.get_own_proposal(proposal_id, viewer=me(), lock=True)
    try:
        received = operations.supplement(proposal, by=me(), seen=seen_version())
    except (Refused, Stale) as refusal:
        return _page(look_at(proposal), refusal=refusal.words), 409
    return _to_receipt(proposal_id, received, _("The supplement was sent. Keep the receipt number: %(number)s",
                                               number=received.receipt_number))


@pages.post(f"{AT}/revise")
def revise(proposal_id: int) -> Page:
    """Send what was revised between two stages."""
    proposal = queries.get_own_proposal(proposal_id, viewer=me(), lock=True)
    try:
        received = operations.revise(proposal, by=me(), seen=seen_version())
    except (Refused, Stale) as refusal:
        return _page(look_at(proposal), refusal=refusal.words), 409
    return _to_receipt(proposal_id, received, _("The revision was sent. Keep the receipt number: %(number)s",
                                               number=received.receipt_number))


def _to_receipt(proposal_id: int, received: Submission, words: str) -> Page:
    flash(words)
    return redirect(url_for("proposals.receipt", proposal_id=proposal_id, number=received.number))


def _page(desk: Desk, *, refusal: object = None) -> str:
    proposal, blocked = desk.proposal, desk.obstacle
    if blocked is None and not may(me(), "proposal.submit", proposal):
        blocked = _("You write for this company but do not submit. Ask an owner or a member to submit it.")
    elif blocked is None and desk.gaps:
        blocked = ngettext("One thing is still to be put right; it is listed above.",
                           "%(num)s things are still to be put right; they are listed above.", len(desk.gaps))
    elif blocked is None and proposal.state in ("submitted", "in_review") and not proposal.changed_since:
        blocked = _("Nothing was changed since the last receipt.")
    return render_template(
        "proposals/review.html", desk=desk, proposal=proposal, blocked=blocked, refusal=refusal, sites=desk.written.sites,
        definition=proposal.call.definition, values=desk.written.values,
        gaps=[(desk.place_of(gap), desk.name_of(gap), gap.message) for gap in desk.gaps] if desk.obstacle is None else [],
        files=[kept for slot in proposal.call.definition.attachments for kept in desk.written.files.get(slot.key, ())])

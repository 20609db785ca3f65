"""A proposal at a glance: where it stands, its parts, what happens next, its receipts; and taking it back."""

from flask import flash, redirect, render_template, request

from portal.foundation.errors import Invalid, Refused, Stale
from portal.foundation.i18n import _
from portal.proposals import operations, queries
from portal.proposals.lifecycle import PROPOSAL, ProposalState
from portal.proposals.offering import offers_received
from portal.proposals.pooling import entry_of, obstacle_to_waiting
from portal.proposals.requests import requests_of
from portal.web.offer_requests import TONES
from portal.web.proposals.doors import AT, Desk, Page, desk_of, pages
from portal.web.reading import seen_version
from portal.web.session import me


@pages.get(AT)
def show(proposal_id: int) -> Page:
    """Where it stands and what to do."""
    return _page(desk_of(proposal_id))


@pages.get(f"{AT}/receipts/<int:number>")
def receipt(proposal_id: int, number: int) -> Page:
    """One receipt with everything that was received, word for word."""
    desk = desk_of(proposal_id)
    received = queries.get_submission(desk.proposal, number)
    return render_template(
        "proposals/receipt.html", desk=desk, proposal=desk.proposal, received=received, sites=desk.written.sites,
        partner_offers=offers_received([received], desk.proposal.call.definition),
        definition=desk.proposal.call.definition, attachments=queries.attachment_ids(desk.proposal))


@pages.post(f"{AT}/withdraw")
def withdraw(proposal_id: int) -> Page:
    """Take it back for good."""
    desk = desk_of(proposal_id, lock=True)
    try:
        operations.withdraw_proposal(desk.proposal, request.form.get("reason", ""), by=me(), seen=seen_version())
    except Invalid as invalid:
        return _page(desk, refusal=invalid.words), 422
    except (Refused, Stale) as refusal:
        return _page(desk, refusal=refusal.words), 409
    flash(_("The proposal was withdrawn. Everyone of your company gets an e-mail about it."))
    return redirect(desk.to("show"))


@pages.post(f"{AT}/track")
def track(proposal_id: int) -> Page:
    """Go for another track of the call."""
    desk = desk_of(proposal_id, lock=True)
    try:
        operations.choose_track(desk.proposal, request.form.get("track", ""), by=me(), seen=seen_version())
    except Invalid as invalid:
        return _page(desk, wrong_track=invalid.words), 422
    except (Refused, Stale) as refusal:
        return _page(desk, refusal=refusal.words), 409
    flash(_("The track was changed. What you wrote is kept; look whether more is asked now."))
    return redirect(desk.to("show"))


def _page(desk: Desk, *, refusal: object = None, wrong_track: object = None) -> str:
    offers = {offer.verb: offer for offer in PROPOSAL.offers(desk.proposal, me())}
    waits = desk.proposal.state == ProposalState.DRAFT and obstacle_to_waiting(desk.proposal) is None
    return render_template(
        "proposals/show.html", desk=desk, proposal=desk.proposal, refusal=refusal, wrong_track=wrong_track, offers=offers,
        may_wait=waits, pool_entry=entry_of(desk.proposal) if waits else None,
        requested=requests_of(desk.proposal) if desk.proposal.call.definition.question_of("offers") else [], tones_asked=TONES,
        receipts=queries.submissions_of(desk.proposal), scope=desk.proposal.supplement_scope or {},
        definition=desk.proposal.call.definition)

"""Consents, each asked for by itself, and the bonuses a company claims."""

from flask import flash, redirect, render_template, request

from portal.foundation.errors import Refused, Stale
from portal.foundation.i18n import _, locale
from portal.proposals import operations
from portal.web.proposals.borrowing import proofs_for
from portal.web.proposals.doors import AT, Desk, Page, desk_of, pages
from portal.web.reading import version_in
from portal.web.session import me


@pages.route(f"{AT}/consents", methods=["GET", "POST"])
def consents(proposal_id: int) -> Page:
    """Each consent with what it is for; refusing an optional one costs nothing."""
    if request.method == "POST":
        return _save(proposal_id)
    desk = desk_of(proposal_id)
    given = {key: "yes" if agreed else "no" for key, agreed in desk.written.consents.items()}
    return _page(desk, given, desk.written.bonus, check="check" in request.args)


def _save(proposal_id: int) -> Page:
    """Keep what was answered; what is left open stays open."""
    desk = desk_of(proposal_id)
    definition = desk.proposal.call.definition
    given = {consent.key: request.form.get(f"consent-{consent.key}", "") for consent in definition.consents}
    claimed = [bonus.key for bonus in definition.bonus if bonus.key in request.form.getlist("bonus")]
    try:
        operations.save_consents(
            desk.proposal, {key: text == "yes" for key, text in given.items() if text in ("yes", "no")}, by=me(),
            edition=version_in(request.form.get("edition")))
        operations.claim_bonus(desk.proposal, claimed, by=me())
    except (Refused, Stale) as refusal:
        return _page(desk, given, claimed, refusal=refusal.words), 409
    if request.form.get("then") == "next":
        return redirect(desk.to("review"))
    flash(_("Saved."))
    return redirect(desk.to("consents"))


def _page(desk: Desk, given: dict[str, str], claimed: list[str], *, check: bool = False, refusal: object = None) -> str:
    lacking = {gap.key: gap.message for gap in desk.gaps if gap.kind == "consent"} if check else {}
    definition = desk.proposal.call.definition
    summary = [(f"consent-{key}", message, definition.consent(key).purpose.in_(locale())) for key, message in lacking.items()]
    return render_template(
        "proposals/consents.html", desk=desk, proposal=desk.proposal, given=given, claimed=claimed, lacking=lacking,
        summary=summary, refusal=refusal, definition=definition, proofs=proofs_for(desk))

"""The eligibility desk of a call: what was received, item by item, bonus proofs, one supplement, then eligible or not."""

from datetime import date, datetime, time
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from portal.calls.queries import get_overseen_call
from portal.foundation.clock import KST
from portal.foundation.counts import counts_of
from portal.foundation.errors import Invalid, Problem, Refused, Stale
from portal.foundation.history import history_of
from portal.foundation.i18n import _
from portal.foundation.policy import may, require
from portal.proposals import operations, queries
from portal.proposals.differences import revised_in
from portal.proposals.lifecycle import PROPOSAL, ProposalState
from portal.proposals.models import Proposal
from portal.proposals.offering import offers_received
from portal.proposals.requests import requests_of
from portal.proposals.siting import ANSWERS
from portal.proposals.sitings import sitings_of
from portal.reviews.queries import partner_conflicts_of
from portal.sites.queries import sites_of
from portal.web.files import send
from portal.web.reading import number_in, seen_version
from portal.web.session import me

pages = Blueprint("eligibility", __name__, url_prefix="/manage")
AT = "/proposals/<int:proposal_id>"
Page = str | Response | tuple[str, int]
VERDICTS = {"yes": True, "no": False}
TONES = {"submitted": "warning", "supplement_requested": "information", "ineligible": "danger", "withdrawn": "gray",
         "not_selected": "gray", "given_up": "gray", "selected": "success", "eligible": "success"}
PRIVATE = ("write", "write_supplement")
SHOWN = 30
DUE_HOUR = time(18, 0)


@pages.get("/calls/<code>/eligibility")
def index(code: str) -> str:
    """What was received for a call; drafts are nobody's business here."""
    call = get_overseen_call(code, viewer=me())
    state = request.args.get("state", "")
    state = state if state in set(ProposalState) - {ProposalState.DRAFT} else ""
    after = request.args.get("after", "")
    last = number_in(after) or 0
    rows = queries.proposals_to_check(call, viewer=me(), state=state, after=last, limit=SHOWN + 1)
    counted = counts_of("proposal", [call.id])
    counted.pop("draft", None)
    here = {"code": code, **({"state": state} if state else {})}
    return render_template(
        "eligibility/index.html", call=call, rows=rows[:SHOWN], state=state, counted=counted, tones=TONES,
        may_check=may(me(), "call.run", call),
        following=url_for("eligibility.index", **here, after=rows[SHOWN - 1].id) if len(rows) > SHOWN else None,
        first=url_for("eligibility.index", **here) if last else None)


@pages.get(AT)
def show(proposal_id: int) -> str:
    """A proposal as it was received, with its files, receipts and history."""
    proposal = _received(proposal_id)
    entries = [entry for entry in history_of(proposal) if entry.verb not in PRIVATE]
    labels = {move.verb: move.label for move in PROPOSAL.moves} | {"create": _("Start the proposal")}
    revised = revised_in(proposal)
    return render_template(
        "eligibility/show.html", proposal=proposal, received=proposal.submission, definition=proposal.call.definition,
        sites=_sites(proposal), partner_offers=_offers(proposal, revised),
        receipts=queries.submissions_of(proposal), entries=entries, labels=labels, tones=TONES,
        names=queries.names_of(entry.actor_id for entry in entries), bonus=_bonus_rows(proposal),
        sitings=sitings_of(proposal), requested=_requested(proposal),
        conflicts=partner_conflicts_of(proposal.call, viewer=me(), proposal=proposal), answers_of_owners=ANSWERS,
        revised=revised,
        points=queries.bonus_points_of(proposal, proposal.call.definition),
        may_check=may(me(), "proposal.check_gates", proposal))


@pages.route(f"{AT}/eligibility", methods=["GET", "POST"])
def check(proposal_id: int) -> Page:
    """The items to mark, beside what was received; POST keeps them as marked."""
    if request.method == "POST":
        return _save_check(proposal_id)
    proposal = _received(proposal_id)
    require(me(), "proposal.check_gates", proposal)
    return _page(proposal)


def _save_check(proposal_id: int) -> Page:
    """Keep the items as marked."""
    def act(proposal: Proposal) -> None:
        given = {gate.key: _verdict(f"gate-{gate.key}") for gate in proposal.call.definition.gates}
        operations.check_gates(proposal, given, by=me(), seen=seen_version())
    return _answer(proposal_id, act, _("The eligibility check is saved."), "gates")


@pages.post(f"{AT}/bonus")
def bonus(proposal_id: int) -> Page:
    """Accept or refuse the bonuses claimed."""
    def act(proposal: Proposal) -> None:
        given = {key: _verdict(f"bonus-{key}") for key in (proposal.submission.bonus if proposal.submission else ())}
        operations.judge_bonus(proposal, given, by=me(), seen=seen_version())
    return _answer(proposal_id, act, _("The bonus points are saved."), "bonus")


@pages.post(f"{AT}/supplement")
def supplement(proposal_id: int) -> Page:
    """Ask the company, once, to put something right."""
    def act(proposal: Proposal) -> None:
        PROPOSAL.check(proposal, "request_supplement", by=me())
        operations.request_supplement(
            proposal, request.form.getlist("fields"), request.form.getlist("slots"), request.form.get("message", ""),
            _due(request.form.get("due_on", "")), by=me(), seen=seen_version())
    return _answer(proposal_id, act, _("The supplement was requested. Everyone of the company gets an e-mail."), "supplement")


@pages.post(f"{AT}/close_supplement")
def close_supplement(proposal_id: int) -> Page:
    """The date has passed: go on with what was filed."""
    return _answer(proposal_id, lambda proposal: operations.close_supplement(proposal, by=me(), seen=seen_version()),
                   _("The check goes on with what was filed."), "decide")


@pages.post(f"{AT}/decide")
def decide(proposal_id: int) -> Page:
    """Eligible or not."""
    def act(proposal: Proposal) -> None:
        outcome = request.form.get("outcome", "")
        if outcome == "pass":
            operations.pass_eligibility(proposal, by=me(), seen=seen_version())
        elif outcome == "fail":
            operations.fail_eligibility(proposal, by=me(), seen=seen_version())
        else:
            require(me(), "proposal.pass_eligibility", proposal)
            raise Invalid({"outcome": [_("Say whether it is eligible.")]})
    return _answer(proposal_id, act, _("The result of the eligibility check is on record."), "decide")


@pages.get(f"{AT}/files/<int:file_id>")
def file(proposal_id: int, file_id: int) -> Response:
    """Download a file that came with something received."""
    return send(queries.get_submitted_file(proposal_id, file_id, viewer=me()))


def _received(proposal_id: int) -> Proposal:
    return queries.get_submitted_proposal(proposal_id, viewer=me())


def _answer(proposal_id: int, act: Any, words: str, form: str) -> Page:
    """Load, act, say so; a refusal brings the page back with what was typed."""
    proposal = _received(proposal_id)
    try:
        act(proposal)
    except Invalid as invalid:
        return _page(proposal, form=form, errors=invalid.fields), 422
    except (Refused, Stale) as refusal:
        return _page(proposal, form=form, refusal=refusal), 409
    flash(words)
    return redirect(url_for("eligibility.check", proposal_id=proposal_id))


def _verdict(name: str) -> tuple[bool | None, str]:
    return VERDICTS.get(request.form.get(name, "")), request.form.get(f"{name}-reason", "")


def _due(text: str) -> datetime:
    """18:00 Korean time of a day; whatever is no day is long past, and refused as such."""
    try:
        day = date.fromisoformat(text)
        return datetime.combine(day, DUE_HOUR, KST) if day.year > 1900 else datetime.combine(date(1900, 1, 1), DUE_HOUR, KST)
    except ValueError:
        raise Invalid({"due_on": [_("Choose a day.")]}) from None


def _sites(proposal: Proposal) -> dict[str, Any]:
    return {site.code: site for site in sites_of(proposal.call.program.municipality_id)}


def _offers(proposal: Proposal, revised: Any) -> Any:
    return offers_received([proposal.submission, revised and revised.since], proposal.call.definition)


def _requested(proposal: Proposal) -> Any:
    return requests_of(proposal) if proposal.call.definition.question_of("offers") else []


def _bonus_rows(proposal: Proposal) -> list[dict[str, Any]]:
    judged = {claim.key: claim for claim in proposal.bonus_claims}
    claimed = proposal.submission.bonus if proposal.submission else []
    return [{"bonus": each, "claim": judged.get(each.key)} for each in proposal.call.definition.bonus if each.key in claimed]


def _page(proposal: Proposal, *, form: str = "", errors: Any = None, refusal: Problem | None = None) -> str:
    """The desk of one proposal; what was typed into `form` comes back."""
    definition, typed = proposal.call.definition, request.form if form else {}
    errors = {("due_on" if field == "due_at" else field): messages for field, messages in (errors or {}).items()}
    results = {row.key: row for row in proposal.gate_results}
    prefix = {"gates": "gate-", "bonus": "bonus-"}.get(form, "")
    return render_template(
        "eligibility/check.html", proposal=proposal, received=proposal.submission, definition=definition,
        sites=_sites(proposal), partner_offers=_offers(proposal, None),
        offers={offer.verb: offer for offer in PROPOSAL.offers(proposal, me())}, tones=TONES,
        refusal=refusal and refusal.words,
        gates=[_item(gate.key, gate.label, results.get(gate.key), "passed", "gate-", typed if form == "gates" else {}, errors)
               for gate in definition.gates],
        bonus=[_item(row["bonus"].key, row["bonus"].label, row["claim"], "accepted", "bonus-", typed if form == "bonus" else {},
                     errors) | {"points": row["bonus"].points} for row in _bonus_rows(proposal)],
        asked=typed if form == "supplement" else {}, errors=errors, scope=proposal.supplement_scope or {},
        chosen={"fields": request.form.getlist("fields"), "slots": request.form.getlist("slots")},
        summary=[(f"{prefix}{field}" if prefix else field, messages[0]) for field, messages in errors.items()])


def _item(key: str, label: Any, row: Any, column: str, prefix: str, typed: Any, errors: Any) -> dict[str, Any]:
    """One line to be marked: as typed if it was, else as kept."""
    verdict = getattr(row, column) if row is not None else None
    name = f"{prefix}{key}"
    return {
        "name": name, "label": label.body(), "error": (errors.get(key) or [None])[0] if typed else None,
        "value": typed.get(name, "") if typed else {True: "yes", False: "no", None: ""}[verdict],
        "reason": typed.get(f"{name}-reason", "") if typed else row.reason if row is not None else "",
    }

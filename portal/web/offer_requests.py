"""Offers of partners that proposals ask for: the partner's people and the call's managers grant or decline them."""

from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from portal.calls.queries import get_overseen_call
from portal.foundation import transactions
from portal.foundation.errors import Invalid, Missing, Refused, Stale
from portal.foundation.history import history_of
from portal.foundation.i18n import _
from portal.proposals import operations, requests
from portal.proposals.models import OfferRequest
from portal.proposals.queries import get_submitted_proposal
from portal.proposals.requesting import OFFER_REQUEST
from portal.web.reading import number_in, seen_version
from portal.web.session import me

pages = Blueprint("offer_requests", __name__)
ONE = "/<any(partner, manage):room>/requests/<int:request_id>"
Page = str | Response | tuple[str, int]
SHOWN = 50
TONES = {"asked": "warning", "granted": "success", "declined": "danger", "withdrawn": "gray"}


@pages.get("/manage/proposals/<int:proposal_id>/offers")
def proposal(proposal_id: int) -> str:
    """What one proposal asks for, and what became of it."""
    subject = get_submitted_proposal(proposal_id, viewer=me())
    return render_template("offer_requests/proposal.html", proposal=subject, rows=requests.requests_of(subject), tones=TONES)


@pages.get("/manage/calls/<code>/requests")
def call(code: str) -> str:
    """Every request of a call that waits for an answer, or (`?state=answered`) what was answered."""
    subject = get_overseen_call(code, viewer=me())
    state, after = _state(), number_in(request.args.get("after", "")) or 0
    rows = requests.requests_in(subject, state=state, after=after, limit=SHOWN + 1)
    return render_template("offer_requests/queue.html", call=subject, room="manage", **_list(rows, state, after, code=code))


@pages.get("/partner/requests")
def queue() -> str:
    """What companies ask of the reader's organizations."""
    if not me().ids("partner", "staff"):
        raise Missing
    state, after = _state(), number_in(request.args.get("after", "")) or 0
    rows = requests.requests_for_staff(me(), state=state, after=after, limit=SHOWN + 1)
    return render_template("offer_requests/queue.html", call=None, room="partner", **_list(rows, state, after))


@pages.get(ONE)
def show(room: str, request_id: int) -> str:
    """One request, and the form to answer it."""
    return _page(room, requests.get_request(request_id, viewer=me()))


@pages.post(ONE)
def answer(room: str, request_id: int) -> Page:
    """Grant it, decline it, or take a grant back."""
    subject = requests.get_request(request_id, viewer=me())
    verb = request.form.get("answer", "")
    try:
        operations.answer_request(subject, verb, request.form.get("reason", ""), by=me(), seen=seen_version())
    except Invalid as invalid:
        return _page(room, subject, errors=invalid.fields), 422
    except (Refused, Stale) as refusal:
        return _again(room, request_id, refusal.words)
    flash(_("Your answer is saved. The company sees it on the page of its proposal."))
    if room == "partner":
        return redirect(url_for(".queue"))
    return redirect(url_for(".proposal", proposal_id=subject.proposal_id))


def _again(room: str, request_id: int, words: object) -> Page:
    """As it stands now: a slot may have gone to somebody else meanwhile."""
    transactions.rollback()
    return _page(room, requests.get_request(request_id, viewer=me()), refusal=words), 409


def _state() -> str:
    state = request.args.get("state", "")
    return state if state in requests.STATES else "asked"


def _list(rows: list[OfferRequest], state: str, after: int, **where: Any) -> dict[str, Any]:
    endpoint = request.endpoint or ""
    return {
        "rows": rows[:SHOWN], "state": state, "tones": TONES,
        "tabs_of": [(key, words, url_for(endpoint, state=key, **where))
                    for key, words in (("asked", _("Waits for an answer")), ("answered", _("Answered")))],
        "following": url_for(endpoint, state=state, after=rows[SHOWN - 1].id, **where) if len(rows) > SHOWN else None,
        "first": url_for(endpoint, state=state, **where) if after else None,
    }


def _page(room: str, subject: OfferRequest, *, errors: dict[str, Any] | None = None, refusal: object = None) -> str:
    errors = errors or {}
    return render_template(
        "offer_requests/show.html", request_=subject, room=room, tones=TONES, errors=errors, refusal=refusal,
        typed=request.form, summary_line=requests.summary_line_of(subject.proposal), former=history_of(subject)[1:],
        verbs={move.verb: move.label for move in OFFER_REQUEST.moves},
        moves=[offer for offer in OFFER_REQUEST.offers(subject, me()) if offer.verb in operations.ANSWERS],
        summary=[(field, messages[0]) for field, messages in errors.items()])

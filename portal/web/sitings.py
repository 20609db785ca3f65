"""Whether a proposal can be tried out at the sites it names: managers ask the owners, officers answer."""

from datetime import date
from typing import Any

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from portal.calls.queries import get_overseen_call
from portal.foundation.errors import Invalid, Missing, Refused, Stale
from portal.foundation.history import history_of
from portal.foundation.i18n import _
from portal.foundation.policy import may
from portal.proposals import operations, sitings
from portal.proposals.models import Proposal, Siting
from portal.proposals.queries import get_submitted_proposal
from portal.proposals.siting import ANSWERS, SITING, SitingState
from portal.web.reading import number_in, seen_version
from portal.web.session import me

pages = Blueprint("sitings", __name__, url_prefix="/manage")
AT = "/proposals/<int:proposal_id>/sites"
Page = str | Response | tuple[str, int]
SHOWN = 50
TONES = {"yes": "success", "conditional": "warning", "no": "danger"}


@pages.get(AT)
def proposal(proposal_id: int) -> str:
    """What the owners of the named sites were asked and said, and the form to ask."""
    return _proposal(get_submitted_proposal(proposal_id, viewer=me()))


@pages.post(AT)
def ask(proposal_id: int) -> Page:
    """Ask every owner that was not asked yet."""
    subject = get_submitted_proposal(proposal_id, viewer=me())
    try:
        asked = operations.ask_owners(subject, request.form.get("note", ""), _day(request.form.get("due_on", "")), by=me())
    except Invalid as invalid:
        return _proposal(subject, errors=invalid.fields), 422
    except Refused as refusal:
        return _proposal(subject, refusal=refusal.words), 409
    flash(_("Asked about %(count)s sites. The officers of the departments get an e-mail.", count=len(asked)))
    return redirect(url_for(".proposal", proposal_id=proposal_id))


@pages.get("/calls/<code>/sites")
def call(code: str) -> str:
    """Every question about the call's proposals that an owner has not answered."""
    subject = get_overseen_call(code, viewer=me())
    after = number_in(request.args.get("after", "")) or 0
    rows = sitings.sitings_in(subject, after=after, limit=SHOWN + 1)
    return render_template(
        "sitings/call.html", call=subject, rows=rows[:SHOWN], first=url_for(".call", code=code) if after else None,
        following=url_for(".call", code=code, after=rows[SHOWN - 1].id) if len(rows) > SHOWN else None)


@pages.get("/site-requests")
def queue() -> str:
    """What waits for the reader's departments, or (`?state=answered`) what they said."""
    if not me().ids("department", "officer"):
        raise Missing
    state = request.args.get("state", "")
    state = state if state in set(SitingState) else SitingState.ASKED.value
    after = number_in(request.args.get("after", "")) or 0
    rows = sitings.sitings_asked_of(me(), state=state, after=after, limit=SHOWN + 1)
    return render_template(
        "sitings/queue.html", rows=rows[:SHOWN], state=state, answers=ANSWERS, tones=TONES,
        following=url_for(".queue", state=state, after=rows[SHOWN - 1].id) if len(rows) > SHOWN else None,
        first=url_for(".queue", state=state) if after else None)


@pages.get("/site-requests/<int:siting_id>")
def show(siting_id: int) -> str:
    """One question, and the form to answer it."""
    return _siting(sitings.get_siting_to_answer(siting_id, viewer=me()))


@pages.post("/site-requests/<int:siting_id>")
def answer(siting_id: int) -> Page:
    """Say whether it can be tried out there."""
    siting = sitings.get_siting_to_answer(siting_id, viewer=me())
    try:
        operations.answer_siting(siting, request.form.get("answer", ""), request.form.get("reason", ""), by=me(),
                                 seen=seen_version())
    except Invalid as invalid:
        return _siting(siting, errors=invalid.fields), 422
    except (Refused, Stale) as refusal:
        return _siting(siting, refusal=refusal.words), 409
    flash(_("Your answer was sent to the program's managers."))
    return redirect(url_for(".queue"))


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _proposal(subject: Proposal, *, errors: dict[str, Any] | None = None, refusal: object = None) -> str:
    rows = sitings.sitings_of(subject)
    asked = {siting.site_id for siting in rows}
    return render_template(
        "sitings/proposal.html", proposal=subject, rows=rows, answers=ANSWERS, tones=TONES, refusal=refusal, typed=request.form,
        unasked=[(rank, site) for rank, site in sitings.named_sites(subject) if site.id not in asked],
        answering=sitings.departments_with_officers(), errors=errors or {}, summary=_summary(errors),
        may_ask=may(me(), "siting.ask", Siting(proposal=subject)))


def _siting(siting: Siting, *, errors: dict[str, Any] | None = None, refusal: object = None) -> str:
    former = [entry for entry in history_of(siting) if entry.verb == "answer"][:-1]
    typed = request.form or {"answer": siting.answer, "reason": siting.reason}
    obstacle = next((offer.obstacle for offer in SITING.offers(siting, me())), None)
    return render_template("sitings/show.html", siting=siting, answers=ANSWERS, tones=TONES, former=former, typed=typed,
                           errors=errors or {}, summary=_summary(errors), refusal=refusal, obstacle=obstacle)


def _summary(errors: dict[str, Any] | None) -> list[tuple[str, object]]:
    return [(field, messages[0]) for field, messages in (errors or {}).items()]

"""Documents handed in after the form, as the city sees them: who is complete, each company's files, another date."""

from datetime import date, datetime, time

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from portal.calls.queries import get_overseen_call
from portal.foundation.clock import KST
from portal.foundation.errors import Invalid, Refused, Stale
from portal.foundation.i18n import _
from portal.proposals import operations, queries
from portal.proposals.documents import documents_asked, documents_of_its_life
from portal.proposals.lifecycle import PROPOSAL
from portal.proposals.models import Proposal
from portal.web.files import send
from portal.web.reading import number_in, seen_version
from portal.web.session import me

pages = Blueprint("documents", __name__, url_prefix="/manage")
AT = "/proposals/<int:proposal_id>/documents"
Page = str | Response | tuple[str, int]
DUE_HOUR = time(18, 0)
SHOWN = 50


@pages.get("/calls/<code>/documents")
def index(code: str) -> str:
    """Everyone who was asked, with how many documents are missing; `?missing=1` shows only the incomplete."""
    call = get_overseen_call(code, viewer=me())
    missing, last = request.args.get("missing") == "1", number_in(request.args.get("after", "")) or 0
    rows = queries.asked_for_documents(call, viewer=me(), missing=missing, after=last, limit=SHOWN + 1)
    here = {"code": code, **({"missing": 1} if missing else {})}
    return render_template(
        "documents/index.html", call=call, rows=rows[:SHOWN], missing=missing,
        following=url_for("documents.index", **here, after=rows[SHOWN - 1].id) if len(rows) > SHOWN else None,
        first=url_for("documents.index", **here) if last else None)


@pages.get(AT)
def show(proposal_id: int) -> Page:
    """The documents of one proposal, slot by slot."""
    return _page(queries.get_submitted_proposal(proposal_id, viewer=me()))


@pages.post(f"{AT}/due")
def due(proposal_id: int) -> Page:
    """Another date for this company, with the reason."""
    proposal = queries.get_submitted_proposal(proposal_id, viewer=me())
    PROPOSAL.check(proposal, "set_documents_due", by=me())
    try:
        operations.set_documents_due(proposal, _end_of(request.form.get("due_on", "")), request.form.get("reason", ""),
                                     by=me(), seen=seen_version())
    except Invalid as invalid:
        return _page(proposal, errors=invalid.fields), 422
    except (Refused, Stale) as refusal:
        return _page(proposal, refusal=refusal.words), 409
    flash(_("The date was changed. Everyone of the company gets an e-mail."))
    return redirect(url_for("documents.show", proposal_id=proposal_id))


@pages.get(f"{AT}/<int:attachment_id>")
def file(proposal_id: int, attachment_id: int) -> Response:
    """Download a document that was handed in."""
    return send(queries.get_document(proposal_id, attachment_id, viewer=me()))


def _end_of(text: str) -> datetime:
    """18:00 Korean time of a day; one that is long past stays past."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise Invalid({"due_on": [_("Choose a day.")]}) from None
    return datetime.combine(max(day, date(1900, 1, 1)), DUE_HOUR, KST)


def _page(proposal: Proposal, *, errors: dict[str, list[object]] | None = None, refusal: object = None) -> str:
    errors, asked = errors or {}, documents_asked(proposal)
    here = queries.documents_in(proposal, [slot.key for slot in documents_of_its_life(proposal.call.definition)])
    filled = {each.slot for each in here}
    slots = [slot for slot in documents_of_its_life(proposal.call.definition) if slot in asked or slot.key in filled]
    return render_template(
        "documents/show.html", proposal=proposal, slots=slots, asked=asked, refusal=refusal, errors=errors,
        summary=[(field, messages[0]) for field, messages in errors.items()],
        files={key: [each for each in here if each.slot == key] for key in filled}, typed=request.form,
        names=queries.names_of(each.added_by_id for each in here),
        offers={offer.verb: offer.obstacle for offer in PROPOSAL.offers(proposal, me())})

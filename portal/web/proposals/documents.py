"""Documents asked for after passing: one box per slot, each file counts as soon as it is in."""

from flask import flash, redirect, render_template, request
from werkzeug.datastructures import FileStorage

from portal.foundation import filing
from portal.foundation.errors import Invalid, Missing, Refused
from portal.foundation.files import FileRefused
from portal.foundation.i18n import _
from portal.foundation.policy import may
from portal.proposals import operations, queries
from portal.proposals.documents import documents_asked, documents_of_its_life, round_of
from portal.proposals.lifecycle import PROPOSAL
from portal.web.proposals.attachments import boxes_of
from portal.web.proposals.borrowing import paper_chosen
from portal.web.proposals.doors import AT, Desk, Page, desk_of, pages
from portal.web.session import me


@pages.get(f"{AT}/documents")
def documents(proposal_id: int) -> Page:
    """What is asked for now, until when, and what is in."""
    return _page(desk_of(proposal_id))


@pages.post(f"{AT}/documents/<slot>")
def hand_in(proposal_id: int, slot: str) -> Page:
    """Receive one or several files for a slot; the first refusal stops, what came before it stays."""
    desk = desk_of(proposal_id, lock=True)
    files = [file for file in request.files.getlist("file") if file.filename]
    if not files:
        _known(desk, slot)
        return _page(desk, slot=slot, error=_("Choose a file first.")), 422
    try:
        for file in files:
            _take(desk, slot, file)
    except FileRefused as refusal:
        return _page(desk_of(proposal_id), slot=slot, error=_(refusal.template, **refusal.params)), refusal.status
    except Invalid as invalid:
        return _page(desk_of(proposal_id), slot=slot, error=invalid.words), 422
    except (Refused, filing.NotNow) as refusal:
        return _page(desk_of(proposal_id), slot=slot, error=refusal.words), refusal.status
    return _received(desk, slot)


@pages.post(f"{AT}/documents/<slot>/paper")
def hand_in_paper(proposal_id: int, slot: str) -> Page:
    """Hand in a paper from the company's file."""
    desk = desk_of(proposal_id, lock=True)
    _known(desk, slot)
    paper = paper_chosen(desk)
    if paper is None:
        return _page(desk, slot=slot, error=_("Choose a document first.")), 422
    try:
        operations.hand_in_paper(desk.proposal, slot, paper, by=me())
    except (Invalid, Refused) as refusal:
        return _page(desk, slot=slot, error=refusal.words), refusal.status
    return _received(desk, slot)


@pages.post(f"{AT}/documents/<int:attachment_id>/remove")
def take_back(proposal_id: int, attachment_id: int) -> Page:
    """Take a document back before the date."""
    desk = desk_of(proposal_id, lock=True)
    row = queries.get_attachment(proposal_id, attachment_id, viewer=me())
    try:
        operations.take_back_document(row, proposal=desk.proposal, by=me())
    except Refused as refusal:
        return _page(desk, slot=row.slot, error=refusal.words), 409
    flash(_("The file was taken out."))
    return redirect(desk.to("documents") + f"#slot-{row.slot}")


def _known(desk: Desk, slot: str) -> None:
    if slot not in {each.key for each in documents_of_its_life(desk.proposal.call.definition)}:
        raise Missing


def _received(desk: Desk, slot: str) -> Page:
    left = desk.proposal.documents_missing
    flash(_("The document was received.") if left else _("The document was received. Every required document is in."))
    return redirect(desk.to("documents") + f"#slot-{slot}")


def _take(desk: Desk, slot: str, upload: FileStorage) -> None:
    asked = operations.check_document(desk.proposal, slot, by=me())
    kept = filing.receive(upload.stream, upload.filename or "", list(asked.accept), asked.max_bytes, me())
    operations.hand_in_document(desk.proposal, slot, kept, by=me())


def _page(desk: Desk, *, slot: str = "", error: object = None) -> str:
    offers = {offer.verb: offer.obstacle for offer in PROPOSAL.offers(desk.proposal, me())}
    obstacle = offers.get("hand_in", _("No further documents are asked for."))
    if round_of(desk.proposal) and not may(me(), "proposal.hand_in", desk.proposal):
        obstacle = _("You write for this company but do not submit. Ask an owner or a member to hand the documents in.")
    asked = documents_asked(desk.proposal)
    shown = asked or [each for each in documents_of_its_life(desk.proposal.call.definition) if desk.written.files.get(each.key)]
    boxes = boxes_of(desk, shown, "hand_in", "take_back" if obstacle is None else None, slot, error)
    lonely = error if slot not in {box["slot"].key for box in boxes} else None
    return render_template(
        "proposals/documents.html", desk=desk, proposal=desk.proposal, boxes=boxes, obstacle=obstacle, refusal=lonely,
        required=sum(each.required for each in asked),
        read_by_the_panel=[box["label"] for box in boxes if box["slot"].for_panel])

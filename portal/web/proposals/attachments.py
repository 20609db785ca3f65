"""Files of a proposal: one box per slot; a refused file is named beside its box with the reason."""

from collections.abc import Iterable
from typing import Any

from flask import flash, redirect, render_template, request
from werkzeug.datastructures import FileStorage

from portal.calls.definition import Attachment as Slot
from portal.foundation import filing
from portal.foundation.errors import Invalid, Missing, Refused
from portal.foundation.files import FileRefused
from portal.foundation.i18n import _, locale
from portal.proposals import operations, queries
from portal.proposals.scope import slots_to_fill
from portal.web.files import send
from portal.web.proposals.borrowing import offered, paper_chosen, papers_for
from portal.web.proposals.doors import AT, Desk, Page, desk_of, pages
from portal.web.session import me


@pages.get(f"{AT}/attachments")
def attachments(proposal_id: int) -> Page:
    """Every slot that takes files now."""
    return _page(desk_of(proposal_id))


@pages.post(f"{AT}/attachments/<slot>")
def attach(proposal_id: int, slot: str) -> Page:
    """Take one or several files into a slot; the first refusal stops, what came before it stays."""
    desk = desk_of(proposal_id, lock=True)
    files = [file for file in request.files.getlist("file") if file.filename]
    if not files:
        _known(desk, slot)
        return _page(desk, slot=slot, error=_("Choose a file first.")), 422
    try:
        for file in files:
            _take(desk, slot, file)
    except FileRefused as refusal:
        return _page(desk, slot=slot, error=_(refusal.template, **refusal.params)), refusal.status
    except Invalid as invalid:
        return _page(desk, slot=slot, error=invalid.words), 422
    except (Refused, filing.NotNow) as refusal:
        return _page(desk, slot=slot, error=refusal.words), refusal.status
    flash(_("The file was added."))
    return redirect(desk.to("attachments") + f"#slot-{slot}")


@pages.post(f"{AT}/attachments/<slot>/paper")
def attach_paper(proposal_id: int, slot: str) -> Page:
    """Take a paper from the company's file into a slot."""
    desk = desk_of(proposal_id, lock=True)
    _known(desk, slot)
    paper = paper_chosen(desk)
    if paper is None:
        return _page(desk, slot=slot, error=_("Choose a document first.")), 422
    try:
        operations.attach_paper(desk.proposal, slot, paper, by=me())
    except (Invalid, Refused) as refusal:
        return _page(desk, slot=slot, error=refusal.words), refusal.status
    flash(_("The file was added."))
    return redirect(desk.to("attachments") + f"#slot-{slot}")


@pages.post(f"{AT}/attachments/<int:attachment_id>/remove")
def detach(proposal_id: int, attachment_id: int) -> Page:
    """Take a file out; what was received with it keeps it."""
    desk = desk_of(proposal_id, lock=True)
    row = queries.get_attachment(proposal_id, attachment_id, viewer=me())
    try:
        operations.remove_attachment(row, proposal=desk.proposal, by=me())
    except Refused as refusal:
        return _page(desk, slot=row.slot, error=refusal.words), 409
    flash(_("The file was taken out."))
    return redirect(desk.to("attachments") + f"#slot-{row.slot}")


@pages.get(f"{AT}/files/<int:attachment_id>")
def file(proposal_id: int, attachment_id: int) -> Page:
    """Download one's own file."""
    return send(queries.get_attachment(proposal_id, attachment_id, viewer=me()).file)


def boxes_of(desk: Desk, slots: Iterable[Slot], add: str, remove: str | None, wrong: str,
             error: object) -> list[dict[str, Any]]:
    """One box per slot with its files; `add` and `remove` name the pages that take a file in and out, `error` belongs to
    the slot `wrong`. While files may come in each box also offers what the company keeps."""
    papers = papers_for(desk) if remove else []
    return [{
        "papers": offered(each, papers), "borrow": desk.to(f"{add}_paper", slot=each.key),
        "slot": each, "label": each.label.in_(locale()), "max_bytes": each.max_bytes,
        "action": desk.to(add, slot=each.key), "error": error if each.key == wrong else None,
        "help": _("Kinds: %(kinds)s.", kinds=", ".join(kind.upper() for kind in each.accept)),
        "files": [{"name": kept.name, "size": kept.size, "href": desk.to("file", attachment_id=kept.id),
                   "remove_href": desk.to(remove, attachment_id=kept.id) if remove else None}
                  for kept in desk.written.files.get(each.key, ())],
    } for each in slots]


def _known(desk: Desk, slot: str) -> None:
    if slot not in {each.key for each in desk.proposal.call.definition.attachments}:
        raise Missing


def _take(desk: Desk, slot: str, upload: FileStorage) -> None:
    asked = operations.check_attach(desk.proposal, slot, by=me())
    kept = filing.receive(upload.stream, upload.filename or "", list(asked.accept), asked.max_bytes, me())
    operations.attach_file(desk.proposal, slot, kept, by=me())


def _page(desk: Desk, *, slot: str = "", error: object = None) -> str:
    boxes = boxes_of(desk, slots_to_fill(desk.proposal), "attach", "detach" if desk.obstacle is None else None, slot, error)
    later = [each for each in desk.proposal.call.definition.attachments if each.when != "submission"]
    lonely = error if slot not in {box["slot"].key for box in boxes} else None
    return render_template("proposals/attachments.html", desk=desk, proposal=desk.proposal, boxes=boxes, later=later,
                           refusal=lonely, following=desk.after("attachments"))



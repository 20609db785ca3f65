"""What of the company's file each slot offers: the papers that may be used, those made for it first, and why others may not."""

from typing import Any

from flask import request

from portal.calls.definition import Attachment as Slot
from portal.foundation.i18n import _
from portal.papers import queries
from portal.papers.kinds import BONUS_SLOT, place_in, suits
from portal.papers.models import Paper
from portal.proposals.borrowing import obstacle_to_using
from portal.proposals.scope import slots_to_fill
from portal.web.proposals.doors import Desk
from portal.web.reading import number_in
from portal.web.session import me


def paper_chosen(desk: Desk) -> Paper | None:
    """The paper that this request's form chose from the company's file; None when it chose none."""
    number = number_in(request.form.get("paper", ""))
    return None if number is None else queries.get_paper(desk.proposal.company_id, number, viewer=me())


def papers_for(desk: Desk) -> list[Paper]:
    """What the proposal's company keeps."""
    return queries.papers_of(desk.proposal.company_id, viewer=me())


def offered(slot: Slot, papers: list[Paper]) -> dict[str, Any]:
    """`choices` for a select, `refused` with the reason for each that was made for this slot but may not be used, and `fits`:
    the one to begin with."""
    fitting = _fitting(slot, papers)
    usable = [paper for paper in fitting if obstacle_to_using(paper, slot) is None]
    return {
        "choices": [(paper.id, called(paper)) for paper in usable],
        "fits": next((paper.id for paper in usable if suits(paper.kind, slot.key)), None),
        "refused": [(paper.name, reason) for paper in fitting if suits(paper.kind, slot.key)
                    and (reason := obstacle_to_using(paper, slot)) is not None],
    }


def proofs_for(desk: Desk) -> list[tuple[str, str]]:
    """What the company keeps that proves a bonus, each with the place where it is added; nothing if the call has no bonus."""
    slot = next((each for each in slots_to_fill(desk.proposal) if each.key == BONUS_SLOT), None)
    if slot is None or not desk.proposal.call.definition.bonus:
        return []
    here = desk.to("attachments") + f"#slot-{slot.key}"
    return [(called(paper), here) for paper in _fitting(slot, papers_for(desk))
            if suits(paper.kind, slot.key) and obstacle_to_using(paper, slot) is None]


def _fitting(slot: Slot, papers: list[Paper]) -> list[Paper]:
    return sorted(papers, key=lambda paper: place_in(slot.key, paper.kind))


def called(paper: Paper) -> str:
    """A paper in one line: its name, and until when or from whom."""
    if paper.is_award:
        return f"{paper.name} ({paper.giver}, {paper.year})"
    if paper.valid_until is None:
        return paper.name
    return _("%(name)s (valid until %(day)s)", name=paper.name, day=f"{paper.valid_until:%Y.%m.%d}")

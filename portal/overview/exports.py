"""Everything the filter finds, as rows for a spreadsheet; no cell may ever become a formula."""

import csv
import io
from collections.abc import Iterator, Sequence
from typing import Any

import xlsxwriter
from sqlalchemy import Select, select

from portal.accounts.models import Company
from portal.calls.models import Call
from portal.foundation.clock import in_seoul
from portal.foundation.db import db
from portal.foundation.i18n import _, in_locale
from portal.foundation.lifecycle import LIVES
from portal.overview.filters import Filter
from portal.pilots.models import Milestone, Pilot
from portal.proposals.models import Proposal
from portal.reviews.models import Tally

DANGEROUS = ("=", "+", "-", "@", "\t", "\r", "\n")
BATCH = 1000


def headings(kind: str) -> list[str]:
    """The first row of an export."""
    if kind == "pilots":
        return [_("Call"), _("Pilot number"), _("Title"), _("Company"), _("State"), _("Starts"), _("Ends"), _("Grant (won)"),
                _("Milestone"), _("Owed by"), _("Due"), _("Milestone state"), _("Installment, percent")]
    return [_("Call"), _("Proposal number"), _("Title"), _("Company"), _("Registration number"), _("Category"), _("Track"),
            _("State"), _("Stage"), _("Submitted (Korean time)"), _("Reviews confirmed"), _("Reviews assigned"), _("Score")]


def rows(calls: Sequence[Call], chosen: Filter) -> Iterator[list[str | int]]:
    """The cells of each row, read in one pass however many there are."""
    by_id = {call.id: call for call in calls}
    source, cells = (_pilots, _pilot_cells) if chosen.kind == "pilots" else (_proposals, _proposal_cells)
    wanted = source([call.id for call in calls], chosen).execution_options(yield_per=BATCH)
    for row in db.session.execute(wanted):
        yield cells(row, by_id)


def _proposals(call_ids: list[int], chosen: Filter) -> Select[Any]:
    wanted = select(
        Proposal.call_id, Proposal.number, Proposal.title, Company.name_ko, Company.brn, Proposal.category, Proposal.track,
        Proposal.state, Proposal.stage_key, Proposal.submitted_at, Tally.confirmed, Tally.assigned, Tally.enough,
        Tally.final_e4,
    ).join(Company, Company.id == Proposal.company_id).outerjoin(
        Tally, (Tally.proposal_id == Proposal.id) & (Tally.stage_key == Proposal.stage_key)
    ).where(Proposal.call_id.in_(call_ids), Proposal.state.in_(chosen.states()), Proposal.submission_number > 0)
    if chosen.category:
        wanted = wanted.where(Proposal.category == chosen.category)
    return wanted.order_by(Proposal.id.desc())


def _proposal_cells(row: Any, calls: dict[int, Call]) -> list[str | int]:
    definition = calls[row.call_id].definition
    stage = in_locale(definition.stage(row.stage_key).label.body()) if row.stage_key else ""
    score = f"{row.final_e4 // 10_000}.{row.final_e4 % 10_000:04d}" if row.enough and row.final_e4 is not None else ""
    track = definition.find_track(row.track)
    return [calls[row.call_id].code, row.number, row.title, row.name_ko, row.brn, category_label(definition, row.category),
            in_locale(track.label.body()) if track else "", str(LIVES["proposal"].label(row.state)), stage,
            f"{in_seoul(row.submitted_at):%Y-%m-%d %H:%M:%S}",
            row.confirmed or 0, row.assigned or 0, score]


def category_label(definition: Any, key: str) -> str:
    """The words of a category, or the key itself when this edition does not know it."""
    for question in definition.questions:
        for choice in question.choices or ():
            if choice.key == key:
                return in_locale(choice.label.body())
    return key


def _pilots(call_ids: list[int], chosen: Filter) -> Select[Any]:
    return select(
        Pilot.call_id, Pilot.number, Pilot.title, Company.name_ko, Pilot.state, Pilot.starts_on, Pilot.ends_on, Pilot.grant_won,
        Milestone.label, Milestone.owner, Milestone.due_on, Milestone.state.label("milestone_state"), Milestone.payment_pct,
    ).join(Company, Company.id == Pilot.company_id).join(Milestone, Milestone.pilot_id == Pilot.id).where(
        Pilot.call_id.in_(call_ids), Pilot.state.in_(chosen.states())).order_by(Pilot.id.desc(), Milestone.position)


OWNERS = {
    "applicant": lambda: _("company"), "partner": lambda: _("partner"), "panel": lambda: _("panel"),
    "demand_department": lambda: _("department"), "program_manager": lambda: _("program manager"),
}


def _pilot_cells(row: Any, calls: dict[int, Call]) -> list[str | int]:
    return [calls[row.call_id].code, row.number, row.title, row.name_ko, str(LIVES["pilot"].label(row.state)),
            row.starts_on.isoformat(), row.ends_on.isoformat(), row.grant_won, in_locale(row.label), OWNERS[row.owner](),
            row.due_on.isoformat(), str(LIVES["milestone"].label(row.milestone_state)), row.payment_pct]


def harmless(cell: str | int) -> str | int:
    """A cell no spreadsheet runs: text that begins like a formula gets an apostrophe in front (OWASP, CSV injection)."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(DANGEROUS) else cell


def as_csv(head: list[str], body: Iterator[list[str | int]]) -> Iterator[str]:
    """UTF-8 text with a byte order mark, so that Korean opens right in a spreadsheet; one piece per batch."""
    buffer = io.StringIO()
    writer = csv.writer(buffer)
    buffer.write("\ufeff")
    writer.writerow(head)
    for number, row in enumerate(body):
        writer.writerow([harmless(cell) for cell in row])
        if number % BATCH == BATCH - 1:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def as_xlsx(head: list[str], body: Iterator[list[str | int]]) -> bytes:
    """A workbook with one sheet; every text cell is text, never a formula or a link."""
    file = io.BytesIO()
    plain = {"constant_memory": True, "in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}
    book = xlsxwriter.Workbook(file, plain)
    sheet, bold = book.add_worksheet(), book.add_format({"bold": True})
    for column, words in enumerate(head):
        sheet.write_string(0, column, words, bold)
    for number, row in enumerate(body, start=1):
        for column, cell in enumerate(row):
            if isinstance(cell, int):
                sheet.write_number(number, column, cell)
            else:
                sheet.write_string(number, column, cell)
    sheet.freeze_panes(1, 0)
    sheet.autofilter(0, 0, 0, len(head) - 1)
    book.close()
    return file.getvalue()

"""A paper comes into a company's file, is followed by a newer one, or is taken out; what was handed in with it stays."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from portal.accounts.models import Company
from portal.accounts.typed import Typed
from portal.foundation import history
from portal.foundation.clock import now, today
from portal.foundation.db import db
from portal.foundation.errors import Refused, Stale
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.foundation.stored_files import StoredFile
from portal.foundation.transactions import someone_was_faster
from portal.papers.kinds import AWARD, KINDS, OTHER
from portal.papers.models import Paper

MOST = 100
OLDEST_YEAR = 1950


def check_paper(company: Company, typed: Mapping[str, Any], *, by: Any, has_file: bool = True) -> dict[str, Any]:
    """What was typed about a new paper, tidied; asked before a byte is taken in. Raises Invalid, or Refused when full.

    A document has `kind, title, issued_on, valid_until` (a title only where the kind says nothing), an award (kind "award")
    `title, giver, year`; days as 2026-11-22.
    """
    require(by, "paper.add", company)
    new = _read(typed, str(typed.get("kind") or ""), has_file)
    kept = select(func.count()).select_from(Paper).where(Paper.company_id == company.id, Paper.retired_at.is_(None))
    if (db.session.scalar(kept) or 0) >= MOST:
        raise Refused(_("The file holds %(most)s documents and awards. Take out what you no longer need first.", most=MOST))
    return new


def add_paper(company: Company, typed: Mapping[str, Any], file: StoredFile, *, by: Any) -> Paper:
    """Put a received file into the company's file; the very same once more changes nothing. Raises as `check_paper`."""
    # Whoever adds at the same moment waits here, so that the limit and the look for the same hold.
    db.session.scalar(select(Company.id).where(Company.id == company.id).with_for_update())
    new = check_paper(company, typed, by=by)
    same = select(Paper).join(Paper.file).where(
        Paper.company_id == company.id, Paper.retired_at.is_(None), StoredFile.sha256 == file.sha256,
        *(getattr(Paper, name) == value for name, value in new.items()))
    return db.session.scalars(same.limit(1)).first() or _put(Paper(company_id=company.id, **new), file, "add", by)


def check_replacing(paper: Paper, typed: Mapping[str, Any], *, by: Any, seen: int | None = None) -> dict[str, Any]:
    """What was typed about its successor, tidied; it stays of the same kind. Raises Invalid, Refused, Stale."""
    require(by, "paper.replace", paper)
    _refuse_retired(paper)
    if seen is not None and seen != paper.version:
        raise Stale(someone_was_faster())
    return _read(typed, paper.kind, has_file=True)


def replace_paper(paper: Paper, typed: Mapping[str, Any], file: StoredFile | None = None, *, by: Any,
                  seen: int | None = None) -> Paper:
    """A newer one takes its place, with a new file or (dates put right) the same; the former is kept. Raises as above."""
    new = check_replacing(paper, typed, by=by, seen=seen)
    paper.retired_at = now()
    return _put(Paper(company_id=paper.company_id, replaces_id=paper.id, **new), file or paper.file, "replace", by)


def remove_paper(paper: Paper, *, by: Any, seen: int | None = None) -> None:
    """Take it out: it is offered to no proposal any more; those that carry it keep it. Raises Refused, Stale."""
    require(by, "paper.remove", paper)
    _refuse_retired(paper)
    if seen is not None and seen != paper.version:
        raise Stale(someone_was_faster())
    paper.retired_at = now()
    history.record(paper, "remove", by=by)


def _put(paper: Paper, file: StoredFile, verb: str, by: Any) -> Paper:
    paper.file, paper.added_by_id = file, by.id
    db.session.add(paper)
    db.session.flush()
    history.record(paper, verb, by=by, kind=paper.kind, file=file.name, sha256=file.sha256)
    return paper


def _refuse_retired(paper: Paper) -> None:
    if paper.retired_at is not None:
        raise Refused(_("This is an earlier document: a newer one took its place, or it was taken out."))


def _read(typed: Mapping[str, Any], kind: str, has_file: bool) -> dict[str, Any]:
    read = Typed(typed)
    new = _award(read) if kind == AWARD else _document(read, kind)
    if not has_file:
        read.wrong("file", _("Choose a file first."))
    read.done()
    return {"kind": kind, **new}


def _award(read: Typed) -> dict[str, Any]:
    year = read.number("year", OLDEST_YEAR, today().year)
    if year is None:
        read.wrong("year", _("Fill this in."))
    return {"title": read.line("title", 100, required=True), "giver": read.line("giver", 100, required=True), "year": year}


def _document(read: Typed, kind: str) -> dict[str, Any]:
    if kind not in KINDS:
        read.wrong("kind", _("Choose one from the list."))
    issued, until = read.day("issued_on"), read.day("valid_until")
    if issued is not None and issued > today():
        read.wrong("issued_on", _("This day is still to come. Write the day it was issued."))
    if issued is not None and until is not None and until < issued:
        read.wrong("valid_until", _("It cannot expire before the day it was issued."))
    return {"title": read.line("title", 100, required=kind == OTHER), "issued_on": issued, "valid_until": until}

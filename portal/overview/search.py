"""One search over the proposals a manager or approver may read: titles, companies, what was received, and the words of files.

Only what reached the city is searched: the last submission and documents handed in, never a draft or a file not yet sent.
Texts are kept composed (NFC) and so is what is typed; the database finds candidates, and each is looked at again here.
"""

import json
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, String, and_, cast, exists, func, or_, select
from sqlalchemy.orm import contains_eager

from portal.accounts.models import Company
from portal.calls.models import Call
from portal.foundation.db import db
from portal.foundation.i18n import _, locale
from portal.foundation.stored_files import FileText, StoredFile
from portal.proposals.documents import documents_of_its_life
from portal.proposals.models import Attachment, Proposal, Submission
from portal.proposals.policy import of_their_programs
from portal.proposals.queries import SCOPES_UNREAD

PAGE = 20
MOST_WORDS = 5
MOST_TYPED = 100
AROUND = 40  # characters shown on each side of a word


@dataclass(frozen=True)
class Place:
    """Where words were found: what the place is called, the text around the first of them in three pieces, and for a file
    the address parts of its download: ("file", id of the stored file) or ("document", id of the attachment)."""

    label: str
    before: str
    word: str
    after: str
    file: tuple[str, int] | None = None


@dataclass
class Hit:
    """A proposal in which every word was found, with its places."""

    proposal: Proposal
    places: list[Place] = field(default_factory=list)


def words_in(typed: str) -> list[str]:
    """What is looked for: composed, at most MOST_WORDS words; nothing for what holds no letter or digit."""
    text = unicodedata.normalize("NFC", "".join(c if c.isprintable() else " " for c in typed[:MOST_TYPED]))
    return [word for word in dict.fromkeys(text.split()) if any(c.isalnum() for c in word)][:MOST_WORDS]


def search(words: list[str], *, viewer: Any, before: int | None = None, limit: int = PAGE) -> tuple[list[Hit], int | None]:
    """Proposals that hold every word, newest first, and the id to go on from (`before`), None at the end. Two statements."""
    if not words:
        return [], None
    wanted = select(Proposal).join(Proposal.company).join(Proposal.call).join(Call.edition).join(
        Submission, and_(Submission.proposal_id == Proposal.id, Submission.number == Proposal.submission_number)).where(
        of_their_programs(viewer), *(_somewhere(word) for word in words)).options(
        contains_eager(Proposal.company), contains_eager(Proposal.call).contains_eager(Call.edition),
        contains_eager(Proposal.submission), *SCOPES_UNREAD)
    if before is not None:
        wanted = wanted.where(Proposal.id < before)
    rows = list(db.session.scalars(wanted.order_by(Proposal.id.desc()).limit(limit + 1)))
    shown = rows[:limit]
    files = _files_with(words, shown)
    hits = [hit for proposal in shown if (hit := _look(proposal, words, files.get(proposal.id, []))) is not None]
    return hits, shown[-1].id if len(rows) > limit else None


def _somewhere(word: str) -> ColumnElement[bool]:
    """The SQL that a word may stand in a proposal; a little too wide, since what was received is kept as JSON."""
    names = (Proposal.title, Proposal.number, Company.name_ko, Company.name_en)
    arrived = or_(Attachment.created_at <= Submission.received_at, Proposal.documents_due_at.is_not(None))
    return or_(
        *(_holds(name, word) for name in names), _holds(cast(Submission.answers, String), json.dumps(word)[1:-1]),
        exists().where(Attachment.proposal_id == Proposal.id, FileText.file_id == Attachment.file_id, arrived,
                       _holds(FileText.text, word)))


def _holds(column: Any, word: str) -> ColumnElement[bool]:
    return func.lower(column).contains(word.lower(), autoescape=True)


def _files_with(words: list[str], proposals: list[Proposal]) -> dict[int, list[Any]]:
    """The files of these proposals that hold one of the words, and reached the city."""
    rows = select(Attachment.id, Attachment.proposal_id, Attachment.slot, Attachment.removed_at, Attachment.file_id,
                  StoredFile.name, FileText.text).join(
        StoredFile, StoredFile.id == Attachment.file_id).join(FileText, FileText.file_id == Attachment.file_id).where(
        Attachment.proposal_id.in_([each.id for each in proposals]), or_(*(_holds(FileText.text, word) for word in words)))
    by_id = {proposal.id: proposal for proposal in proposals}
    found: dict[int, list[Any]] = {}
    for row in db.session.execute(rows.order_by(Attachment.id)) if proposals else ():
        if _door_of(by_id[row.proposal_id], row) is not None:
            found.setdefault(row.proposal_id, []).append(row)
    return found


def _door_of(proposal: Proposal, row: Any) -> tuple[str, int] | None:
    """How the city fetches a file; None for one that it was not given."""
    if proposal.submission and any(each["file_id"] == row.file_id for each in proposal.submission.files):
        return "file", row.file_id
    later = {slot.key for slot in documents_of_its_life(proposal.call.definition)}
    return ("document", row.id) if row.removed_at is None and row.slot in later else None


def _look(proposal: Proposal, words: list[str], files: list[Any]) -> Hit | None:
    """The places of a proposal, None when a word stands in none of them after all."""
    hit, missing = Hit(proposal), {word.lower() for word in words}
    for label, text, door in _texts(proposal, files):
        lower = text.lower()
        here = [word for word in words if word.lower() in lower]
        if not here:
            continue
        missing -= {word.lower() for word in here}
        hit.places.append(_place(label, text, here[0], door))
    return None if missing else hit


def _texts(proposal: Proposal, files: list[Any]) -> Iterator[tuple[str, str, tuple[str, int] | None]]:
    """Everything of a proposal that is searched, with what the place is called."""
    yield _("Title"), proposal.title, None
    yield _("Number"), proposal.number, None
    yield _("Company"), f"{proposal.company.name_ko} {proposal.company.name_en}".strip(), None
    for row in files:
        yield _("File “%(name)s”", name=row.name), row.text, _door_of(proposal, row)
    answers = proposal.submission.answers if proposal.submission else {}
    for question in proposal.call.definition.questions:
        if question.key != "title":
            yield question.label.in_(locale()), " ".join(_strings(answers.get(question.key))), None


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield " ".join(value.split())
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _strings(inner)


def _place(label: str, text: str, word: str, door: tuple[str, int] | None) -> Place:
    at = max(text.lower().find(word.lower()), 0)
    start, end = max(at - AROUND, 0), at + len(word)
    return Place(label, ("…" if start else "") + text[start:at], text[at:end],
                 text[end:end + AROUND] + ("…" if end + AROUND < len(text) else ""), door)

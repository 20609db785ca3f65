"""What happened, in order, for an auditor: entries that nobody may change, each sealed with the hash of the one before."""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Integer, event, func, insert, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.foundation.clock import now
from portal.foundation.db import Base, db

FIRST_SEAL = "0" * 64


class HistoryEntry(db.Model):
    """One thing that happened to one row: who, when, what, from which state to which."""

    __tablename__ = "history"
    number: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"), primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    actor_id: Mapped[int | None]
    noun: Mapped[str]
    subject_id: Mapped[int]
    verb: Mapped[str]
    before: Mapped[str | None]
    after: Mapped[str | None]
    note: Mapped[str | None]
    details: Mapped[dict[str, Any]]
    previous: Mapped[str]
    seal: Mapped[str] = mapped_column(unique=True)
    __table_args__ = (db.Index("ix_history_subject", "noun", "subject_id", "number"),)


class HistoryHead(db.Model):
    """The number of the newest entry; its one row is the lock that keeps the chain single."""

    __tablename__ = "history_head"
    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(BigInteger().with_variant(Integer, "sqlite"))


@dataclass
class Happening:
    """Something to be written at commit; the subject's id may not be known yet."""

    subject: Any
    verb: str
    actor_id: int | None
    before: str | None
    after: str | None
    note: str | None
    details: dict[str, Any]
    at: datetime


def record(subject: Any, verb: str, *, by: Any, before: str | None = None, after: str | None = None,
           note: str | None = None, **details: Any) -> None:
    """Note that `by` did `verb` to the row; it is sealed into the chain when the transaction commits."""
    waiting = db.session.info.setdefault("history", [])
    waiting.append(Happening(subject, verb, by.id, before, after, note, details, now()))


def seal_of(previous: str, values: dict[str, Any]) -> str:
    """SHA-256 over the entry before and this entry's own values, as canonical JSON in UTF-8."""
    text = json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"), default=_plain)
    return hashlib.sha256(f"{previous}\n{text}".encode()).hexdigest()


def _plain(value: Any) -> str:
    return value.isoformat() if hasattr(value, "isoformat") else str(value)


def _values(happening: Happening, number: int) -> dict[str, Any]:
    return {
        "number": number, "at": happening.at, "actor_id": happening.actor_id,
        "noun": type(happening.subject).__tablename__, "subject_id": happening.subject.id,
        "verb": happening.verb, "before": happening.before, "after": happening.after,
        "note": happening.note, "details": json.loads(json.dumps(happening.details, default=_plain)),
    }


def _take_place(session: Session, count: int) -> tuple[int, str]:
    """Lock the head, move it on by `count`; the last number before ours and its seal."""
    newest = select(HistoryEntry.number).order_by(HistoryEntry.number.desc()).limit(1)
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    move = dialect.insert(HistoryHead.__table__).values(id=1, number=count).on_conflict_do_update(
        index_elements=["id"], set_={"number": HistoryHead.number + count}).returning(
        HistoryHead.number, newest.scalar_subquery(), newest.with_only_columns(HistoryEntry.seal).scalar_subquery())
    number, seen, seal = session.execute(move).one()
    last = number - count
    if seen != last and last:
        # Another transaction sealed its entries while we waited for the lock, after our statement had begun.
        seal = session.scalar(select(HistoryEntry.seal).where(HistoryEntry.number == last))
    return last, seal or FIRST_SEAL


def write_waiting(session: Session) -> None:
    """Seal what was recorded in this transaction: two statements, however many entries."""
    waiting: list[Happening] = session.info.pop("history", [])
    if not waiting:
        return
    number, seal = _take_place(session, len(waiting))
    rows = []
    for happening in waiting:
        number += 1
        values = _values(happening, number)
        rows.append({**values, "previous": seal, "seal": seal_of(seal, values)})
        seal = rows[-1]["seal"]
    session.execute(insert(HistoryEntry.__table__), rows)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, previous: Any) -> None:
    if previous.nested is False:
        session.info.pop("history", None)


def history_of(subject: Base) -> list[HistoryEntry]:
    """What happened to one row, oldest first."""
    mine = select(HistoryEntry).where(HistoryEntry.noun == subject.__tablename__, HistoryEntry.subject_id == subject.id)
    return list(db.session.scalars(mine.order_by(HistoryEntry.number)))


def broken_links() -> Iterator[str]:
    """Every reason to doubt the chain, from the first entry to the last; nothing when it is whole."""
    expected, seal = 1, FIRST_SEAL
    for entry in db.session.scalars(select(HistoryEntry).order_by(HistoryEntry.number).execution_options(yield_per=1000)):
        values = {name: getattr(entry, name) for name in (
            "number", "at", "actor_id", "noun", "subject_id", "verb", "before", "after", "note", "details")}
        if entry.number != expected:
            yield f"entry {expected} is missing"
        if entry.previous != seal:
            yield f"entry {entry.number} does not follow the one before it"
        if entry.seal != seal_of(entry.previous, values):
            yield f"entry {entry.number} was changed after it was sealed"
        expected, seal = entry.number + 1, entry.seal
    head = db.session.scalar(select(HistoryHead.number)) or 0
    if head != expected - 1:
        yield f"the head says {head} entries, the chain has {expected - 1}"


def length() -> int:
    """How many entries there are."""
    return db.session.scalar(select(func.count()).select_from(HistoryEntry)) or 0

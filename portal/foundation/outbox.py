"""Letters that are owed: a row in the transaction that owes it, sent by a job until it has left."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Index, insert, or_, select, update
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.foundation.clock import now
from portal.foundation.db import Row, db
from portal.foundation.errors import Forbidden
from portal.foundation.policy import the_portal_itself

OWN_WORDS = "own_words"  # in a letter's context: a pair of languages that the sender adds to what the template says


class Letter(Row, db.Model):
    """One letter to one person, from owed to sent."""

    __tablename__ = "letter"
    purpose: Mapped[str] = mapped_column(unique=True)
    to_email: Mapped[str]
    locale: Mapped[str]
    template: Mapped[str]
    context: Mapped[dict[str, Any]]
    sent_at: Mapped[datetime | None]
    next_try_at: Mapped[datetime | None] = mapped_column(default=now)
    leased_until: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    last_error: Mapped[str | None]
    __table_args__ = (Index("ix_letter_due", "next_try_at"),)


@dataclass(frozen=True)
class Owed:
    """A letter to be written: `purpose` makes it one of a kind, so that no retry sends it twice."""

    purpose: str
    to_email: str
    template: str
    context: dict[str, Any] = field(default_factory=dict)
    locale: str = "ko"


def owe(letter: Owed) -> None:
    """Put a letter in the outbox; it exists only if the transaction commits."""
    db.session.info.setdefault("letters", []).append(letter)


def write_waiting(session: Session) -> None:
    """Write this transaction's letters in one statement. Context values must be plain JSON."""
    waiting: list[Owed] = session.info.pop("letters", [])
    if not waiting:
        return
    moment = now()
    session.execute(insert(Letter.__table__), [{
        "purpose": owed.purpose, "to_email": owed.to_email, "locale": owed.locale, "template": owed.template,
        "context": owed.context, "created_at": moment, "next_try_at": moment, "attempts": 0,
    } for owed in waiting])
    session.info["letters_written"] = True


LEASE = timedelta(minutes=2)
WAITS = tuple(timedelta(minutes=m) for m in (1, 2, 5, 15, 60, 180, 360))


def take_due(limit: int = 20) -> list[Letter]:
    """Lease the letters that are due, oldest first; a sender that dies gives them back when the lease runs out."""
    moment = now()
    free = or_(Letter.leased_until.is_(None), Letter.leased_until < moment)
    due = select(Letter).where(Letter.next_try_at <= moment, free).order_by(Letter.next_try_at, Letter.id)
    letters = list(db.session.scalars(due.limit(limit).with_for_update(skip_locked=True)))
    for letter in letters:
        letter.leased_until = moment + LEASE
        letter.attempts += 1
    return letters


def get_letter(letter_id: int) -> Letter:
    """One letter that is known to exist."""
    return db.session.get_one(Letter, letter_id)


def mark_sent(letter: Letter) -> None:
    """It has left: never to be sent again."""
    letter.sent_at, letter.next_try_at, letter.leased_until, letter.last_error = now(), None, None, None


def mark_failed(letter: Letter, why: str, *, for_good: bool) -> None:
    """It did not leave: try again later (1 min to 6 h apart), or never when the address was refused."""
    wait = WAITS[min(letter.attempts, len(WAITS)) - 1]
    letter.last_error, letter.leased_until = why[:500], None
    letter.next_try_at = None if for_good else now() + wait


def mark_all_told(*, by: Any) -> None:
    """Keep every letter still owed as one that has left: for a story whose people were told at its own time."""
    if not the_portal_itself(by, None):
        raise Forbidden
    session = db.session()
    session.flush()
    write_waiting(session)
    session.info.pop("letters_written", None)
    session.execute(update(Letter).where(Letter.next_try_at.is_not(None)).values(
        sent_at=now(), next_try_at=None, leased_until=None))


def letters_to(email: str) -> list[Letter]:
    """Every letter owed or sent to an address, oldest first."""
    return list(db.session.scalars(select(Letter).where(Letter.to_email == email).order_by(Letter.id)))


# Called after a commit that owed letters, to wake the sender at once; the minute's clock sends them in any case.
wakes: list[Callable[[], None]] = []


def wake_the_sender(session: Session) -> None:
    """Tell whoever listens that there is something to send."""
    if session.info.pop("letters_written", False):
        for wake in wakes:
            wake()

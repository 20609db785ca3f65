"""How many rows stand in each state, kept in the transaction that changes them, so that no page ever counts."""

from collections import Counter
from collections.abc import Iterable
from typing import Any

from sqlalchemy import event, func, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import Mapped, Session, mapped_column

from portal.foundation.db import db


class Count(db.Model):
    """How many `noun`s of one scope (a call, a program) stand in one state."""

    __tablename__ = "tally_count"
    noun: Mapped[str] = mapped_column(primary_key=True)
    scope_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    state: Mapped[str] = mapped_column(primary_key=True)
    n: Mapped[int]


def shift(noun: str, scope_id: int, state: str, by: int) -> None:
    """One more (or fewer) in this state; written at commit."""
    waiting = db.session.info.setdefault("counts", Counter())
    waiting[(noun, scope_id, state)] += by


def write_waiting(session: Session) -> None:
    """Add up this transaction's shifts in one statement, in key order so that two writers never deadlock."""
    waiting: Counter[tuple[str, int, str]] = session.info.pop("counts", Counter())
    rows = [{"noun": k[0], "scope_id": k[1], "state": k[2], "n": n} for k, n in sorted(waiting.items()) if n]
    if not rows:
        return
    dialect = postgresql if session.get_bind().dialect.name == "postgresql" else sqlite
    add = dialect.insert(Count).values(rows)
    session.execute(add.on_conflict_do_update(
        index_elements=["noun", "scope_id", "state"], set_={"n": Count.n + add.excluded.n}))


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, previous: Any) -> None:
    if previous.nested is False:
        session.info.pop("counts", None)


def counts_of(noun: str, scope_ids: Iterable[int]) -> dict[str, int]:
    """State to number, added up over the scopes; states with none are absent."""
    mine = select(Count.state, func.sum(Count.n)).where(Count.noun == noun, Count.scope_id.in_(list(scope_ids)))
    return {state: int(n) for state, n in db.session.execute(mine.group_by(Count.state)) if n}

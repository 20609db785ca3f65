"""What every commit carries with it: counts, letters and history written last, in the same transaction."""

from typing import Any

from sqlalchemy import event
from sqlalchemy.orm import Session

from portal.foundation import counts, history, outbox


@event.listens_for(Session, "before_commit")
def _write_all(session: Session) -> None:
    if session.in_nested_transaction():
        return  # a savepoint is no commit: what waits is written once, by the transaction around it
    if not any(session.info.get(kind) for kind in ("counts", "letters", "history")):
        return
    session.flush()
    counts.write_waiting(session)
    outbox.write_waiting(session)
    history.write_waiting(session)


@event.listens_for(Session, "after_soft_rollback")
def _forget(session: Session, previous: Any) -> None:
    if previous.nested is False:
        session.info.pop("letters", None)


@event.listens_for(Session, "after_commit")
def _wake(session: Session) -> None:
    if not session.in_nested_transaction():
        outbox.wake_the_sender(session)

"""One transaction per request, job or command: all of it or none, settled here and nowhere else."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import IntegrityError, OperationalError
from sqlalchemy.orm.exc import StaleDataError

from portal.foundation.db import db, writing
from portal.foundation.errors import Refused, Stale
from portal.foundation.i18n import _

log = logging.getLogger("portal")
DatabaseBusy = OperationalError


def commit() -> None:
    """Make everything since the last commit last. Raises Stale when somebody was faster, Refused on a clash."""
    try:
        with told_kindly():
            db.session.commit()
    except Exception:
        db.session.rollback()
        raise


@contextmanager
def told_kindly() -> Iterator[None]:
    """What the database says of a race, wherever it says it (at a flush or at the commit), as words for a person."""
    try:
        yield
    except StaleDataError as stale:
        raise Stale(someone_was_faster()) from stale
    except IntegrityError as clash:
        log.warning("two writes clashed: %s", clash.orig)
        raise Refused(_("Someone saved the same thing at the same moment. Look at it again before you repeat.")) from clash


def rollback() -> None:
    """Forget everything since the last commit."""
    db.session.rollback()


def keep() -> None:
    """What was written so far stays even though the request ends in a refusal (late text kept as a draft)."""
    db.session.info["keep"] = True


def kept() -> bool:
    """Whether `keep` was asked for in this transaction; asking forgets it."""
    return bool(db.session.info.pop("keep", False))


@contextmanager
def transaction(*, read_only: bool = False) -> Iterator[None]:
    """For jobs, commands and tests: commit at the end, roll back on any exception."""
    token = writing.set(not read_only)
    try:
        yield
        if read_only:
            rollback()
        else:
            commit()
    except BaseException:
        rollback()
        raise
    finally:
        writing.reset(token)


def someone_was_faster() -> str:
    """The words for the second of two people acting at once."""
    return _("This was changed while you were looking at it. Nothing you typed is lost: check the newer state, then try again.")

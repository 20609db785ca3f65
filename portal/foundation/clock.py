"""What time it is: UTC in the database, Korean time (Asia/Seoul) wherever people read it."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

KST = ZoneInfo("Asia/Seoul")
_told: ContextVar[datetime | None] = ContextVar("told", default=None)
_arrived: ContextVar[datetime | None] = ContextVar("arrived", default=None)


def now() -> datetime:
    """This instant, aware, in UTC. The only place the portal asks the machine for the time."""
    return _told.get() or datetime.now(UTC)


@contextmanager
def at(moment: datetime) -> Iterator[None]:
    """Tell a story at its own time: within the block `now` is this instant. For the demo story; no page or job uses it."""
    token = _told.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _told.reset(token)


@contextmanager
def arrived(moment: datetime) -> Iterator[None]:
    """Within the block a request is answered that came in at this instant; portal/web/app.py opens one for each."""
    token = _arrived.set(moment.astimezone(UTC))
    try:
        yield
    finally:
        _arrived.reset(token)


def arrival() -> datetime:
    """When the request came in, outside requests `now`: what deadlines are judged by and receipts say, so that nobody is
    late because the database let them wait."""
    return _arrived.get() or now()


def today() -> date:
    """The calendar day in Seoul: what "due today" and "overdue" are measured by."""
    return now().astimezone(KST).date()


def in_seoul(moment: datetime) -> datetime:
    """The same instant with Seoul's wall clock."""
    return moment.astimezone(KST)


def start_of(day: date) -> datetime:
    """The instant a Seoul day begins, in UTC."""
    return datetime.combine(day, time.min, KST).astimezone(UTC)


def end_of(day: date) -> datetime:
    """The last whole second of a Seoul day, in UTC."""
    return start_of(day + timedelta(days=1)) - timedelta(seconds=1)

"""What time it is: UTC in the database, Korean time (Asia/Seoul) wherever people read it."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

KST = ZoneInfo("Asia/Seoul")


def now() -> datetime:
    """This instant, aware, in UTC. The only place the portal asks the machine for the time."""
    return datetime.now(UTC)


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

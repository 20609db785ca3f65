"""What an agreement promises, computed from the call: the last day, the due date of each milestone, each installment in won."""

from calendar import monthrange
from collections.abc import Sequence
from datetime import date, timedelta

from portal.calls.definition import Due


def months_after(day: date, months: int) -> date:
    """The same day of a later month, or its last day where that month is shorter."""
    year, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + year, month + 1
    return date(year, month, min(day.day, monthrange(year, month)[1]))


def last_day(starts_on: date, months: int) -> date:
    """The last day of a pilot of so many months, both days included: 6 months from 1 July end on 31 December."""
    return months_after(starts_on, months) - timedelta(days=1)


def due_day(starts_on: date, due: Due) -> date:
    """The day a milestone is due, counted from the day of the agreement in days, or in years for follow-up."""
    if due.years is not None:
        return months_after(starts_on, 12 * due.years)
    return starts_on + timedelta(days=due.days or 0)


def installments(grant_won: int, percents: Sequence[int]) -> list[int]:
    """The grant in whole won by percent; what does not divide evenly goes to the last installment, so that the sum is exact."""
    parts = [grant_won * percent // 100 for percent in percents]
    paid = [i for i, percent in enumerate(percents) if percent]
    if paid and sum(percents) == 100:
        parts[paid[-1]] += grant_won - sum(parts)
    return parts

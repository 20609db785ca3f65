"""What an agreement promises in days and won, computed from the call."""

from datetime import date

import pytest

from portal.calls.definition import Due
from portal.pilots.plan import due_day, installments, last_day, months_after


@pytest.mark.parametrize(("start", "months", "last"), [
    (date(2026, 7, 1), 6, date(2026, 12, 31)),
    (date(2026, 8, 31), 6, date(2027, 2, 27)),
    (date(2024, 2, 29), 12, date(2025, 2, 27)),
    (date(2026, 3, 10), 10, date(2027, 1, 9)),
])
def test_the_last_day_counts_both_ends(start, months, last):
    assert last_day(start, months) == last


def test_a_short_month_ends_on_its_own_last_day():
    assert months_after(date(2026, 1, 31), 1) == date(2026, 2, 28)


def test_due_days_count_from_the_first_day_in_days_or_years():
    start = date(2024, 2, 29)
    assert due_day(start, Due(days=0)) == start
    assert due_day(start, Due(days=14)) == date(2024, 3, 14)
    assert due_day(start, Due(years=1)) == date(2025, 2, 28)


def test_installments_add_up_to_the_grant_to_the_won():
    assert installments(20_000_000, [0, 70, 0, 30]) == [0, 14_000_000, 0, 6_000_000]
    assert installments(100_000_001, [0, 50, 30, 20, 0]) == [0, 50_000_000, 30_000_000, 20_000_001, 0]
    assert installments(0, [70, 30]) == [0, 0]
    assert installments(10, []) == []

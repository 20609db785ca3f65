"""How far a KPI has come: exact shares, capped, and limits that are kept or not."""

from datetime import date
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.pilots.achievement import Goal, achievement, cut, expected, overall


@pytest.mark.parametrize(("baseline", "target", "direction", "actual", "percent"), [
    ("42", "25", "down", "31", Fraction(1100, 17)),
    ("42", "25", "down", "42", 0),
    ("42", "25", "down", "50", 0),
    ("42", "25", "down", "25", 100),
    ("42", "25", "down", "10", 120),
    ("0", "97", "up", "48.5", 50),
    ("0", "97", "up", "200", 120),
    ("0.88", "0.94", "up", "0.9", Fraction(100, 3)),
    ("-5", "5", "up", "0", 50),
])
def test_achievement_is_the_share_of_the_way_between_0_and_120(baseline, target, direction, actual, percent):
    assert achievement(Goal.of(baseline, target, direction), Fraction(actual)) == percent


@pytest.mark.parametrize(("baseline", "target", "direction", "actual", "percent"), [
    ("0", "0", "down", "0", 100),
    ("0", "0", "down", "1", 0),
    ("0", "10", "down", "9.9", 100),
    ("0", "10", "down", "10", 100),
    ("0", "10", "down", "10.1", 0),
    ("95", "90", "up", "90", 100),
    ("95", "90", "up", "89.9", 0),
    ("7", "7", "up", "8", 100),
])
def test_a_limit_is_kept_or_not(baseline, target, direction, actual, percent):
    goal = Goal.of(baseline, target, direction)
    assert goal.is_limit
    assert achievement(goal, Fraction(actual)) == percent


def test_all_together_counts_only_what_was_measured_and_says_how_much_that_is():
    together = overall([(40, Fraction(50)), (30, None), (30, Fraction(100))])
    assert (together.percent, together.measured_weight, together.total_weight) == (Fraction(5000, 70), 70, 100)


def test_nothing_measured_is_no_percent_and_not_zero():
    assert overall([(60, None), (40, None)]).percent is None
    assert overall([]).percent is None


def test_the_straight_line_goes_from_baseline_to_target_over_the_period():
    goal = Goal.of("42", "25", "down")
    first, last = date(2026, 1, 1), date(2026, 1, 11)
    days = (date(2025, 12, 31), first, date(2026, 1, 6), last, date(2026, 2, 1))
    assert [expected(goal, first, last, day) for day in days] == [42, 42, Fraction(67, 2), 25, 25]
    assert expected(Goal.of("0", "10", "down"), first, last, first) == 10


@pytest.mark.parametrize(("value", "words"), [
    (Fraction(9996, 100), "99.9"), (Fraction(100), "100"), (Fraction(1, 3), "0.3"), (Fraction(0), "0"),
    (Fraction(-1, 3), "-0.3"), (Fraction(-1, 100), "0"),
])
def test_a_percent_is_cut_and_never_rounded_up(value, words):
    assert cut(value) == words


decimals = st.decimals(min_value=-10**6, max_value=10**6, places=4)


@given(decimals, decimals, decimals, st.sampled_from(["up", "down"]))
def test_achievement_always_lies_between_0_and_120_and_a_met_goal_is_at_least_100(baseline, target, actual, direction):
    goal = Goal.of(str(baseline), str(target), direction)
    percent = achievement(goal, Fraction(str(actual)))
    assert 0 <= percent <= 120
    assert (percent >= 100) == goal.is_met_by(Fraction(str(actual)))

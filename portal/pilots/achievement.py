"""How far a KPI has come, in exact fractions: a share of the way from baseline to target, or kept and not kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

CAP = 120


@dataclass(frozen=True)
class Goal:
    """Baseline and target in the KPI's own unit; `direction` says whether "up" or "down" is better."""

    baseline: Fraction
    target: Fraction
    direction: str

    @classmethod
    def of(cls, baseline: str, target: str, direction: str) -> "Goal":
        """A goal from decimal texts ("25", "-0.5"); ValueError for anything else."""
        return cls(Fraction(baseline), Fraction(target), direction)

    @property
    def is_limit(self) -> bool:
        """Whether the target is a line to keep, not a way to go: "keep at 0", or "down" with the target above the baseline."""
        return self.target == self.baseline or (self.target > self.baseline) != (self.direction == "up")

    def is_met_by(self, actual: Fraction) -> bool:
        """Whether the target itself is reached or kept."""
        return actual >= self.target if self.direction == "up" else actual <= self.target


def achievement(goal: Goal, actual: Fraction) -> Fraction:
    """Percent achieved: (actual-baseline)/(target-baseline)*100 within 0..120; a limit is 100 when kept, else 0.

    Several KPIs of the street are better "down" but measured from 0, so their target is an upper limit.
    """
    if goal.is_limit:
        return Fraction(100 if goal.is_met_by(actual) else 0)
    share = (actual - goal.baseline) / (goal.target - goal.baseline) * 100
    return min(max(share, Fraction(0)), Fraction(CAP))


def expected(goal: Goal, starts_on: date, ends_on: date, day: date) -> Fraction:
    """Where the straight line from baseline (first day) to target (last day) stands on a day; a limit stands still."""
    if goal.is_limit or day >= ends_on:
        return goal.target
    if day <= starts_on:
        return goal.baseline
    return goal.baseline + (goal.target - goal.baseline) * Fraction((day - starts_on).days, (ends_on - starts_on).days)


@dataclass(frozen=True)
class Overall:
    """The weighted mean in percent over the KPIs that were measured, and how much weight they carry together."""

    percent: Fraction | None
    measured_weight: int
    total_weight: int


def overall(results: Iterable[tuple[int, Fraction | None]]) -> Overall:
    """From pairs of weight and percent (None: not measured yet); `percent` is None while nothing is measured."""
    rows = list(results)
    measured = [(weight, percent) for weight, percent in rows if percent is not None]
    carried = sum(weight for weight, _percent in measured)
    percent = sum(weight * percent for weight, percent in measured) / carried if carried else None
    return Overall(percent, carried, sum(weight for weight, _percent in rows))


def cut(value: Fraction, places: int = 1) -> str:
    """A percent as text, cut to the places shown and never rounded up: 99.96 is "99.9". Whole numbers show no decimals."""
    scaled = abs(value) * 10**places
    whole, part = divmod(scaled.numerator // scaled.denominator, 10**places)
    text = f"{whole}.{part:0{places}d}".rstrip("0").rstrip(".") if places else str(whole)
    return f"-{text}" if value < 0 and text != "0" else text

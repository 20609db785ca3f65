"""Where a pilot's KPIs stand today, from their valid readings: each one, and all together by weight."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from portal.foundation.clock import today
from portal.pilots.achievement import Goal, Overall, achievement, cut, expected, overall
from portal.pilots.models import Kpi, Pilot, Reading


@dataclass(frozen=True)
class Progress:
    """One KPI: its goal, its newest valid reading, and the percent achieved (None while nothing was measured)."""

    kpi: Kpi
    goal: Goal
    last: Reading | None
    percent: Fraction | None
    expected: Fraction

    @property
    def is_met(self) -> bool:
        """Whether the newest reading reaches the target, or keeps the limit."""
        return self.last is not None and self.goal.is_met_by(Fraction(self.last.value))

    @property
    def percent_text(self) -> str:
        """The percent cut to one decimal, such as "64.7"; empty while nothing was measured."""
        return "" if self.percent is None else cut(self.percent)

    @property
    def expected_text(self) -> str:
        """The straight line from baseline to target today, in the KPI's unit, cut to one decimal."""
        return cut(self.expected)


def progress_of(kpi: Kpi, *, starts_on: date, ends_on: date) -> Progress:
    """The KPI as its readings say today; the newest by day counts, and of one day the one entered last."""
    goal = Goal.of(kpi.baseline, kpi.target, kpi.direction)
    valid = kpi.valid_readings
    last = valid[-1] if valid else None
    percent = achievement(goal, Fraction(last.value)) if last else None
    return Progress(kpi, goal, last, percent, expected(goal, starts_on, ends_on, today()))


def progress_in(pilot: Pilot) -> list[Progress]:
    """Every KPI of a pilot, in the order of its plan."""
    return [progress_of(kpi, starts_on=pilot.starts_on, ends_on=pilot.ends_on) for kpi in pilot.kpis]


def overall_of(progresses: list[Progress]) -> Overall:
    """The weighted mean over what was measured, and how much of the weight that is."""
    return overall((each.kpi.weight, each.percent) for each in progresses)

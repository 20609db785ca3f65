"""What points are given for: eligibility gates, and criteria with their parts."""

from dataclasses import dataclass

from portal.calls.definition.problems import N_
from portal.calls.definition.shapes import Findings, Key, Many, Record, Whole, Words, is_a
from portal.calls.definition.texts import Text


@dataclass(frozen=True)
class Gate:
    """A yes-or-no check before scoring; it gives no points."""

    key: str = is_a(Key())
    label: Text = is_a(Words())


@dataclass(frozen=True)
class SubCriterion:
    """What a reviewer gives points for."""

    key: str = is_a(Key())
    label: Text = is_a(Words())
    max: int = is_a(Whole(1, 1000))


def _subs_total_the_criterion(criterion: "Criterion") -> Findings:
    total = sum(sub.max for sub in criterion.sub)
    if criterion.sub and total != criterion.max:
        text = N_("The parts of this criterion total %(total)s points, not %(max)s.")
        yield "sub", text, {"total": total, "max": criterion.max}


@dataclass(frozen=True)
class Criterion:
    """One row of the rubric; without `sub` it is scored as a whole."""

    key: str = is_a(Key())
    label: Text = is_a(Words())
    max: int = is_a(Whole(1, 1000))
    sub: tuple[SubCriterion, ...] = is_a(Many(Record(SubCriterion)), default=())

    CHECKS = (_subs_total_the_criterion,)

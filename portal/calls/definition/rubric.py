"""What points are given for: eligibility gates, and criteria with their parts, bands in words, and who enters the points."""

from dataclasses import dataclass
from itertools import pairwise

from portal.calls.definition.problems import N_
from portal.calls.definition.shapes import Findings, Key, Many, OneOf, Record, Whole, Words, is_a
from portal.calls.definition.texts import Text

OPERATOR = "operator"


@dataclass(frozen=True)
class Gate:
    """A yes-or-no check before scoring; it gives no points."""

    key: str = is_a(Key())
    label: Text = is_a(Words())


@dataclass(frozen=True)
class Band:
    """What points from `from_pct` percent of the maximum on mean in words, up to the band above."""

    from_pct: int = is_a(Whole(0, 100))
    label: Text = is_a(Words())
    descriptor: Text = is_a(Words(blank=True))


def _bands_go_down(item: "SubCriterion | Criterion") -> Findings:
    for i, (above, below) in enumerate(pairwise(item.bands or ()), 1):
        if below.from_pct >= above.from_pct:
            yield f"bands.{i}.from_pct", N_("Bands go from best to worst; this one must start below the one above it."), {}


@dataclass(frozen=True)
class SubCriterion:
    """What a reviewer gives points for."""

    key: str = is_a(Key())
    label: Text = is_a(Words())
    max: int = is_a(Whole(1, 1000))
    bands: tuple[Band, ...] | None = is_a(Many(Record(Band), most=10), default=None)

    CHECKS = (_bands_go_down,)


def _operator_points_rest_on_facts(criterion: "Criterion") -> Findings:
    by_operator, facts = criterion.entered_by == OPERATOR, bool(criterion.facts)
    if by_operator and not facts:
        yield "facts", N_("Write how the points follow from facts; companies and reviewers read it."), {}
    if facts and not by_operator:
        yield "facts", N_("Only points that the operator enters follow from facts."), {}
    if by_operator and criterion.sub:
        yield "sub", N_("Points that the operator enters have no parts."), {}


def _subs_total_the_criterion(criterion: "Criterion") -> Findings:
    total = sum(sub.max for sub in criterion.sub)
    if criterion.sub and total != criterion.max:
        text = N_("The parts of this criterion total %(total)s points, not %(max)s.")
        yield "sub", text, {"total": total, "max": criterion.max}


@dataclass(frozen=True)
class Criterion:
    """One row of the rubric; without `sub` it is scored as a whole.

    Points are given by reviewers, or (`entered_by` "operator") entered by the manager from `facts`, such as bands of a
    financial ratio; no `entered_by` means reviewers.
    """

    key: str = is_a(Key())
    label: Text = is_a(Words())
    max: int = is_a(Whole(1, 1000))
    sub: tuple[SubCriterion, ...] = is_a(Many(Record(SubCriterion)), default=())
    bands: tuple[Band, ...] | None = is_a(Many(Record(Band), most=10), default=None)
    entered_by: str | None = is_a(OneOf(("reviewers", OPERATOR)), default=None)
    facts: Text | None = is_a(Words(blank=True), default=None)

    CHECKS = (_subs_total_the_criterion, _bands_go_down, _operator_points_rest_on_facts)

    @property
    def by_operator(self) -> bool:
        """Whether the manager enters the points, not the reviewers."""
        return self.entered_by == OPERATOR

"""The rounds of scoring: who scores them, by which rubric, and who goes on."""

from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from math import floor

from portal.calls.definition.judging import Panel
from portal.calls.definition.problems import N_
from portal.calls.definition.rubric import OPERATOR, Criterion
from portal.calls.definition.shapes import Day, Findings, Flag, Key, Many, OneOf, Ratio, Record, Whole, Words, is_a
from portal.calls.definition.texts import Text

KINDS = ("document", "presentation", "site_visit", "legal_review", "committee")
GATES_ALONE = ("site_visit", "legal_review")
STEP_OF_KIND = {"document": "document_review"} | {kind: kind for kind in KINDS[1:]}


def _number_fits_the_kind(pass_rule: "PassRule") -> Findings:
    for name, kind in (("n", "top"), ("times", "times_awards")):
        if (getattr(pass_rule, name) is not None) != (pass_rule.kind == kind):
            yield name, N_("%(name)s belongs to the rule %(kind)s and to no other."), {"name": name, "kind": kind}


@dataclass(frozen=True)
class PassRule:
    """Who goes on to the next stage, always only from the threshold up: the top n, `times` the awards, or everyone."""

    kind: str = is_a(OneOf(("top", "times_awards", "threshold")))
    n: int | None = is_a(Whole(1, 10_000), default=None)
    times: str | None = is_a(Ratio(100), default=None)

    CHECKS = (_number_fits_the_kind,)

    def places(self, awards: int) -> int | None:
        """How many may pass when `awards` are given in the end (a broken place is dropped); None for no limit."""
        if self.kind == "top":
            return self.n
        return floor(Fraction(self.times) * awards) if self.times else None


def _reviewers_score_something(stage: "Stage") -> Findings:
    if stage.criteria and all(criterion.entered_by == OPERATOR for criterion in stage.criteria):
        yield "criteria", N_("At least one criterion must be scored by reviewers."), {}


def _body_sizes_are_in_order(body: "Body") -> Findings:
    if body.size_min > body.size_max:
        yield "size_max", N_("The maximum is below the minimum."), {}
    if body.min_valid_scores is not None and body.min_valid_scores > body.size_max:
        yield "min_valid_scores", N_("This body is not large enough for this many scores."), {}


@dataclass(frozen=True)
class Body:
    """People who score a stage together; their trimmed mean counts `weight` percent of its score.

    The first body of a stage is its panel: the composition the call asks of its panel holds for it alone.
    Without `min_valid_scores` of its own a body needs as many scores as the scoring rule says.
    """

    key: str = is_a(Key())
    label: Text = is_a(Words())
    weight: int = is_a(Whole(1, 100))
    size_min: int = is_a(Whole(1, 100))
    size_max: int = is_a(Whole(1, 100))
    min_valid_scores: int | None = is_a(Whole(1, 100), default=None)

    CHECKS = (_body_sizes_are_in_order,)


@dataclass(frozen=True)
class StageGate:
    """A check of a stage that the operator passes, passes under a condition, or fails with a reason; it gives no points."""

    key: str = is_a(Key())
    label: Text = is_a(Words())
    help: Text | None = is_a(Words(blank=True), default=None)


def _criteria_total_100(stage: "Stage") -> Findings:
    total = sum(criterion.max for criterion in stage.criteria)
    if total != 100 and stage.criteria:
        text = N_("The criteria of a stage must total 100 points; they total %(total)s now.")
        yield "criteria", text, {"total": total}


def _keys_are_used_once(stage: "Stage") -> Findings:
    seen = set()
    for i, criterion in enumerate(stage.criteria):
        for step, name in [("key", criterion.key), *((f"sub.{j}.key", s.key) for j, s in enumerate(criterion.sub))]:
            if name in seen:
                yield f"criteria.{i}.{step}", N_("%(name)s is used twice."), {"name": name}
            seen.add(name)


def _gates_alone_give_no_points(stage: "Stage") -> Findings:
    if stage.criteria:
        return
    if not stage.gates:
        yield "criteria", N_("Give this stage criteria to score, or checks to pass."), {}
    elif stage.kind not in GATES_ALONE:
        yield "criteria", N_("Only a site visit or a legal review may be decided by checks alone."), {}
    for name, value in (("weight", stage.weight), ("threshold", stage.threshold)):
        if value:
            yield name, N_("Without criteria there are no points: set this to 0."), {}
    for name, people in (("bodies", stage.bodies), ("panel", stage.panel)):
        if people:
            yield name, N_("Without criteria nobody scores this stage."), {}
    if stage.pass_rule is not None and stage.pass_rule.kind != "threshold":
        yield "pass_rule.kind", N_("Without criteria everyone who passes the checks goes on: choose threshold."), {}


def _bodies_share_100(stage: "Stage") -> Findings:
    total = sum(body.weight for body in stage.bodies or ())
    if stage.bodies and total != 100:
        yield "bodies", N_("The weights of the bodies must total 100; they total %(total)s now."), {"total": total}


@dataclass(frozen=True)
class Revising:
    """Before a stage, whoever reached it may revise the proposal for so many days from the release on: the questions of
    these sections (none named: of all) and, with `files`, what was attached to it for the panel."""

    days: int = is_a(Whole(1, 60))
    sections: tuple[str, ...] | None = is_a(Many(Key(), unique="", most=50), default=None)
    files: bool = is_a(Flag(), default=True)


def _both_days_in_order(stage: "Stage") -> Findings:
    if (stage.starts is None) != (stage.ends is None):
        yield "ends" if stage.ends is None else "starts", N_("Give the first and the last day, or neither."), {}
    elif stage.starts and stage.ends and stage.ends < stage.starts:
        yield "ends", N_("This stage ends before it starts."), {}


@dataclass(frozen=True, kw_only=True)
class Stage:
    """One round of scoring. `weight` is a percent of the final score (0: only a hurdle), `threshold` is points of 100.

    The last stage has no pass rule: there the awards and the reserve list decide. With `bodies`, each scores by the whole
    rubric and counts by its weight; without, one panel scores alone. Who fails one of the `gates` is out. A site visit or a
    legal review may have gates only. Without days of its own a stage lasts as long as the step of its kind, without a panel
    of its own it asks for the call's.
    """

    key: str = is_a(Key())
    kind: str = is_a(OneOf(KINDS))
    label: Text = is_a(Words())
    starts: date | None = is_a(Day(), default=None)
    ends: date | None = is_a(Day(), default=None)
    weight: int = is_a(Whole(0, 100))
    threshold: int = is_a(Whole(0, 100))
    pass_rule: PassRule | None = is_a(Record(PassRule), default=None)
    revise: Revising | None = is_a(Record(Revising), default=None)
    panel: Panel | None = is_a(Record(Panel), default=None)
    bodies: tuple[Body, ...] | None = is_a(Many(Record(Body), unique="key", most=5), default=None)
    gates: tuple[StageGate, ...] | None = is_a(Many(Record(StageGate), unique="key", most=20), default=None)
    criteria: tuple[Criterion, ...] = is_a(Many(Record(Criterion), most=50))

    CHECKS = (_both_days_in_order, _gates_alone_give_no_points, _criteria_total_100, _keys_are_used_once,
              _reviewers_score_something, _bodies_share_100)

    @property
    def for_reviewers(self) -> tuple[Criterion, ...]:
        """What stands on the reviewers' sheets."""
        return tuple(criterion for criterion in self.criteria if not criterion.by_operator)

    @property
    def for_operator(self) -> tuple[Criterion, ...]:
        """What the manager enters from facts."""
        return tuple(criterion for criterion in self.criteria if criterion.by_operator)

    def body_of(self, key: str) -> Body | None:
        """The body called `key`, the panel for any other name; None when one panel scores alone."""
        bodies = self.bodies or ()
        return next((body for body in bodies if body.key == key), bodies[0] if bodies else None)

    def criterion(self, key: str) -> Criterion:
        """The criterion called `key`; KeyError when the rubric has none such."""
        for criterion in self.criteria:
            if criterion.key == key:
                return criterion
        raise KeyError(key)

    def max_of(self, key: str) -> int:
        """The most points a criterion or a part of one can get; KeyError for neither."""
        for criterion in self.criteria:
            maxima = {criterion.key: criterion.max} | {sub.key: sub.max for sub in criterion.sub}
            if key in maxima:
                return maxima[key]
        raise KeyError(key)

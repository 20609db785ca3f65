"""How proposals are judged: gates, stages and rubrics, scoring rule, bonus points, panel, reserve list, objections."""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from portal.calls.definition.problems import N_
from portal.calls.definition.shapes import (
    Findings,
    Key,
    Line,
    Many,
    OneOf,
    Ratio,
    Record,
    Whole,
    Words,
    is_a,
)
from portal.calls.definition.texts import Text

TIE_BREAK = r"criterion:[A-Za-z][A-Za-z0-9_]{0,39}|bonus_less|older_submission|draw:[0-9A-Za-z_-]{1,64}"
CERTAIN_TIE_BREAKS = ("older_submission", "draw")


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


def _criteria_total_100(stage: "Stage") -> Findings:
    total = sum(criterion.max for criterion in stage.criteria)
    if total != 100:
        text = N_("The criteria of a stage must total 100 points; they total %(total)s now.")
        yield "criteria", text, {"total": total}


def _keys_are_used_once(stage: "Stage") -> Findings:
    seen = set()
    for i, criterion in enumerate(stage.criteria):
        for step, name in [("key", criterion.key), *((f"sub.{j}.key", s.key) for j, s in enumerate(criterion.sub))]:
            if name in seen:
                yield f"criteria.{i}.{step}", N_("%(name)s is used twice."), {"name": name}
            seen.add(name)


@dataclass(frozen=True)
class Stage:
    """One round of scoring. `weight` is a percent of the final score (0: only a hurdle), `threshold` is points of 100.

    The last stage has no pass rule: there the awards and the reserve list decide.
    """

    key: str = is_a(Key())
    kind: str = is_a(OneOf(("document", "presentation")))
    label: Text = is_a(Words())
    weight: int = is_a(Whole(0, 100))
    threshold: int = is_a(Whole(0, 100))
    criteria: tuple[Criterion, ...] = is_a(Many(Record(Criterion), least=1, most=50))
    pass_rule: PassRule | None = is_a(Record(PassRule), default=None)

    CHECKS = (_criteria_total_100, _keys_are_used_once)

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


@dataclass(frozen=True)
class OutlierRule:
    """When the chair asks a reviewer to explain: a total this many points away from the median of the panel."""

    type: str = is_a(OneOf(("deviation_from_panel_median",)))
    points: int = is_a(Whole(1, 100))
    action: str = is_a(OneOf(("explain_then_vote_of_majority",)))


def _trimming_leaves_someone(scoring: "Scoring") -> Findings:
    if scoring.min_scores_to_trim <= scoring.trim_high + scoring.trim_low:
        yield "min_scores_to_trim", N_("Trimming would leave no score; ask for more scores before trimming."), {}


def _floor_fits_the_scale(scoring: "Scoring") -> Findings:
    lowest = {"five_band_60": 60, "five_level_20": 20}.get(scoring.scale, 100)
    if scoring.floor_pct_of_max > lowest:
        text = N_("The scale goes down to %(lowest)s percent; set the floor to that or lower.")
        yield "floor_pct_of_max", text, {"lowest": lowest}


def _ties_always_end(scoring: "Scoring") -> Findings:
    if scoring.tie_break and scoring.tie_break[-1].partition(":")[0] not in CERTAIN_TIE_BREAKS:
        yield "tie_break", N_("The last tie-break must be older_submission or draw, or a tie could stay open."), {}


@dataclass(frozen=True)
class Scoring:
    """The scoring rule; portal.reviews.scoring computes by it; docs/the-work.md tells the rules in words.

    `trim_high`/`trim_low` are 0 or 1, since even of several equal totals only one is dropped.
    """

    aggregate: str = is_a(OneOf(("trimmed_mean", "mean")))
    trim_high: int = is_a(Whole(0, 1))
    trim_low: int = is_a(Whole(0, 1))
    trim_scope: str = is_a(OneOf(("reviewer_total", "criterion")))
    min_scores_to_trim: int = is_a(Whole(1, 100))
    min_valid_scores: int = is_a(Whole(1, 100))
    scale: str = is_a(OneOf(("free_integer", "five_band_60", "five_level_20")))
    floor_pct_of_max: int = is_a(Whole(0, 100))
    round_places: int = is_a(Whole(0, 4))
    rounding: str = is_a(OneOf(("half_up",)))
    display_places: int = is_a(Whole(0, 4))
    bonus_applied: str = is_a(OneOf(("after_mean",)))
    bonus_cap: int = is_a(Whole(0, 100))
    threshold_tested: str = is_a(OneOf(("before_bonus", "after_bonus")))
    tie_break: tuple[str, ...] = is_a(Many(Line(TIE_BREAK), unique="", least=1, most=20))
    tie_break_basis: str = is_a(OneOf(("retained_reviewers", "all_reviewers")))
    outlier_rule: OutlierRule | None = is_a(Record(OutlierRule), default=None)

    CHECKS = (_trimming_leaves_someone, _floor_fits_the_scale, _ties_always_end)

    def body(self) -> dict[str, object]:
        """The rule as JSON, what portal.reviews.scoring.Rule.of reads."""
        return Record(Scoring).body(self)


@dataclass(frozen=True)
class Bonus:
    """Points added after the mean for accepted evidence, up to the cap of the scoring rule."""

    key: str = is_a(Key())
    label: Text = is_a(Words())
    points: int = is_a(Whole(1, 100))


def _sizes_are_in_order(panel: "Panel") -> Findings:
    if panel.size_min > panel.size_max:
        yield "size_max", N_("The maximum is below the minimum."), {}
    if panel.quorum > panel.size_max:
        yield "quorum", N_("The quorum is larger than the largest panel."), {}


@dataclass(frozen=True)
class Panel:
    """Who must sit (Seoul evaluation rule arts. 2-5): size, quorum of the meeting, share of officials, substitutes."""

    size_min: int = is_a(Whole(1, 100))
    size_max: int = is_a(Whole(1, 100))
    quorum: int = is_a(Whole(1, 100))
    officials_max_ratio: str = is_a(Ratio(1))
    substitutes_min: int = is_a(Whole(0, 100))
    pool_multiple: int = is_a(Whole(1, 20))

    CHECKS = (_sizes_are_in_order,)

    def officials_max(self, size: int) -> int:
        """How many of `size` members may be public officials, a broken person dropped."""
        return floor(Fraction(self.officials_max_ratio) * size)


@dataclass(frozen=True)
class Reserve:
    """The waiting list: how many names, for how many days after the result."""

    count: int = is_a(Whole(0, 1000))
    valid_days: int = is_a(Whole(1, 366))


@dataclass(frozen=True)
class Objection:
    """The window to object in days, how often one may, and the days within which the answer is due."""

    days: int = is_a(Whole(1, 60))
    times: int = is_a(Whole(1, 5))
    answer_days: int = is_a(Whole(1, 60))

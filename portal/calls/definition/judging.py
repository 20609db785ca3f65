"""How proposals are judged as a whole: scoring rule, bonus and deductions, panel, reserve list, objections."""

from dataclasses import dataclass
from fractions import Fraction
from math import floor

from portal.calls.definition.problems import N_
from portal.calls.definition.shapes import Findings, Key, Line, Many, OneOf, Ratio, Record, Whole, Words, is_a
from portal.calls.definition.texts import Text

TIE_BREAK = r"criterion:[A-Za-z][A-Za-z0-9_]{0,39}|bonus_less|older_submission|draw:[0-9A-Za-z_-]{1,64}"
CERTAIN_TIE_BREAKS = ("older_submission", "draw")


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

    `trim_high`/`trim_low` are 0 or 1, since even of several equal totals only one is dropped. `deduction_cap` is the most
    that deductions can take off together; None for no limit.
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
    deduction_cap: int | None = is_a(Whole(1, 100), default=None)

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


@dataclass(frozen=True)
class Deduction:
    """Points taken off after the mean for a fault on record, such as an earlier giving-up or a name shown in a blind review."""

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

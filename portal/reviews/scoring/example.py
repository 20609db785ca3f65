"""A worked example of a call's rule: four invented proposals before seven invented reviewers, with every step in between;
a fifth where a stage has checks, because it fails one.

The points are always the same; what becomes of them follows the rule alone, through the code that judges real proposals.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from fractions import Fraction
from typing import Any, Protocol

from portal.reviews.scoring.entry import least_of, offered
from portal.reviews.scoring.finals import Final, final_of
from portal.reviews.scoring.means import Outlier, StageResult, outliers_of
from portal.reviews.scoring.ranking import EPOCH, UNRESOLVED, Ranked, Row, rank
from portal.reviews.scoring.rule import BodyLike, Criterion, Rule, Sheet, StageLike
from portal.reviews.scoring.selecting import Outcome, PassRuleLike, select
from portal.reviews.scoring.stages import stage_result

MAXIMA, REST = (40, 30, 30), "rest"
# Totals by reviewer (None: stepped down), by how much the first criterion is favored, and bonus points claimed.
TOTALS: Mapping[str, tuple[int | None, ...]] = {
    "A": (90, 88, 93, 86, 91, 70, 88), "B": (78, 85, 81, 83, 82, 84, 80), "C": (82, 85, None, 80, 88, 84, 81),
    "D": (-9, -2, None, -1, -1, None, 8), "E": (91, 90, 94, 89, 92, 90, 93),
}
FAILS_A_CHECK = "E"
FAVORED = {"A": (0, 2, 1, 0, 1, 0, 2), "B": (0, 1, 0, -2, 1, 0, 1), "C": (2, 3, 0, 1, 2, 3, 2), "D": (-6, 0, 0, 1, 0, 0, 2),
           "E": (1, 0, 1, 0, 1, 0, 1)}
CLAIMED = {"A": 6, "B": 3, "C": 2, "D": 2, "E": 3}
FACTS = {"A": 27, "B": 24, "C": 24, "D": 21, "E": 27}
# How much better or worse each did at an earlier stage than at this one.
EARLIER = {"A": -12, "B": 4, "C": -3, "D": 9, "E": 0}


class ScoringLike(Protocol):
    """The scoring part of a definition."""

    outlier_rule: Any

    def body(self) -> Mapping[str, Any]: ...


class JudgedStage(StageLike, Protocol):
    """A stage of a definition."""

    @property
    def threshold(self) -> int: ...

    @property
    def pass_rule(self) -> PassRuleLike | None: ...


@dataclass(frozen=True)
class GivenTotal:
    """One reviewer's total for one proposal; `dropped` is "high", "low" or "", `raised` says that a floor forbade less."""

    reviewer: str
    body: str
    total: Fraction
    dropped: str
    raised: bool
    dropped_in: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class ExampleLine:
    """One proposal's way through the rule. `why` is why it stands where it does:

    "too_few_scores", "failed_check", "below_threshold", "within_places", "beyond_places", "all_above" or "tie_unbroken".
    `earlier` are the means of the earlier stages that count with this one.
    """

    name: str
    totals: tuple[GivenTotal, ...]
    result: StageResult
    claimed: int
    deducted: int
    final: Final | None
    rank: int | None = None
    lost_by: str | None = None
    won_by: str | None = None
    outcome: Outcome | None = None
    reserve: int | None = None
    why: str = "too_few_scores"
    earlier: tuple[Fraction, ...] = ()


@dataclass(frozen=True)
class WorkedExample:
    """Lines best first, those without enough scores last; `criteria` names the columns ("rest": everything else)."""

    criteria: tuple[Criterion, ...]
    lines: tuple[ExampleLine, ...]
    outliers: tuple[Outlier, ...]


@dataclass(frozen=True)
class _Stage:
    criteria: Sequence[Criterion]
    bodies: Sequence[BodyLike] | None


def worked_example(scoring: ScoringLike, stage: JudgedStage, *, awards: int, reserve: int = 0,
                   deductions: Sequence[int] = (), earlier: Sequence[int] = (), checks: bool = False) -> WorkedExample:
    """Run the example through a call's own rule: `awards` places and a `reserve` list count at a stage without a pass rule.

    `deductions` are the points of each deduction on the call's list; proposal A gets them all. `earlier` are the percents of
    the stages that count before this one. B and C come to the same final score under the usual rule where one stage counts,
    two reviewers step down from D, which hangs just below the threshold; E, the best,
    fails a check where there are `checks`.
    """
    rule = Rule.of(scoring.body())
    columns = _columns(rule, stage)
    example = _Stage(columns, stage.bodies)
    names = [name for name in TOTALS if name != FAILS_A_CHECK or checks]
    sheets = {name: _sheets(name, example, rule, stage.threshold) for name in names}
    means = {name: [_stage_before(name, example, rule, stage.threshold) for _weight in earlier] for name in names}
    lines = {name: _line(name, given, example, rule, stage.threshold, sum(deductions),
                         list(zip(means[name], earlier, strict=True))) for name, given in sheets.items()}
    ranked = rank([Row(name, line.final, EPOCH + timedelta(days=day)) for day, (name, line) in enumerate(lines.items())
                   if line.final is not None], rule)
    placed = [_placed(lines[said.proposal], said.ranked, said.outcome, said.reserve, stage)
              for said in select(ranked, awards, reserve, stage.pass_rule)]
    points = scoring.outlier_rule.points if scoring.outlier_rule else None
    panel = {name: [sheet for sheet, _raised in given] for name, given in sheets.items()}
    return WorkedExample(columns, (*placed, *(line for line in lines.values() if line.final is None)),
                         tuple(outliers_of(panel, points)) if points else ())


def _columns(rule: Rule, stage: StageLike) -> tuple[Criterion, ...]:
    """Two criteria of the call, those that break ties first, and everything else as one; the last from facts if any is."""
    own = [criterion.key for criterion in stage.criteria if not criterion.by_operator]
    chain = [step.partition(":")[2] for step in rule.tie_break if step.startswith("criterion:")]
    names = list(dict.fromkeys([*(key for key in chain if key in own), *own, "one", "two"]))[:2]
    facts = any(criterion.by_operator for criterion in stage.criteria)
    return (*(Criterion(key, most) for key, most in zip(names, MAXIMA, strict=False)), Criterion(REST, MAXIMA[2], (), facts))


def _stage_before(name: str, stage: _Stage, rule: Rule, threshold: int) -> StageResult:
    """An earlier stage that was scored by one panel of the same people."""
    one_panel = _Stage(stage.criteria, None)
    sheets = _sheets(name, one_panel, rule, threshold, EARLIER[name])
    facts = {REST: FACTS[name]} if stage.criteria[-1].by_operator else {}
    return stage_result([sheet for sheet, _raised in sheets], one_panel, rule, facts)


def _sheets(name: str, stage: _Stage, rule: Rule, threshold: int, shift: int = 0) -> list[tuple[Sheet, bool]]:
    """What each reviewer gave, on the call's scale and never under its floor; further bodies are a little kinder."""
    found = []
    for nth, body in enumerate(stage.bodies or (None,)):
        for i, (total, favored) in enumerate(zip(TOTALS[name], FAVORED[name], strict=True), 1):
            if total is None:
                continue
            whole = max(0, min(total + (threshold if name == "D" else 0) + 3 * nth + shift, 100))
            points, raised = _points(whole, favored, stage.criteria, rule)
            reviewer = f"{body.key}-{i}" if body else str(i)
            found.append((Sheet(reviewer, points, body.key if body else ""), raised))
    return found


def _points(total: int, favored: int, criteria: Sequence[Criterion], rule: Rule) -> tuple[dict[str, Fraction], bool]:
    first = min(MAXIMA[0], max(0, total * 2 // 5 + favored))
    second = min(MAXIMA[1], max(0, total * 3 // 10 - favored))
    wished = (first, second, min(MAXIMA[2], max(0, total - first - second)))
    given, raised = {}, False
    for criterion, wish in zip(criteria, wished, strict=True):
        if criterion.by_operator:
            continue
        choices = [points for _band, points in offered(criterion, rule)]
        points = min(choices, key=lambda choice: (abs(choice - wish), choice)) if choices else Fraction(wish)
        least = Fraction(least_of(criterion, rule))
        given[criterion.key], raised = max(points, least), raised or points < least
    return given, raised


def _line(name: str, given: Sequence[tuple[Sheet, bool]], stage: _Stage, rule: Rule, threshold: int, deductions: int,
          before: Sequence[tuple[StageResult, int]]) -> ExampleLine:
    result = stage_result([sheet for sheet, _raised in given], stage, rule,
                          {REST: FACTS[name]} if stage.criteria[-1].by_operator else {})
    deducted, enough = deductions if name == "A" else 0, all(each.enough for each in (result, *(one for one, _n in before)))
    parts = [*before, (result, 100 - sum(weight for _result, weight in before))]
    final = final_of(parts, rule, threshold, bonus=CLAIMED[name], deductions=deducted) if enough else None
    if final is not None and name == FAILS_A_CHECK:
        final = replace(final, passed=False)
    totals = tuple(_total(sheet, raised, result.of(sheet.reviewer)) for sheet, raised in given)
    return ExampleLine(name, totals, result, CLAIMED[name], deducted, final,
                       earlier=tuple(one.mean for one, _n in before if one.mean is not None))


def _total(sheet: Sheet, raised: bool, result: StageResult) -> GivenTotal:
    dropped = {result.dropped_high: "high", result.dropped_low: "low"}.get(sheet.reviewer, "")
    within = {key: "high" if sheet.reviewer == pair[0] else "low" for key, pair in result.dropped_by_criterion.items()
              if sheet.reviewer in pair}
    return GivenTotal(sheet.reviewer, sheet.body, result.totals[sheet.reviewer], dropped, raised, within)


def _placed(line: ExampleLine, ranked: Ranked, outcome: Outcome, reserve: int | None, stage: JudgedStage) -> ExampleLine:
    return replace(line, rank=ranked.rank, lost_by=ranked.lost_by, won_by=ranked.won_by, outcome=outcome, reserve=reserve,
                   why=_why(ranked, outcome, stage))


def _why(ranked: Ranked, outcome: Outcome, stage: JudgedStage) -> str:
    if ranked.rank is None:
        return "failed_check" if ranked.proposal == FAILS_A_CHECK else "below_threshold"
    if outcome == Outcome.TIED or UNRESOLVED in (ranked.lost_by, ranked.won_by):
        return "tie_unbroken"
    if stage.pass_rule is not None and stage.pass_rule.kind == "threshold":
        return "all_above"
    return "within_places" if outcome in (Outcome.PASSED, Outcome.SELECTED) else "beyond_places"

"""From the sheets of one proposal in one stage to its mean: who is dropped, who is retained, what each criterion got."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from statistics import median
from typing import Any

from portal.reviews.scoring.entry import scored_items
from portal.reviews.scoring.numbers import Number, exact
from portal.reviews.scoring.rule import CriterionLike, Rule, Sheet


class IncompleteSheet(ValueError):
    """A sheet lacks points for a criterion; only confirmed sheets may be counted."""


@dataclass(frozen=True)
class StageResult:
    """What one stage gave one proposal. Means are exact; reviewers are named by their keys.

    `enough` is False below the rule's `min_valid_scores`: the stage cannot close, a substitute must be called.
    `dropped_high`/`dropped_low` are None when nothing was trimmed by total; with trim_scope "criterion",
    `dropped_by_criterion` maps each criterion to its (high, low) and everyone is retained. Where several bodies score,
    `bodies` holds each one's own result, and what was dropped stands there. `missing` names criteria whose points the
    operator has not entered; until then there is no mean, even where the scores themselves suffice.
    """

    n: int
    enough: bool
    mean: Fraction | None
    retained: tuple[Any, ...]
    dropped_high: Any
    dropped_low: Any
    criterion_means: Mapping[str, Fraction]
    totals: Mapping[Any, Fraction]
    dropped_by_criterion: Mapping[str, tuple[Any, Any]]
    bodies: Mapping[str, "StageResult"] = field(default_factory=dict)
    missing: tuple[str, ...] = ()
    scores_suffice: bool = True

    def of(self, reviewer: Any) -> "StageResult":
        """The result a reviewer's sheet was trimmed in: that of their body, or the whole."""
        return next((result for result in self.bodies.values() if reviewer in result.totals), self)


@dataclass(frozen=True)
class Outlier:
    """A total far from its panel's median, in points; `deviation` is negative when it is low."""

    proposal: Any
    reviewer: Any
    total: Fraction
    median: Fraction
    deviation: Fraction


def mean_of(sheets: Sequence[Sheet], criteria: Sequence[CriterionLike], rule: Rule) -> StageResult:
    """Trim and average the sheets of one proposal (the order of sheets does not matter).

    From `min_scores_to_trim` sheets on, exactly one highest and one lowest total are dropped, even of several equal
    ones: sheets are sorted by (total, reviewer key); the first is the lowest, the last is the highest.
    Raises IncompleteSheet for a sheet without all points, ValueError for two sheets of one reviewer.
    """
    rows = {sheet.reviewer: _row(sheet, criteria) for sheet in sheets}
    if len(rows) < len(sheets):
        raise ValueError("two sheets of the same reviewer")
    totals = {reviewer: sum(row.values(), Fraction(0)) for reviewer, row in sorted(rows.items())}
    trimming = rule.trims and len(rows) >= rule.min_scores_to_trim
    by_criterion = rule.trim_scope == "criterion"
    low, high, kept = _trim(totals, rule, trimming and not by_criterion)
    drops = {criterion.key: _trim(_column(rows, criterion.key), rule, trimming and by_criterion) for criterion in criteria}
    means = {criterion.key: _mean_over(rows, criterion.key, drops[criterion.key][2] if by_criterion else kept)
             for criterion in criteria}
    everyone = rule.tie_break_basis == "all_reviewers"
    return StageResult(
        n=len(rows),
        enough=len(rows) >= rule.min_valid_scores,
        mean=sum(means.values(), Fraction(0)) if rows else None,
        retained=kept,
        dropped_high=high,
        dropped_low=low,
        criterion_means={key: _mean_over(rows, key, tuple(totals)) for key in means} if everyone else means,
        totals=totals,
        dropped_by_criterion={key: (drop[1], drop[0]) for key, drop in drops.items() if trimming and by_criterion},
        scores_suffice=len(rows) >= rule.min_valid_scores,
    )


def outliers_of(panel: Mapping[Any, Sequence[Sheet]], points: int) -> list[Outlier]:
    """Totals at least `points` away from the median of their proposal; `panel` maps proposals to their sheets.

    The chair asks these reviewers to explain. Someone who is that high, or that low, on
    everything they scored (two proposals or more) is only strict or kind, and is not asked.
    """
    found = [outlier for proposal, sheets in panel.items() for outlier in _far(proposal, sheets, points)]
    scored: dict[Any, int] = {}
    for sheet in (sheet for sheets in panel.values() for sheet in sheets):
        scored[sheet.reviewer] = scored.get(sheet.reviewer, 0) + 1
    return [outlier for outlier in found if not _uniform(outlier, found, scored[outlier.reviewer])]


def _row(sheet: Sheet, criteria: Sequence[CriterionLike]) -> dict[str, Fraction]:
    row = {}
    for criterion in criteria:
        given: list[Number | None] = [sheet.points.get(item.key) for item in scored_items(criterion, sheet.points)]
        if None in given:
            raise IncompleteSheet(f"{sheet.reviewer} has not scored {criterion.key}")
        row[criterion.key] = sum((exact(value) for value in given if value is not None), Fraction(0))
    return row


def _column(rows: Mapping[Any, Mapping[str, Fraction]], key: str) -> dict[Any, Fraction]:
    return {reviewer: row[key] for reviewer, row in rows.items()}


def _trim(scores: Mapping[Any, Fraction], rule: Rule, trimming: bool) -> tuple[Any, Any, tuple[Any, ...]]:
    order = sorted(scores, key=lambda reviewer: (scores[reviewer], reviewer))
    low = order[0] if trimming and rule.trim_low else None
    high = order[-1] if trimming and rule.trim_high else None
    start, end = (1 if low is not None else 0), len(order) - (1 if high is not None else 0)
    return low, high, tuple(sorted(order[start:end]))


def _mean_over(rows: Mapping[Any, Mapping[str, Fraction]], key: str, reviewers: Sequence[Any]) -> Fraction:
    if not reviewers:
        return Fraction(0)
    return sum((rows[reviewer][key] for reviewer in reviewers), Fraction(0)) / len(reviewers)


def _far(proposal: Any, sheets: Sequence[Sheet], points: int) -> list[Outlier]:
    totals = {sheet.reviewer: sum((exact(value) for value in sheet.points.values()), Fraction(0)) for sheet in sheets}
    middle = median(totals.values()) if totals else Fraction(0)
    return [Outlier(proposal, reviewer, total, middle, total - middle)
            for reviewer, total in sorted(totals.items()) if abs(total - middle) >= points]


def _uniform(outlier: Outlier, found: Sequence[Outlier], scored: int) -> bool:
    same = [other for other in found
            if other.reviewer == outlier.reviewer and (other.deviation > 0) == (outlier.deviation > 0)]
    return scored > 1 and len(same) == scored

"""How one proposal's mean came about, from the sheets themselves: who counted, who was dropped, what each criterion got."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from statistics import median
from typing import Any

from portal.reviews import scoring
from portal.reviews.scoring.entry import scored_items
from portal.reviews.scoring.rule import StageLike

UNIT = 10_000


@dataclass(frozen=True)
class SheetLine:
    """One confirmed sheet. `label` is the reviewer's number on this panel; figures are ten-thousandths of a point.

    `dropped` is "high", "low" or ""; with trimming by criterion, `dropped_in` names the criteria instead. `body` is whom
    the reviewer scores with, "" where one panel scores alone.
    """

    label: int
    total_e4: int
    dropped: str = ""
    criteria: Mapping[str, int] = field(default_factory=dict)
    points: Mapping[str, str] = field(default_factory=dict)
    dropped_in: Mapping[str, str] = field(default_factory=dict)
    reviewer_id: int | None = None
    body: str = ""


@dataclass(frozen=True)
class Workings:
    """Everything the mean of one proposal at one stage was computed from; `bodies` holds each body's own mean.

    `entered` holds the points the operator entered by criterion, each as (ten-thousandths, the facts they follow from).
    """

    sheets: tuple[SheetLine, ...] = ()
    mean_e4: int | None = None
    criteria: Mapping[str, int] = field(default_factory=dict)
    bodies: Mapping[str, int | None] = field(default_factory=dict)
    entered: Mapping[str, Sequence[Any]] = field(default_factory=dict)

    @property
    def spread_e4(self) -> int | None:
        """The highest total less the lowest."""
        totals = [sheet.total_e4 for sheet in self.sheets]
        return max(totals) - min(totals) if totals else None

    @property
    def entered_e4(self) -> int:
        """Everything the operator entered from facts."""
        return sum(e4 for e4, _facts in self.entered.values())

    @property
    def median_e4(self) -> int | None:
        totals = [sheet.total_e4 for sheet in self.sheets]
        return round(median(totals)) if totals else None

    @property
    def kept(self) -> list[SheetLine]:
        """The sheets the mean was taken over."""
        return [sheet for sheet in self.sheets if not sheet.dropped]

    def body(self) -> dict[str, Any]:
        """As JSON, to be frozen with a decision; without anybody's name or number."""
        return {"mean_e4": self.mean_e4, "criteria": dict(self.criteria), "bodies": dict(self.bodies),
                "entered": {key: list(given) for key, given in self.entered.items()}, "sheets": [
            {"label": s.label, "total_e4": s.total_e4, "dropped": s.dropped, "criteria": dict(s.criteria),
             "points": dict(s.points), "dropped_in": dict(s.dropped_in), "body": s.body} for s in self.sheets]}


def workings_in(body: Mapping[str, Any] | None) -> Workings:
    """The workings that were frozen; empty where there are none."""
    if not body:
        return Workings()
    sheets = tuple(SheetLine(**sheet) for sheet in body.get("sheets", ()))
    return Workings(sheets, body.get("mean_e4"), body.get("criteria", {}), body.get("bodies", {}), body.get("entered", {}))


@dataclass(frozen=True)
class RawSheet:
    """Points as they were entered, part by part, by one reviewer; of equal totals the tally drops by `reviewer_id`."""

    label: int
    reviewer_id: int
    points: Mapping[str, str]
    body: str = ""


def work_out(raw: Iterable[RawSheet], stage: StageLike, rule: scoring.Rule,
             entered: Mapping[str, tuple[int, str]] | None = None) -> Workings:
    """Do the arithmetic anew from the entered points; the same rule as the kept tally."""
    sheets = {sheet.reviewer_id: sheet for sheet in raw}
    points = {key: {part: Decimal(value) for part, value in sheet.points.items()} for key, sheet in sheets.items()}
    facts = entered or {}
    result = scoring.stage_result([scoring.Sheet(key, given, sheets[key].body) for key, given in points.items()], stage, rule,
                                  {key: Fraction(e4, UNIT) for key, (e4, _words) in facts.items()})
    lines = [_line(sheet, points[key], result.of(key), stage) for key, sheet in sheets.items()]
    return Workings(
        sheets=tuple(sorted(lines, key=lambda line: line.label)),
        mean_e4=None if result.mean is None else scoring.score4(result.mean),
        criteria={key: scoring.score4(mean) for key, mean in result.criterion_means.items()} if sheets else {},
        entered=facts,
        bodies={key: None if body.mean is None else scoring.score4(body.mean) for key, body in result.bodies.items()})


def _line(sheet: RawSheet, points: Mapping[str, Decimal], result: scoring.StageResult,
          stage: StageLike) -> SheetLine:
    by_total = "high" if result.dropped_high == sheet.reviewer_id else "low" if result.dropped_low == sheet.reviewer_id else ""
    by_criterion = {name: "high" if high == sheet.reviewer_id else "low"
                    for name, (high, low) in result.dropped_by_criterion.items() if sheet.reviewer_id in (high, low)}
    judged = [criterion for criterion in stage.criteria if not criterion.by_operator]
    sums = {criterion.key: scoring.score4(sum((scoring.exact(points[item.key]) for item in scored_items(criterion, points)),
                                              start=scoring.exact(0))) for criterion in judged}
    return SheetLine(
        label=sheet.label, total_e4=scoring.score4(result.totals[sheet.reviewer_id]), dropped=by_total, criteria=sums,
        points=dict(sheet.points), dropped_in=by_criterion, reviewer_id=sheet.reviewer_id,
        body=scoring.body_key(sheet.body, stage))

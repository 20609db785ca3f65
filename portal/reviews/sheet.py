"""What a review sheet asks for: its parts and scale, what is still missing on it, what cannot stand, and its sums."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Any

from portal.calls.definition import Criterion, Definition
from portal.foundation.i18n import _, _l, locale
from portal.reviews.scoring import Rule, ScoreProblem, check_points, exact, offered, score4

POINTS, REASON = "points", "reason"
LEAST_REASON, ADVISED_REASON, MOST_REASON = 10, 30, 2000

BANDS = {"very_good": _l("very good"), "good": _l("good"), "fair": _l("fair"), "poor": _l("poor"), "very_poor": _l("very poor")}


@dataclass(frozen=True)
class SheetProblem:
    """One thing that keeps a sheet from being confirmed: the criterion, the part it stands at, and the words."""

    criterion: str
    item: str
    words: str


def rule_of(definition: Definition) -> Rule:
    """The call's scoring rule as the engine wants it."""
    return Rule.of(definition.scoring.body())


def parts_of(criterion: Criterion) -> tuple[Any, ...]:
    """What points are given for: the parts of a criterion, or the criterion itself."""
    return criterion.sub or (criterion,)


def choices_of(part: Any, rule: Rule) -> list[tuple[str, ...]]:
    """The points a preset scale offers as (value, words), best first, with what the call says of that band as a third;
    [] when any whole number may be given."""
    said = {points: f"{line.label}: {line.words}" if line.words else line.label
            for line in bands_of(part, rule) for points in line.points.split(", ")}
    choices = [(plain(points), _("%(band)s · %(points)s points", band=BANDS.get(band, band), points=plain(points)))
               for band, points in offered(part, rule)]
    return [(value, words, said[value]) if value in said else (value, words) for value, words in choices]


@dataclass(frozen=True)
class BandLine:
    """A band beside its score field: the points it stands for, its name and its words."""

    points: str
    label: str
    words: str


def bands_of(part: Any, rule: Rule) -> list[BandLine]:
    """The bands of a part, best first, with the points that fall into each on the call's scale."""
    on_offer = [points for _band, points in offered(part, rule)] or [exact(n) for n in range(part.max, -1, -1)]
    found, above = [], part.max + 1
    for band in part.bands or ():
        start = exact(part.max * band.from_pct) / 100
        inside = [plain(points) for points in on_offer if start <= points < above]
        points = "" if not inside else inside[0] if len(inside) == 1 else (
            ", ".join(inside[::-1]) if offered(part, rule) else f"{inside[-1]}–{inside[0]}")
        found.append(BandLine(points, band.label.in_(locale()), band.descriptor.in_(locale())))
        above = start
    return found


def plain(value: Any) -> str:
    """Points as they are typed: "9" or "13.5"."""
    number = exact(value)
    return str(number.numerator) if number.denominator == 1 else f"{Decimal(number.numerator) / number.denominator:f}"


def points_of(marks: Iterable[Any]) -> dict[str, Decimal]:
    """The points given so far, by part."""
    given = {}
    for mark in marks:
        if mark.kind == POINTS and mark.value.strip():
            try:
                given[mark.key] = Decimal(mark.value)
            except InvalidOperation:
                continue
    return given


def reasons_of(marks: Iterable[Any]) -> dict[str, str]:
    """The reasons written so far, by criterion."""
    return {mark.key: mark.value for mark in marks if mark.kind == REASON}


def sums_of(definition: Definition, stage_key: str, given: Mapping[str, Decimal]) -> dict[str, int]:
    """What each criterion has so far, in ten-thousandths of a point; a part without points adds nothing yet."""
    return {criterion.key: sum(score4(exact(given[part.key])) for part in parts_of(criterion) if part.key in given)
            for criterion in definition.stage(stage_key).for_reviewers}


def missing_marks(definition: Definition, stage_key: str, marks: Iterable[Any]) -> list[str]:
    """Labels of parts without points and criteria without a reason, in the reader's language and the sheet's order."""
    there = {(mark.kind, mark.key) for mark in marks if mark.value.strip()}
    missing = []
    for criterion in definition.stage(stage_key).for_reviewers:
        for part in parts_of(criterion):
            if (POINTS, part.key) not in there:
                missing.append(part.label.in_(locale()))
        if (REASON, criterion.key) not in there:
            missing.append(_("reason for “%(criterion)s”", criterion=criterion.label.in_(locale())))
    return missing


def problems_of(definition: Definition, stage_key: str, marks: Iterable[Any]) -> list[SheetProblem]:
    """Everything on the sheet that cannot stand, with its place; parts without points are not mentioned here."""
    marks = list(marks)
    criteria, given, reasons = definition.stage(stage_key).for_reviewers, points_of(marks), reasons_of(marks)
    asked = {part.key for criterion in criteria for part in parts_of(criterion)}
    points = {key: given.get(key) for key in asked}
    found = [SheetProblem(problem.criterion, problem.item, words_of(problem, criteria))
             for problem in check_points(criteria, rule_of(definition), points)
             if problem.item not in asked or given.get(problem.item) is not None]
    found += [SheetProblem(criterion.key, f"{REASON}-{criterion.key}", _(
                  "The reason for “%(criterion)s” needs at least %(least)s characters.",
                  criterion=criterion.label.in_(locale()), least=LEAST_REASON))
              for criterion in criteria if 0 < len(reasons.get(criterion.key, "").strip()) < LEAST_REASON]
    order = [criterion.key for criterion in criteria]
    return sorted(found, key=lambda problem: order.index(problem.criterion))


def wrong_marks(definition: Definition, stage_key: str, marks: Iterable[Any]) -> list[str]:
    """The words of `problems_of`."""
    return [problem.words for problem in problems_of(definition, stage_key, marks)]


def words_of(problem: ScoreProblem, criteria: Iterable[Criterion]) -> str:
    """A problem of the scoring engine in the reader's language, with labels instead of keys."""
    labels = {item.key: item.label.in_(locale()) for criterion in criteria for item in (criterion, *criterion.sub)}
    params = {**problem.params, "criterion": labels.get(problem.item, problem.item)}
    return _(problem.text, **params)

"""What a reviewer may enter: every part scored, on the call's scale, no criterion under the floor."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from math import ceil
from typing import Any

from portal.reviews.scoring.numbers import Number, exact
from portal.reviews.scoring.rule import CriterionLike, ItemLike, Rule

SCALES = {
    "five_band_60": (("A", 100), ("B", 90), ("C", 80), ("D", 70), ("E", 60)),
    "five_level_20": (("very_good", 100), ("good", 80), ("fair", 60), ("poor", 40), ("very_poor", 20)),
}


def N_(text: str) -> str:
    """Mark an English template so that Babel extracts it (keyword N_); it is translated where it is shown."""
    return text


@dataclass(frozen=True)
class ScoreProblem:
    """One thing to fix on a sheet. `item` is the part it stands at, or the criterion itself when it is about the sum.

    `text` is an English template; pages put the criterion's label for `params["criterion"]`, which holds its key.
    """

    criterion: str
    item: str
    text: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The English sentence with keys instead of labels."""
        return self.text % self.params


def offered(item: ItemLike, rule: Rule) -> tuple[tuple[str, Fraction], ...]:
    """The points a preset scale offers for an item, best first, as (band, points); () when any whole number may be."""
    return tuple((band, Fraction(item.max * percent, 100)) for band, percent in SCALES.get(rule.scale, ()))


def least_of(criterion: CriterionLike, rule: Rule) -> int | Fraction:
    """The floor of a criterion in points (Seoul evaluation rule art. 6(3): 60 percent of its maximum).

    Rounded up to a whole number when the scale knows only whole numbers.
    """
    floor = Fraction(criterion.max * rule.floor_pct_of_max, 100)
    return ceil(floor) if rule.scale == "free_integer" else floor


def check_points(
    criteria: Sequence[CriterionLike], rule: Rule, points: Mapping[str, Number | None]
) -> list[ScoreProblem]:
    """Every reason why `points` cannot be confirmed, each naming its criterion; [] when the sheet is complete and right.

    Points go to the parts of a criterion, or to the criterion as a whole (never both). The floor holds for the
    criterion, not for each part. Points that are no int, Decimal or Fraction raise TypeError.
    """
    problems = [problem for criterion in criteria for problem in _criterion(criterion, rule, points)]
    known = {item.key for criterion in criteria for item in (criterion, *criterion.sub)}
    strangers = [ScoreProblem(key, key, N_("%(criterion)s is not on the score sheet."), {"criterion": key})
                 for key in points if key not in known]
    return problems + strangers


def scored_items(criterion: CriterionLike, points: Mapping[str, Number | None]) -> Sequence[ItemLike]:
    """What the points of a criterion are read from: itself when it has no parts or was scored as a whole."""
    return (criterion,) if not criterion.sub or criterion.key in points else criterion.sub


def _criterion(criterion: CriterionLike, rule: Rule, points: Mapping[str, Number | None]) -> Iterator[ScoreProblem]:
    items = scored_items(criterion, points)
    found = [problem for item in items for problem in _item(criterion, item, rule, points.get(item.key))]
    if criterion.sub and criterion.key in points and any(sub.key in points for sub in criterion.sub):
        text = N_("%(criterion)s is scored both as a whole and in parts.")
        found.append(_problem(criterion, criterion, text))
    yield from found
    if not found:
        total = sum((exact(points[item.key] or 0) for item in items), Fraction(0))
        least = least_of(criterion, rule)
        if total < least:
            text = N_("%(criterion)s must get at least %(least)s of %(max)s points; it has %(total)s.")
            yield _problem(criterion, criterion, text, least=_plain(least), total=_plain(total), max=criterion.max)


def _item(criterion: CriterionLike, item: ItemLike, rule: Rule, value: Number | None) -> Iterator[ScoreProblem]:
    if value is None:
        yield _problem(criterion, item, N_("%(criterion)s: a score is missing."))
        return
    if isinstance(value, Decimal) and not value.is_finite():
        yield _problem(criterion, item, N_("%(criterion)s: this is not a number."))
        return
    given, allowed = exact(value), [points for _band, points in offered(item, rule)]
    if not 0 <= given <= item.max:
        yield _problem(criterion, item, N_("%(criterion)s: give from 0 to %(max)s points."), max=item.max)
    elif allowed and given not in allowed:
        text = N_("%(criterion)s: choose one of %(offered)s points.")
        yield _problem(criterion, item, text, offered=", ".join(_plain(points) for points in allowed))
    elif not allowed and given.denominator != 1:
        yield _problem(criterion, item, N_("%(criterion)s: give whole points."))


def _problem(criterion: CriterionLike, item: ItemLike, text: str, **params: Any) -> ScoreProblem:
    return ScoreProblem(criterion.key, item.key, text, {"criterion": criterion.key, "item": item.key, **params})


def _plain(value: int | Fraction) -> str:
    return str(value) if Fraction(value).denominator == 1 else f"{Decimal(value.numerator) / value.denominator:f}"

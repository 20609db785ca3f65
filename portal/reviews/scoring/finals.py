"""From stage results to the one published figure: weights, bonus and deductions, rounding once, threshold."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from portal.reviews.scoring.means import StageResult
from portal.reviews.scoring.numbers import UNIT, Number, exact, half_up, score4, text2, text4
from portal.reviews.scoring.rule import Rule


class NotEnough(ValueError):
    """A stage has fewer valid scores than the rule demands; call a substitute before closing."""


@dataclass(frozen=True)
class Final:
    """The published score of one proposal. Names ending in 4 are ten-thousandths of a point.

    `tested4` is the figure that was held against `threshold4`; `bonus4` and `deductions4` are after their caps, `claimed4`
    is the bonus before it.
    """

    mean: Fraction
    mean4: int
    claimed4: int
    bonus4: int
    deductions4: int
    final4: int
    tested4: int
    threshold4: int
    passed: bool
    criterion4: Mapping[str, int]
    display_places: int = 2

    @property
    def text(self) -> str:
        """All four places: "85.0000"."""
        return text4(self.final4)

    @property
    def display(self) -> str:
        """As shown to people: "85.00"."""
        return text2(self.final4, self.display_places)


def final_of(
    parts: Sequence[tuple[StageResult, int]],
    rule: Rule,
    threshold: int,
    *,
    bonus: Number = 0,
    deductions: Number = 0,
) -> Final:
    """Combine (stage result, percent) pairs into the final score; the percents must total 100 (one stage: 100).

    Accepted `bonus` points come after the mean, then `deductions`, each up to its cap; nothing is rounded before the end
    (Seoul evaluation rule art. 6(5)); no score falls below 0. The threshold, in points, is held against the rounded
    mean less deductions, without the bonus unless the rule tests after it. Raises NotEnough, or ValueError for weights.
    """
    if sum(weight for _result, weight in parts) != 100:
        raise ValueError("the weights must total 100")
    counted = [(result, weight) for result, weight in parts if weight]
    if any(not result.enough or result.mean is None for result, _weight in counted):
        raise NotEnough("too few valid scores to close this stage")
    mean = sum((result.mean * weight for result, weight in counted if result.mean is not None), Fraction(0)) / 100
    claimed, less = exact(bonus), exact(deductions)
    if claimed < 0 or less < 0:
        raise ValueError("bonus and deductions are given as positive points")
    added = min(claimed, Fraction(rule.bonus_cap))
    less = less if rule.deduction_cap is None else min(less, Fraction(rule.deduction_cap))
    final, bare = (_published(figure, rule) for figure in (mean + added - less, mean - less))
    tested = final if rule.threshold_tested == "after_bonus" else bare
    return Final(
        mean=mean,
        mean4=_published(mean, rule),
        claimed4=score4(claimed),
        bonus4=score4(added),
        deductions4=score4(less),
        final4=final,
        tested4=tested,
        threshold4=threshold * UNIT,
        passed=tested >= threshold * UNIT,
        criterion4=_criteria(counted),
        display_places=rule.display_places,
    )


def _published(value: Fraction, rule: Rule) -> int:
    return score4(max(half_up(value, rule.round_places), Fraction(0)))


def _criteria(counted: Sequence[tuple[StageResult, int]]) -> dict[str, int]:
    """Criterion means by name, weighted over the stages that score them."""
    means = {}
    for key in dict.fromkeys(key for result, _weight in counted for key in result.criterion_means):
        having = [(result.criterion_means[key], weight) for result, weight in counted if key in result.criterion_means]
        total = sum((mean * weight for mean, weight in having), Fraction(0))
        means[key] = score4(total / sum(weight for _mean, weight in having))
    return means

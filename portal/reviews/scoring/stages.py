"""What one whole stage gave one proposal: each body trimmed and averaged by itself, then counted by its weight."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from portal.reviews.scoring.means import StageResult, mean_of
from portal.reviews.scoring.rule import BodyLike, Rule, Sheet, StageLike


def stage_result(sheets: Sequence[Sheet], stage: StageLike, rule: Rule) -> StageResult:
    """Trim, average and weigh the sheets of one proposal at one stage. Raises as `mean_of`.

    A sheet of no body of this stage counts with the first, the panel. Everything stays exact. Without a valid score in
    every body there is no mean; below the least number of any of them the stage cannot close.
    """
    if not stage.bodies:
        return mean_of(sheets, stage.criteria, rule)
    return _weighed(stage.bodies, {body.key: _of_body(body, sheets, stage, rule) for body in stage.bodies})


def least_scores(body: BodyLike, rule: Rule) -> int:
    """How many valid scores a body needs before a stage can close."""
    return body.min_valid_scores if body.min_valid_scores is not None else rule.min_valid_scores


def body_key(name: str, stage: StageLike) -> str:
    """The body a name stands for: the panel, which comes first, unless it is another's; "" where one panel scores alone."""
    keys = [body.key for body in stage.bodies or ()]
    return name if name in keys else keys[0] if keys else ""


def _of_body(body: BodyLike, sheets: Sequence[Sheet], stage: StageLike, rule: Rule) -> StageResult:
    own = [sheet for sheet in sheets if body_key(sheet.body, stage) == body.key]
    return mean_of(own, stage.criteria, replace(rule, min_valid_scores=least_scores(body, rule)))


def _weighed(bodies: Sequence[BodyLike], results: Mapping[str, StageResult]) -> StageResult:
    """The bodies' results as one."""
    totals = {reviewer: total for result in results.values() for reviewer, total in result.totals.items()}
    if len(totals) < sum(result.n for result in results.values()):
        raise ValueError("one reviewer scores in two bodies")
    means = {body.key: results[body.key].criterion_means for body in bodies}
    whole = all(result.n for result in results.values())
    return StageResult(
        n=len(totals),
        enough=all(result.enough for result in results.values()),
        mean=_share(bodies, {key: result.mean for key, result in results.items()}) if whole else None,
        retained=tuple(sorted(reviewer for result in results.values() for reviewer in result.retained)),
        dropped_high=None,
        dropped_low=None,
        criterion_means={name: _share(bodies, {key: mean[name] for key, mean in means.items()})
                         for name in means[bodies[0].key]} if whole else {},
        totals=totals,
        dropped_by_criterion={},
        bodies=results,
    )


def _share(bodies: Sequence[BodyLike], values: Mapping[str, Fraction | None]) -> Fraction:
    return sum((Fraction(body.weight, 100) * (values[body.key] or 0) for body in bodies), Fraction(0))

"""What one whole stage gave one proposal: each body trimmed and averaged by itself, then counted by its weight."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from fractions import Fraction

from portal.reviews.scoring.means import StageResult, mean_of
from portal.reviews.scoring.numbers import Number, exact
from portal.reviews.scoring.rule import BodyLike, CriterionLike, Rule, Sheet, StageLike

# A stage that is decided by gates alone: nobody scores, everyone stands at 0.
NO_POINTS = StageResult(n=0, enough=True, mean=Fraction(0), retained=(), dropped_high=None, dropped_low=None,
                        criterion_means={}, totals={}, dropped_by_criterion={})


def stage_result(sheets: Sequence[Sheet], stage: StageLike, rule: Rule,
                 entered: Mapping[str, Number] | None = None) -> StageResult:
    """Trim, average and weigh the sheets of one proposal at one stage, then add what the operator `entered` by criterion.

    A sheet of no body of this stage counts with the first, the panel. Everything stays exact. Without a valid score in
    every body there is no mean; below the least number of any of them, or while points of the operator are missing, the
    stage cannot close. Raises as `mean_of`.
    """
    if not stage.criteria:
        return NO_POINTS
    judged = [criterion for criterion in stage.criteria if not criterion.by_operator]
    if stage.bodies:
        result = _weighed(stage.bodies, {body.key: _of_body(body, sheets, stage, judged, rule) for body in stage.bodies})
    else:
        result = mean_of(sheets, judged, rule)
    facts = [criterion.key for criterion in stage.criteria if criterion.by_operator]
    return _with_facts(result, facts, entered or {}) if facts else result


def _with_facts(result: StageResult, keys: Sequence[str], entered: Mapping[str, Number]) -> StageResult:
    points = {key: exact(entered[key]) for key in keys if key in entered}
    missing = tuple(key for key in keys if key not in points)
    known = result.mean is not None and not missing
    return replace(
        result, missing=missing, enough=result.enough and not missing,
        mean=result.mean + sum(points.values(), Fraction(0)) if known and result.mean is not None else None,
        criterion_means={**result.criterion_means, **points})


def least_scores(body: BodyLike, rule: Rule) -> int:
    """How many valid scores a body needs before a stage can close."""
    return body.min_valid_scores if body.min_valid_scores is not None else rule.min_valid_scores


def body_key(name: str, stage: StageLike) -> str:
    """The body a name stands for: the panel, which comes first, unless it is another's; "" where one panel scores alone."""
    keys = [body.key for body in stage.bodies or ()]
    return name if name in keys else keys[0] if keys else ""


def _of_body(body: BodyLike, sheets: Sequence[Sheet], stage: StageLike, judged: Sequence[CriterionLike],
             rule: Rule) -> StageResult:
    own = [sheet for sheet in sheets if body_key(sheet.body, stage) == body.key]
    return mean_of(own, judged, replace(rule, min_valid_scores=least_scores(body, rule)))


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
        scores_suffice=all(result.enough for result in results.values()),
    )


def _share(bodies: Sequence[BodyLike], values: Mapping[str, Fraction | None]) -> Fraction:
    return sum((Fraction(body.weight, 100) * (values[body.key] or 0) for body in bodies), Fraction(0))

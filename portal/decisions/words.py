"""The call's scoring rule and the ties it decided, in sentences that an auditor can check line by line."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from portal.calls.definition import Definition, Stage
from portal.decisions.places import rule_of, tie_values
from portal.decisions.rankings import counts_with_others
from portal.foundation.i18n import _, locale
from portal.reviews.scoring import least_scores
from portal.reviews.scoring.ranking import EPOCH, UNRESOLVED


@dataclass(frozen=True)
class TieStep:
    """What decided a tie, and this proposal's value in it: ten-thousandths of a point, or a moment, or neither."""

    label: str
    e4: int | None = None
    at: datetime | None = None


def rule_in_words(definition: Definition, stage_key: str) -> list[str]:
    """The whole rule of a stage, one sentence for each thing it fixes, in the order of the arithmetic."""
    stage, rule = definition.stage(stage_key), definition.scoring
    if not stage.criteria:
        return [*_of_the_gates(stage), _("Everyone who passes every check goes on.")]
    said = [*_of_the_gates(stage), *_of_the_mean(definition, stage), *_of_the_bodies(stage), *_of_the_facts(stage),
            *_of_the_stages(definition, stage)]
    if definition.bonus and rule.bonus_cap:
        said.append(_("Accepted bonus points are added after the mean, at most %(cap)s.", cap=rule.bonus_cap))
    said += _of_the_deductions(definition)
    said.append(_("Nothing is rounded on the way; the result is rounded once, half up, to %(places)s decimal places.",
                  places=rule.round_places))
    tested = _("before bonus points") if rule.threshold_tested == "before_bonus" else _("after bonus points")
    said.append(_("The threshold is %(points)s points and is compared with the score %(tested)s; whoever is below it is out, "
                  "even if places remain.", points=stage.threshold, tested=tested))
    chain = " → ".join(tie_label(step, stage) for step in rule.tie_break)
    said.append(_("Equal final scores are decided in this order: %(chain)s.", chain=chain))
    if any(step.startswith("criterion:") for step in rule.tie_break):
        said.append(_("Criteria are compared as means over the sheets that were counted.")
                    if rule.tie_break_basis == "retained_reviewers" else _("Criteria are compared as means over all sheets."))
    return [*said, _of_the_places(definition, stage)]


def _of_the_mean(definition: Definition, stage: Stage) -> list[str]:
    rule = definition.scoring
    least = _least(definition, stage)
    if not rule_of(definition).trims:
        return [_("The mean is taken over every confirmed score."), least]
    one = _("one highest and one lowest") if rule.trim_high and rule.trim_low else (
        _("one highest") if rule.trim_high else _("one lowest"))
    if rule.trim_scope == "criterion":
        return [_("From %(n)s scores on, %(one)s score of each criterion is left out; the mean is taken over the rest.",
                  n=rule.min_scores_to_trim, one=one), least]
    return [_("From %(n)s scores on, %(one)s total is left out, also when several are equal; the mean is taken over the rest.",
              n=rule.min_scores_to_trim, one=one), least]


def _least(definition: Definition, stage: Stage) -> str:
    rule = rule_of(definition)
    if not stage.bodies:
        return _("A proposal is ranked from %(n)s confirmed scores on; reviewers who stepped down give no score, never a zero.",
                 n=rule.min_valid_scores)
    each = ", ".join(_("%(body)s %(n)s", body=body.label.in_(locale()), n=least_scores(body, rule)) for body in stage.bodies)
    return _("A proposal is ranked once every body gave enough confirmed scores (%(each)s); reviewers who stepped down give no "
             "score, never a zero.", each=each)


def _of_the_bodies(stage: Stage) -> list[str]:
    if not stage.bodies:
        return []
    shares = ", ".join(_("%(stage)s %(pct)s%%", stage=body.label.in_(locale()), pct=body.weight) for body in stage.bodies)
    return [_("Each body is averaged by itself in this way; then they count together: %(shares)s.", shares=shares)]


def _of_the_gates(stage: Stage) -> list[str]:
    if not stage.gates:
        return []
    named = ", ".join(gate.label.in_(locale()) for gate in stage.gates)
    return [_("Whoever does not pass one of these checks is out: %(named)s.", named=named)]


def _of_the_facts(stage: Stage) -> list[str]:
    if not stage.for_operator:
        return []
    named = ", ".join(f"{one.label.in_(locale())} ({one.max})" for one in stage.for_operator)
    return [_("The mean of the reviewers' points is added to what the operator enters from facts: %(named)s.", named=named)]


def _of_the_stages(definition: Definition, stage: Stage) -> list[str]:
    if counts_with_others(definition, stage.key):
        counted = [one for one in definition.stages if one.weight]
        shares = ", ".join(_("%(stage)s %(pct)s%%", stage=one.label.in_(locale()), pct=one.weight) for one in counted)
        return [_("The stages count together: %(shares)s.", shares=shares)]
    if definition.last_stage.key != stage.key and not stage.weight:
        return [_("This stage decides only who goes on; its points do not count later.")]
    return []


def _of_the_deductions(definition: Definition) -> list[str]:
    if not definition.deductions:
        return []
    cap = definition.scoring.deduction_cap
    if cap is None:
        return [_("Deductions are taken off after the mean, before the threshold is compared.")]
    return [_("Deductions are taken off after the mean, before the threshold is compared, at most %(cap)s.", cap=cap)]


def _of_the_places(definition: Definition, stage: Stage) -> str:
    if definition.last_stage.key == stage.key:
        return _("The best %(places)s are suggested for selection and the next %(reserve)s for the reserve list, "
                 "which is valid for %(days)s days.", places=definition.budget.max_awards, reserve=definition.reserve.count,
                 days=definition.reserve.valid_days)
    limit = stage.pass_rule.places(definition.budget.max_awards) if stage.pass_rule else None
    if limit is None:
        return _("Everyone who reaches the threshold goes on.")
    return _("The best %(places)s that reach the threshold go on; a tie across the cut goes on whole.", places=limit)


def tie_label(step: str, stage: Stage) -> str:
    """A link of the tie-break chain in the reader's words."""
    kind, _colon, name = step.partition(":")
    if kind == "criterion":
        return _("higher in “%(criterion)s”", criterion=stage.criterion(name).label.in_(locale()))
    return {"bonus_less": _("fewer bonus points"), "older_submission": _("earlier submission"),
            "draw": _("lot drawn in advance"), UNRESOLVED: _("no rule parts them")}.get(kind, kind)


def tie_of(place: Any, rank_key: str, definition: Definition, stage_key: str) -> list[TieStep]:
    """What put this proposal below the one above and above the one below, where final scores are equal."""
    steps = dict.fromkeys(step for step in (place.lost_by, place.won_by) if step)
    if not steps:
        return []
    values, stage = tie_values(rank_key, rule_of(definition)), definition.stage(stage_key)
    return [_tie_step(step, values.get(step), stage) for step in steps]


def _tie_step(step: str, value: int | None, stage: Stage) -> TieStep:
    kind = step.partition(":")[0]
    if value is not None and kind in ("criterion", "bonus_less"):
        return TieStep(tie_label(step, stage), e4=value)
    if value is not None and kind == "older_submission":
        return TieStep(tie_label(step, stage), at=EPOCH + timedelta(microseconds=value))
    return TieStep(tie_label(step, stage))

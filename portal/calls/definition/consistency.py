"""What must hold between the parts of a call: sections exist, totals are 100, stages in order, panels large enough."""

from typing import Any

from portal.calls.definition.form import TABLE_TYPES, Question
from portal.calls.definition.problems import N_
from portal.calls.definition.shapes import Findings


def section_is_known(definition: Any, question: Question) -> Findings:
    if question.section not in {section.key for section in definition.sections}:
        yield "section", N_("There is no section %(name)s."), {"name": question.section}


def tables_are_asked_once(definition: Any) -> Findings:
    seen = set()
    for i, question in enumerate(definition.questions):
        if question.type in TABLE_TYPES and question.type in seen:
            yield f"questions.{i}.type", N_("A form can ask for %(type)s only once."), {"type": question.type}
        seen.add(question.type)


def weights_total_100(definition: Any) -> Findings:
    total = sum(stage.weight for stage in definition.stages)
    if total != 100:
        yield "stages", N_("The weights of the stages must total 100; they total %(total)s now."), {"total": total}


def only_the_last_stage_selects(definition: Any) -> Findings:
    for i, stage in enumerate(definition.stages):
        last = i == len(definition.stages) - 1
        if last and stage.pass_rule is not None:
            yield f"stages.{i}.pass_rule", N_("The last stage has no pass rule; the awards decide there."), {}
        if last and not stage.criteria:
            yield f"stages.{i}.criteria", N_("The last stage ranks proposals, so it needs criteria."), {}
        if not last and stage.pass_rule is None:
            yield f"stages.{i}.pass_rule", N_("Say who passes this stage."), {}


def stages_end_in_their_order(definition: Any) -> Findings:
    latest = None
    for i, stage in enumerate(definition.stages):
        if stage.ends and latest and stage.ends < latest:
            yield f"stages.{i}.ends", N_("This stage ends before the one above it."), {}
        latest = stage.ends or latest


def revised_between_stages(definition: Any) -> Findings:
    sections = {section.key for section in definition.sections}
    for i, stage in enumerate(definition.stages):
        if stage.revise and i == 0:
            yield "stages.0.revise", N_("Before the first stage companies change their proposals until the deadline."), {}
        for j, key in enumerate(stage.revise.sections or () if stage.revise else ()):
            if key not in sections:
                yield f"stages.{i}.revise.sections.{j}", N_("There is no section %(name)s."), {"name": key}


def tie_breaks_are_scored(definition: Any) -> Findings:
    known = {criterion.key for criterion in definition.stages[-1].criteria} if definition.stages else set()
    for i, rule in enumerate(definition.scoring.tie_break):
        kind, _, name = str(rule).partition(":")
        if kind == "criterion" and name not in known:
            yield f"scoring.tie_break.{i}", N_("The last stage has no criterion %(name)s."), {"name": name}


def a_panel_can_reach_the_scores(definition: Any) -> Findings:
    if definition.scoring.min_valid_scores > definition.panel.size_max:
        yield "scoring.min_valid_scores", N_("No panel is large enough for this many scores."), {}
    for i, stage in enumerate(definition.stages):
        if stage.panel and not stage.bodies and definition.scoring.min_valid_scores > stage.panel.size_max:
            text = N_("This panel is not large enough for the %(least)s scores that the rule needs.")
            yield f"stages.{i}.panel.size_max", text, {"least": definition.scoring.min_valid_scores}
        for j, body in enumerate(stage.bodies or ()):
            if body.min_valid_scores is None and definition.scoring.min_valid_scores > body.size_max:
                text = N_("This body is not large enough for %(least)s scores; give it a number of its own.")
                yield f"stages.{i}.bodies.{j}.min_valid_scores", text, {"least": definition.scoring.min_valid_scores}


def deductions_fit_the_cap(definition: Any) -> Findings:
    cap = definition.scoring.deduction_cap
    for i, deduction in enumerate(definition.deductions or ()):
        if cap is not None and deduction.points > cap:
            yield f"deductions.{i}.points", N_("Deductions can take off at most %(cap)s points together."), {"cap": cap}


def installments_total_100(definition: Any) -> Findings:
    total = sum(milestone.payment_pct for milestone in definition.milestones)
    if total != 100 and definition.budget.max_grant:
        yield "milestones", N_("The installments must total 100 percent; they total %(total)s now."), {"total": total}

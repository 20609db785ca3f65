"""Whatever call the builder accepts can be answered, scored and ranked without an error, and survives its file."""

from copy import deepcopy
from dataclasses import fields
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from portal.calls.answers import check_all, check_draft_value
from portal.calls.definition.document import CallDocument
from portal.calls.definition.shapes import Flag, Many, OneOf, Record, Whole
from portal.calls.drafts import places
from portal.calls.drafts.yaml_files import from_yaml, to_yaml
from portal.reviews.scoring import Rule, Sheet, final_of, rank, stage_result, worked_example
from portal.reviews.scoring.ranking import Row
from tests.calls.test_drafts import a_document

BODIES = [{"key": "panel", "label": {"ko": "전문가", "en": "Experts"}, "weight": 70, "size_min": 5, "size_max": 9},
          {"key": "citizens", "label": {"ko": "시민", "en": "Citizens"}, "weight": 30, "size_min": 1, "size_max": 30, "min_valid_scores": 1}]
FACTS = {"sub": [], "entered_by": "operator", "facts": {"ko": "유동비율", "en": "Liquidity"}}
CONDITION = {"question": "trl", "operator": "at_least", "value": "7"}
RULES = [{"key": "own", "left": "budget:own_share", "operator": "at_least", "compared_with": "percent", "percent": 25, "right": "budget:total"},
         {"key": "ready", "left": "question:trl", "operator": "more_than", "compared_with": "number", "number": 5}]
TOTALS = [{"key": "all", "label": {"ko": "합계", "en": "Sum"}, "section": "budget", "of": ["budget:grant", "budget:own_share"]}]
TRACKS = [{"key": "free", "label": {"ko": "자유", "en": "Free"}, "kind": "free_proposal"},
          {"key": "task", "label": {"ko": "과제", "en": "Task"}, "kind": "demand_task", "awards": 1}]
OFFERS = {"key": "offers", "section": "plan", "type": "offers", "label": {"ko": "제공", "en": "Offers"}, "required": True, "max": 2}
MEMBERS = {"key": "members", "section": "plan", "type": "consortium", "label": {"ko": "기관", "en": "Members"}, "required": False}
GATES = [{"key": "safe", "label": {"ko": "안전", "en": "Safe"}}]
LARGE = {
    "definition.stages.1.bodies": BODIES, "definition.stages.0.bodies": BODIES, "definition.stages.0.gates": GATES,
    "definition.rules": RULES, "definition.totals": TOTALS, "definition.tracks": TRACKS,
    "definition.deductions": [{"key": "late", "label": {"ko": "포기", "en": "Gave up"}, "points": 3}],
    "definition.questions.7.shown_when": [CONDITION], "definition.questions.15.shown_when": [CONDITION, {**CONDITION, "operator": "is"}],
    "definition.questions.10": OFFERS, "definition.questions.11": MEMBERS,
    "definition.questions.4.tracks": ["task"], "definition.attachments.0.tracks": ["free"],
    "definition.stages.0.pass_rule": {"kind": "times_awards", "times": "1.5"}, "definition.stages.0.pass_rule.kind": "threshold",
    "definition.stages.0.starts": "2031-03-02", "definition.stages.0.ends": "2031-03-09",
    "definition.stages.1.panel": {"size_min": 5, "size_max": 9, "quorum": 5, "officials_max_ratio": "1/2", "substitutes_min": 0,
                                  "pool_multiple": 3},
    "definition.stages.1.revise": {"days": 5, "sections": ["team"], "files": False},
    "definition.letters": [{"where": "selected", "words": {"ko": "{회사} 축하합니다.", "en": ""}}],
    "definition.scoring.tie_break": ["bonus_less", "draw:lot"], "definition.bonus": [],
}


def leaves(shape, value, path=""):
    """Every setting of a document that is a number, a choice or a flag: its path and shape."""
    if isinstance(shape, Whole | OneOf | Flag):
        yield path, shape
    elif isinstance(shape, Many) and isinstance(value, list):
        for i, entry in enumerate(value):
            yield from leaves(shape.shape, entry, f"{path}.{i}")
    elif isinstance(shape, Record) and isinstance(value, dict):
        for field in fields(shape.kind):
            yield from leaves(field.metadata["shape"], value.get(field.name), f"{path}.{field.name}".lstrip("."))


SETTINGS = list(leaves(places.ROOT, a_document()))


@st.composite
def accepted(draw):
    """A call that was changed in many places, each change kept only if the builder would accept the whole."""
    body = a_document()
    larger = draw(st.lists(st.sampled_from(sorted(LARGE)), unique=True, max_size=8))
    changes = [(path, deepcopy(LARGE[path])) for path in larger]
    if draw(st.booleans()):
        place = len(body["definition"]["stages"][0]["criteria"]) - 1
        criterion = body["definition"]["stages"][0]["criteria"][place]
        changes.append((f"definition.stages.0.criteria.{place}", {**criterion, **FACTS}))
    for path, shape in draw(st.lists(st.sampled_from(SETTINGS), max_size=25)):
        value = draw(st.sampled_from(shape.words) if isinstance(shape, OneOf) else st.booleans() if isinstance(shape, Flag)
                     else st.integers(shape.least, min(shape.most, shape.least + 120)))
        changes.append((path, value))
    for path, value in changes:
        try:
            changed = places.put(body, path, value)
        except (KeyError, TypeError):
            continue
        if not CallDocument.read(changed)[1]:
            body = changed
    return CallDocument.parse(body)


JSON = st.recursive(st.none() | st.booleans() | st.integers(-10**16, 10**16) | st.floats() | st.text(max_size=20),
                    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3), max_leaves=6)


@settings(max_examples=40, deadline=None)
@given(accepted(), st.data())
def test_any_accepted_call_takes_any_answer_without_an_error(document, data):
    definition = document.definition
    assert from_yaml(to_yaml(document)) == document
    answers = {}
    for question in data.draw(st.lists(st.sampled_from(definition.questions), unique=True, max_size=6)):
        answers[question.key], problems = check_draft_value(question, data.draw(JSON))
        assert all(problem.message for problem in problems)
    found = check_all(definition, answers, {})
    assert all(problem.message for problems in found.values() for problem in problems)


@settings(max_examples=60, deadline=None)
@given(accepted(), st.data())
def test_any_accepted_call_scores_and_ranks_without_an_error(document, data):
    definition = document.definition
    rule = Rule.of(definition.scoring.body())
    for stage in definition.stages:
        rows = []
        for name in ("A", "B", "C"):
            sheets = []
            for body in [each.key for each in stage.bodies or ()] or [""]:
                for n in range(data.draw(st.integers(0, 7))):
                    points = {part.key: data.draw(st.integers(0, part.max)) for criterion in stage.for_reviewers
                              for part in criterion.sub or (criterion,)}
                    sheets.append(Sheet(f"{body}{n}", points, body))
            entered = {criterion.key: criterion.max for criterion in stage.for_operator}
            result = stage_result(sheets, stage, rule, entered)
            if not result.enough:
                continue
            final = final_of([(result, 100)], rule, stage.threshold, bonus=3, deductions=1)
            assert result.mean is not None and Fraction(0) <= result.mean <= 100
            rows.append(Row(name, final, datetime(2026, 3, 1, tzinfo=UTC) + timedelta(hours=len(rows))))
        assert len(rank(rows, rule)) == len(rows)
    example = worked_example(definition.scoring, definition.last_stage, awards=2, reserve=1)
    assert len(example.lines) == 4

"""A call's workflow as data: what is read is what is written, and every mistake is named at once."""

import copy
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.calls.definition import Definition, DefinitionError, PassRule, Text

PROGRAMS = Path(__file__).parents[2] / "portal" / "cli" / "demo" / "programs"
BODY = json.loads((PROGRAMS / "gn-oi.json").read_text())["definition"]


@pytest.fixture
def body():
    return copy.deepcopy(BODY)


def problems_of(body):
    with pytest.raises(DefinitionError) as caught:
        Definition.parse(body)
    return dict(caught.value.problems)


def test_a_definition_is_written_back_without_loss(body):
    definition = Definition.parse(body)

    assert definition.body() == body
    assert Definition.parse(json.loads(json.dumps(definition.body()))) == definition


def test_defaults_are_written_down(body):
    del body["attachments"][0]["max_mb"], body["attachments"][0]["max_files"], body["stages"][0]["criteria"][0]["sub"]
    body["stages"][0]["criteria"][0]["sub"] = []

    slot = Definition.parse(body).attachments[0]

    assert (slot.max_mb, slot.max_files) == (30, 1)
    assert Definition.parse(body).body()["attachments"][0]["max_mb"] == 30


def test_parsing_leaves_the_body_as_it_was(body):
    Definition.parse(body)

    assert body == BODY


def test_a_stage_has_both_of_its_days_in_order_and_a_panel_that_can_give_enough_scores(body):
    body["stages"][0] |= {"starts": "2031-05-06", "ends": "2031-05-04", "panel": body["panel"] | {"size_min": 1, "size_max": 2, "quorum": 1}}
    body["stages"][1] |= {"starts": "2031-05-01", "ends": None}
    assert set(problems_of(body)) == {"stages.0.ends", "stages.0.panel.size_max", "stages.1.ends"}
    body["stages"][0] |= {"starts": "2031-05-01", "panel": None}
    body["stages"][1] |= {"starts": "2031-05-01", "ends": "2031-05-03"}
    assert set(problems_of(body)) == {"stages.1.ends"}
    body["stages"][1]["ends"] = "2031-05-04"
    definition = Definition.parse(body)
    assert definition.days_of(definition.first_stage)[1].day == 4 and definition.panel_of(definition.first_stage) == definition.panel


def test_a_revision_lies_between_two_stages_and_opens_sections_of_the_form(body):
    body["stages"][0]["revise"] = {"days": 5}
    body["stages"][1]["revise"] = {"days": 5, "sections": ["team", "attic"]}
    assert set(problems_of(body)) == {"stages.0.revise", "stages.1.revise.sections.1"}


def test_every_problem_is_named_at_once(body):
    body["questions"][0]["type"] = "essay"
    body["questions"][3]["section"] = "attic"
    body["stages"][0]["weight"] = 10
    body["stages"][1]["criteria"][0]["max"] = 24
    body["milestones"][1]["payment_pct"] = 60
    body["scoring"]["tie_break"][0] = "criterion:charm"
    body["budget"]["max_grant"] = "20000000"
    body["timeline"][2]["end"] = "2026-02-30"
    del body["notice"]["aim"]
    body["color"] = "blue"

    assert problems_of(body) == {
        "questions.0.type": "This must be one of: text, longtext, choice, choices, yes_no, integer, money, date, "
                            "link, sites, offers, consortium, kpi_table, data_table, budget_table, declaration.",
        "questions.3.section": "There is no section attic.",
        "stages": "The weights of the stages must total 100; they total 110 now.",
        "stages.1.criteria": "The criteria of a stage must total 100 points; they total 99 now.",
        "stages.1.criteria.0.sub": "The parts of this criterion total 25 points, not 24.",
        "scoring.tie_break.0": "The last stage has no criterion charm.",
        "budget.max_grant": "This must be a whole number from 0 to 10000000000000.",
        "timeline.2.end": "This must be a date from 2020 to 2040, as YYYY-MM-DD.",
        "notice.aim": "This is missing.",
        "color": "There is no field of this name here.",
    }


def test_installments_total_100_percent(body):
    body["milestones"][1]["payment_pct"] = 60

    assert problems_of(body) == {"milestones": "The installments must total 100 percent; they total 90 now."}


def change(path, value):
    def apply(body):
        *steps, last = path.split(".")
        for step in steps:
            body = body[int(step) if step.isdigit() else step]
        body[int(last) if last.isdigit() else last] = value

    return apply


@pytest.mark.parametrize(("path", "value", "where"), [
    ("questions.1.key", "title", "questions.1.key"),
    ("questions.0.max_chars", None, "questions.0.max_chars"),
    ("questions.2.max_chars", 10, "questions.2.max_chars"),
    ("questions.2.choices", None, "questions.2.choices"),
    ("questions.0.choices", [{"key": "a", "label": {"ko": "가", "en": "a"}}], "questions.0.choices"),
    ("questions.5.max", 5, "questions.5.max"),
    ("questions.0.min", 5, "questions.0.min"),
    ("questions.0.key", "제목", "questions.0.key"),
    ("questions.0.required", "yes", "questions.0.required"),
    ("questions.0.label", "실증과제명", "questions.0.label"),
    ("questions.0.label", {"ko": " ", "en": ""}, "questions.0.label"),
    ("questions.0.label", {"ko": "가\x00", "en": ""}, "questions.0.label.ko"),
    ("questions.3.type", "kpi_table", "questions.9.type"),
    ("attachments.0.accept", [], "attachments.0.accept"),
    ("attachments.0.accept", ["PDF"], "attachments.0.accept.0"),
    ("attachments.0.accept", ["pdf", "pdf"], "attachments.0.accept.1"),
    ("attachments.0.when", "someday", "attachments.0.when"),
    ("consents.0.refusal", {"ko": "", "en": ""}, "consents.0.refusal"),
    ("stages.0.pass_rule", None, "stages.0.pass_rule"),
    ("stages.1.pass_rule", {"kind": "threshold"}, "stages.1.pass_rule"),
    ("stages.0.pass_rule", {"kind": "top"}, "stages.0.pass_rule.n"),
    ("stages.0.pass_rule", {"kind": "threshold", "n": 3}, "stages.0.pass_rule.n"),
    ("stages.0.pass_rule", {"kind": "times_awards", "times": "two"}, "stages.0.pass_rule.times"),
    ("stages.0.criteria.1.sub.0.key", "need", "stages.0.criteria.1.sub.0.key"),
    ("scoring.min_scores_to_trim", 2, "scoring.min_scores_to_trim"),
    ("scoring.scale", "five_level_20", "scoring.floor_pct_of_max"),
    ("scoring.tie_break", ["criterion:plan"], "scoring.tie_break"),
    ("scoring.tie_break.3", "coin", "scoring.tie_break.3"),
    ("scoring.min_valid_scores", 11, "scoring.min_valid_scores"),
    ("scoring.trim_high", True, "scoring.trim_high"),
    ("panel.size_max", 6, "panel.size_max"),
    ("panel.quorum", 11, "panel.quorum"),
    ("panel.officials_max_ratio", "3/2", "panel.officials_max_ratio"),
    ("budget.total", 1, "budget.max_grant"),
    ("budget.self_min_pct", 10.5, "budget.self_min_pct"),
    ("milestones.0.due", {"days": 1, "years": 1}, "milestones.0.due"),
    ("milestones.0.owner", "mayor", "milestones.0.owner"),
    ("timeline.1.end", "2026-03-01", "timeline.1.end"),
    ("timeline.1.start", "1999-01-01", "timeline.1.start"),
    ("stages", [], "stages"),
    ("questions", "none", "questions"),
    ("gates.0", "elig", "gates.0"),
])
def test_a_mistake_is_named_where_it_is(body, path, value, where):
    change(path, value)(body)

    assert where in problems_of(body)


def test_the_error_carries_templates_for_translation(body):
    body["stages"][0]["weight"] = 10

    with pytest.raises(DefinitionError) as caught:
        Definition.parse(body)
    [problem] = caught.value.found

    assert problem.text == "The weights of the stages must total 100; they total %(total)s now."
    assert problem.params == {"total": 110}


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3), max_leaves=8,
)


@given(st.sampled_from(sorted(BODY)), JSON)
def test_nonsense_is_refused_with_a_list_and_never_a_crash(part, nonsense):
    try:
        Definition.parse(BODY | {part: nonsense})
    except DefinitionError as error:
        assert error.problems


@given(JSON)
def test_a_body_that_is_no_definition_is_refused(nonsense):
    with pytest.raises(DefinitionError):
        Definition.parse(nonsense)


def test_a_text_falls_back_to_the_other_language():
    half = Text("지원 내용", "")

    assert (half.in_("ko"), half.in_("en"), half.in_("en_US")) == ("지원 내용", "지원 내용", "지원 내용")
    assert (half.is_translated("ko"), half.is_translated("en")) == (True, False)
    assert Text("지원", "Support").in_("en-GB") == "Support"
    assert not Text(" ", "")


def test_pages_find_what_they_need(body):
    definition = Definition.parse(body)

    assert definition.question("trl").min == 6
    assert definition.question("category").choice("welfare").label.en == "Welfare and daily life"
    assert definition.question_of("budget_table").key == "budget"
    assert [q.key for q in definition.questions_of("summary")] == ["title", "one_line", "category"]
    assert definition.accept("deck") == ("pdf", "pptx")
    assert definition.attachment("deck").accept_attribute == ".pdf,.pptx"
    assert [a.key for a in definition.attachments_when("agreement")] == ["bank", "insurance", "pledge"]
    assert definition.next_stage("document") == definition.last_stage == definition.stage("final")
    assert definition.next_stage("final") is None
    assert definition.criterion("final", "plan").max == definition.max_points("final", "plan") == 25
    assert definition.max_points("final", "plan_site") == 10
    assert definition.step("pilot").start.isoformat() == "2026-05-18"
    assert definition.step("legal_review") is None
    assert definition.milestone("M8").payment_pct == 30
    assert definition.panel.officials_max(8) == 2
    assert definition.empty_parts() == []


@pytest.mark.parametrize("ask", [
    lambda d: d.question("color"), lambda d: d.attachment("color"), lambda d: d.stage("color"), lambda d: d.consent("color"),
    lambda d: d.next_stage("color"), lambda d: d.criterion("final", "color"), lambda d: d.max_points("final", "color"),
    lambda d: d.question("category").choice("color"), lambda d: d.milestone("M99"),
])
def test_an_unknown_name_is_a_key_error(body, ask):
    with pytest.raises(KeyError):
        ask(Definition.parse(body))


def test_a_pass_rule_knows_its_places():
    assert PassRule("top", n=10).places(awards=8) == 10
    assert PassRule("times_awards", times="1.5").places(awards=5) == 7
    assert PassRule("threshold").places(awards=8) is None


def test_an_announcement_with_an_empty_part_says_which(body):
    body["notice"]["support"] = {"ko": "", "en": " "}
    body["eligibility"] = []

    assert Definition.parse(body).empty_parts() == ["support", "eligibility"]


def test_nobody_can_change_a_definition(body):
    with pytest.raises(AttributeError):
        Definition.parse(body).pilot_months = 12

"""What answers a form: drafts keep what can be kept, complete answers meet every limit of the call."""

import copy
import json
import unicodedata
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.calls.answers import check_all, check_answer, check_draft_value, length_of
from portal.calls.definition import Definition

DEMO = Path(__file__).parents[2] / "portal" / "cli" / "demo"
PROGRAM = json.loads((DEMO / "programs" / "ca-hub.json").read_text())
DEFINITION = Definition.parse(PROGRAM["definition"])
SITES = {site["code"] for site in PROGRAM["sites"]}
P06 = next(p for p in json.loads((DEMO / "proposals.json").read_text()) if p["id"] == "P06")


@pytest.fixture
def answers():
    return copy.deepcopy(P06["answers"])


def found(key, value):
    problems = check_answer(DEFINITION.question(key), value, DEFINITION, site_codes=SITES)
    return [(problem.path, problem.message) for problem in problems]


def draft(key, raw):
    return check_draft_value(DEFINITION.question(key), raw)


@pytest.mark.parametrize("key", [q.key for q in DEFINITION.questions])
@pytest.mark.parametrize("blank", [None, ""])
def test_a_required_question_left_blank_is_asked_for_and_may_stay_blank_in_a_draft(key, blank):
    kept = draft(key, blank)

    assert kept.problems == []
    assert found(key, kept.value) == [("", "Answer this question.")]


def test_a_length_counts_code_points_after_composition():
    decomposed = unicodedata.normalize("NFD", "누수를 일찍 찾는다")
    title = "가" * 60

    assert (length_of(decomposed), length_of("a\r\nb\r"), length_of("👩‍🚀")) == (10, 3, 3)
    assert found("title", unicodedata.normalize("NFD", title)) == []
    assert found("title", title + "나") == [("", "Write at most 60 characters; there are 61 now.")]


def test_a_draft_is_composed_trimmed_and_has_one_kind_of_line_end():
    raw = unicodedata.normalize("NFD", "  첫 줄\r\n둘째 줄\r셋째 줄\n\t") + "\u3000"

    assert draft("city_problem", raw) == ("첫 줄\n둘째 줄\n셋째 줄", [])
    assert draft("city_problem", "면적 300㎡ ① ﬁ") == ("면적 300㎡ ① ﬁ", [])


@pytest.mark.parametrize(("character", "name"), [
    ("\x00", "U+0000 (NUL)"), ("\x0b", "U+000B (VT)"), ("\x1b", "U+001B (ESC)"), ("\x1c", "U+001C (FS)"),
    ("\x7f", "U+007F (DEL)"), ("\x85", "U+0085 (control character)"), ("\ud800", "U+D800 (surrogate)"),
    ("\ufffe", "U+FFFE (noncharacter)"), ("\ufdd0", "U+FDD0 (noncharacter)"), ("\U0001ffff", "U+1FFFF (noncharacter)"),
])
@pytest.mark.parametrize("shape", ["{}", "가{}나", "가{}"])
def test_characters_that_no_store_can_hold_are_refused_by_name(character, name, shape):
    value, problems = draft("city_problem", shape.format(character))

    assert value == ""
    assert [problem.message for problem in problems] == [f"Remove the character {name}."]


def test_one_line_questions_hold_no_line_breaks():
    assert [p.message for p in draft("title", "a\nb").problems] == ["Remove the character U+000A (LF)."]
    assert draft("title", "a\n").problems == []
    assert draft("safety", "a\tb\nc").value == "a\tb\nc"


def test_a_draft_may_be_too_long_to_submit_but_not_without_end():
    assert draft("title", "가" * 240) == ("가" * 240, [])
    assert [p.message for p in draft("title", "가" * 241).problems] == [
        "This is too long to keep: 241 characters where 60 are allowed.",
    ]


@pytest.mark.parametrize(("key", "raw"), [
    ("title", 7), ("title", ["a"]), ("trl", "seven"), ("trl", 6.5), ("trl", True), ("trl", "７"), ("trl", "1_0"),
    ("trl", 10**15), ("category", 3), ("site_pref", "CA-S1"), ("site_pref", [1]), ("kpis", {"name": "a"}), ("kpis", ["a"]),
    ("kpis", [{"nom": "a"}]), ("kpis", [{"baseline": "1e3"}]), ("kpis", [{"baseline": float("nan")}]),
    ("kpis", [{"weight": "3.5"}]), ("kpis", [{"name": "a"}] * 81), ("data_plan", [{"personal": "yes"}]),
    ("budget", [1]), ("budget", {"grant": "1,00"}), ("budget", {"items": [1]}), ("budget", {"items": {"a b": 1}}),
    ("budget", {"loan": 1}), ("duplicate", "no"), ("duplicate", {"has": 1}), ("duplicate", {"has": True, "why": ""}),
])
def test_values_of_an_impossible_shape_are_refused_even_in_a_draft(key, raw):
    assert draft(key, raw).problems
    assert found(key, raw)


def test_numbers_may_be_typed_with_thousands_marks():
    value, problems = draft("budget", {"grant": "20,000,000", "self_cash": " 500 ", "items": {"labor": 7, "fee": ""}})

    assert problems == []
    assert value == {"grant": 20_000_000, "self_cash": 500, "self_inkind": None, "items": {"labor": 7, "fee": None}}


def test_a_bad_cell_is_blank_and_the_rest_of_the_table_is_kept():
    value, problems = draft("kpis", [{"name": "누수량", "baseline": "약 3", "target": 4.2}])

    assert [(p.path, p.message) for p in problems] == [("0.baseline", "This must be a number in digits, such as 12.5.")]
    assert (value[0]["name"], value[0]["baseline"], value[0]["target"]) == ("누수량", "", "4.2")


def test_rows_without_a_word_in_them_are_dropped():
    assert draft("kpis", [{"name": " ", "weight": ""}, {"name": "누수량"}]).value == [
        {"name": "누수량", "unit": "", "baseline": "", "target": "", "direction": "", "method": "", "weight": None},
    ]


@given(st.sampled_from([q.key for q in DEFINITION.questions]), st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3)
    | st.dictionaries(st.sampled_from(["name", "weight", "grant", "items", "has", "owner", "baseline"]), inner), max_leaves=6,
))
def test_no_value_can_crash_the_checks_and_tidying_twice_changes_nothing(key, raw):
    value, problems = draft(key, raw)
    check_answer(DEFINITION.question(key), raw, DEFINITION)

    assert draft(key, value) == (value, [])
    json.dumps(value)
    assert problems or found(key, raw) == found(key, value)


def test_a_choice_must_be_on_the_list():
    assert found("category", "water") == []
    assert found("category", "tourism") == [("", "Choose one of the answers offered.")]


def test_readiness_below_six_cannot_apply():
    assert found("trl", 5) == [("", "This call accepts 6 or more; below that one cannot apply.")]
    assert found("trl", 10) == [("", "This can be at most 9.")]
    assert (found("trl", 6), found("trl", "9")) == ([], [])


def test_one_to_three_different_sites_of_the_program_are_ranked():
    assert found("site_pref", ["CA-S4", "CA-S1", "CA-S2"]) == []
    assert found("site_pref", ["CA-S1", "CA-S2", "CA-S3", "CA-S4"]) == [("", "Choose from 1 to 3 sites.")]
    assert found("site_pref", ["CA-S1", "CA-S1"]) == [("1", "This site is already chosen.")]
    assert found("site_pref", ["GN-S1"]) == [("0", "There is no site GN-S1 in this program.")]
    assert check_answer(DEFINITION.question("site_pref"), ["GN-S1"], DEFINITION) == []


def test_weights_total_100(answers):
    answers["kpis"][0]["weight"] = 30
    assert found("kpis", answers["kpis"]) == [("weight", "Weights must total 100; they total 95 now.")]

    answers["kpis"][0]["weight"] = 36
    assert found("kpis", answers["kpis"]) == [("weight", "Weights must total 100; they total 101 now.")]


@pytest.mark.parametrize(("cell", "value", "message"), [
    ("name", "", "Fill this in."), ("unit", "", "Fill this in."), ("method", "", "Fill this in."),
    ("baseline", "", "Fill this in."),
    ("target", "1.23456", "Write a number of at most 12 digits, at most 4 of them decimals."),
    ("target", "1234567890123", "Write a number of at most 12 digits, at most 4 of them decimals."),
    ("direction", "", "Say whether up or down is better."),
    ("unit", "a" * 21, "Write at most 20 characters; there are 21 now."),
])
def test_each_cell_of_an_indicator_is_checked(answers, cell, value, message):
    answers["kpis"][0][cell] = value

    assert found("kpis", answers["kpis"]) == [(f"0.{cell}", message)]


@pytest.mark.parametrize("number", ["-3.25", "0.0001", "123456789012", "12345678.1234"])
def test_twelve_digits_and_four_decimals_are_enough(answers, number):
    answers["kpis"][0]["target"] = number

    assert found("kpis", answers["kpis"]) == []


def test_two_indicators_need_two_names(answers):
    answers["kpis"][1]["name"] = answers["kpis"][0]["name"]

    assert found("kpis", answers["kpis"]) == [("1.name", "Another indicator already has this name.")]


def test_every_dataset_has_an_owner(answers):
    answers["data_plan"][0]["owner"] = " "

    assert found("data_plan", answers["data_plan"]) == [("0.owner", "Fill this in.")]


def test_a_dataset_says_yes_or_no_and_may_stay_for_days(answers):
    row = answers["data_plan"][0] | {"personal": None, "retention_months": 0, "retention_days": 7}

    assert found("data_plan", [row]) == [("0.personal", "Say yes or no.")]
    assert found("data_plan", [row | {"personal": True}]) == []
    assert found("data_plan", [row | {"personal": True, "retention_months": 601}]) == [
        ("0.retention_months", "This must be a whole number from 0 to 600."),
    ]


def money(grant, cash, inkind, **items):
    return {"grant": grant, "self_cash": cash, "self_inkind": inkind, "items": items or {"labor": grant + cash + inkind}}


def test_the_items_equal_the_sources_to_the_won():
    assert found("budget", money(75, 3, 22, labor=60, fee=40)) == []
    assert found("budget", money(75, 3, 22, labor=60, fee=39)) == [
        ("items", "The items total 99 won but the sources total 100 won."),
    ]


def test_the_own_share_is_compared_to_the_won():
    assert found("budget", money(100_000_000, 3_333_334, 29_999_999)) == [
        ("self", "Your own share must be at least 25% of the total: 33333334 won or more."),
    ]
    assert found("budget", money(100_000_000, 3_333_334, 30_000_000)) == []


def test_cash_is_a_share_of_the_own_part():
    assert found("budget", money(75, 2, 23)) == [("self_cash", "Cash must be at least 10% of your own share: 3 won or more.")]


def test_a_grant_stays_under_the_cap():
    assert found("budget", money(100_000_001, 10_000_000, 30_000_000)) == [
        ("grant", "The grant can be at most 100000000 won."),
    ]


def test_a_budget_has_no_negative_sums_unknown_categories_or_nothing_at_all():
    assert ("items.labor", "This must be a whole number from 0 to 10000000000000.") in found(
        "budget", money(75, 3, 22, labor=-1, fee=101))
    assert found("budget", money(75, 3, 22, snacks=100)) == [("items.snacks", "This call has no such cost category.")]
    assert found("budget", money(0, 0, 0)) == [("", "Enter how much the pilot costs and who pays.")]


def test_a_declaration_of_other_funding_gives_details():
    assert found("duplicate", {"has": False, "detail": ""}) == []
    assert found("duplicate", {"has": None, "detail": "2025"}) == [("has", "Say yes or no.")]
    assert found("duplicate", {"has": True, "detail": ""}) == [("detail", "Say which program, for what, and how much.")]
    assert found("duplicate", {"has": True, "detail": "가" * 501}) == [
        ("detail", "Write at most 500 characters; there are 501 now."),
    ]


def test_an_optional_question_may_stay_blank(answers):
    body = copy.deepcopy(PROGRAM["definition"])
    body["questions"][12]["required"] = False
    definition = Definition.parse(body)
    answers[definition.questions[12].key] = ""

    assert check_all(definition, answers, P06["consents"]) == {}


def test_required_consents_are_given_and_optional_ones_need_no_answer(answers):
    consents = {"pi_collect": True, "pi_third": False, "dup_check": True}
    problems = check_all(DEFINITION, answers, consents, site_codes=SITES)

    assert {key: [p.message for p in value] for key, value in problems.items()} == {
        "consents.pi_third": ["Without this consent the proposal cannot be submitted."],
    }


def test_an_empty_proposal_lists_every_question_and_required_consent():
    required = {q.key for q in DEFINITION.questions} | {"consents.pi_collect", "consents.pi_third", "consents.dup_check"}

    assert set(check_all(DEFINITION, {}, {})) == required


def test_answers_to_questions_no_longer_asked_are_ignored(answers):
    assert check_all(DEFINITION, answers | {"color": "blue"}, P06["consents"], site_codes=SITES) == {}

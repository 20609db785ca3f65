"""Several answers, dates, amounts, yes or no, addresses, and counted words: what is kept, and what is complete."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.calls.answers import check_all, check_answer, check_draft_value
from portal.calls.definition import QUESTION_TYPES, Definition, DefinitionError
from portal.web.proposals import fields
from tests.calls.asking import a_body, a_question, words

OFFERED = [{"key": key, "label": words(key)} for key in ("a", "b", "c")]
ALL = (
    a_question("several", "choices", choices=OFFERED, min=1, max=2), a_question("day", "date"),
    a_question("amount", "money", min=1000, max=5_000_000), a_question("sure", "yes_no"), a_question("page", "link"),
    a_question("short", "text", max_chars=100, max_words=3),
)
WHOLE = Definition.parse(a_body(*ALL))


def found(key, value):
    question = WHOLE.question(key)
    return [problem.message for problem in check_answer(question, value, WHOLE)]


@pytest.mark.parametrize(("key", "raw", "kept"), [
    ("several", ["c", "a", "a"], ["a", "c"]), ("several", None, []), ("several", ["moon", "b"], ["b", "moon"]),
    ("day", " 2026-12-31 ", "2026-12-31"), ("day", None, ""), ("amount", "1,200,000", 1_200_000), ("amount", "", None),
    ("sure", True, True), ("sure", "", None), ("page", " https://a.kr ", "https://a.kr"), ("short", "ㄱ".encode().decode(), "ㄱ"),
])
def test_what_was_typed_is_kept_tidily(key, raw, kept):
    assert check_draft_value(WHOLE.question(key), raw) == (kept, [])


@pytest.mark.parametrize(("key", "raw"), [
    ("several", "a"), ("several", ["a"] * 201), ("several", [1]), ("several", ["\x00"]), ("day", 20261231), ("day", "2" * 200),
    ("amount", "1e309"), ("amount", 1.5), ("sure", "yes"), ("sure", 1), ("page", {"a": 1}), ("page", "x" * 9000), ("page", "\x00"),
])
def test_the_impossible_is_refused_with_words(key, raw):
    assert check_draft_value(WHOLE.question(key), raw).problems


@pytest.mark.parametrize(("key", "value", "message"), [
    ("several", ["a", "b"], None), ("several", ["a", "b", "c"], "Choose at most 2."), ("several", ["moon"], "Choose among"),
    ("day", "2028-02-29", None), ("day", "2026-02-29", "Write a date"), ("day", "0001-01-01", "Write a date"), ("day", "내일", "Write a date"),
    ("day", "２０２６-12-31", "Write a date"), ("amount", 1000, None), ("amount", 999, "Enter an amount from 1,000 to 5,000,000 won."),
    ("amount", -5, "Enter an amount"), ("amount", 5_000_001, "Enter an amount"), ("sure", False, None), ("sure", True, None),
    ("page", "https://www.example.kr/한글?q=1", None), ("page", "javascript:alert(1)", "Write a whole address"),
    ("page", "https://", "Write a whole address"), ("page", "http://[", "Write a whole address"), ("page", "www.example.kr", "Write a whole"),
    ("page", "https://a.kr/ b", "Write a whole"), ("page", "https://me:pw@a.kr", "Write a whole"),
    ("short", "하나 둘 셋", None), ("short", "하나 둘 셋 넷", "Write at most 3 words; there are 4 now."),
])
def test_complete_is_within_the_limits(key, value, message):
    said = found(key, value)
    assert (said == []) if message is None else (len(said) == 1 and said[0].startswith(message))


def test_fewer_than_asked_are_too_few():
    body = a_body(a_question("two", "choices", choices=OFFERED, min=2))
    question = Definition.parse(body).question("two")
    assert [p.message for p in check_answer(question, ["a"], WHOLE)] == ["Choose at least 2."]


@pytest.mark.parametrize(("question", "where"), [
    (a_question("q", "choices"), "choices"), (a_question("q", "money", choices=OFFERED), "choices"), (a_question("q", "date", min=1), "min"),
    (a_question("q", "link", max_chars=5), "max_chars"), (a_question("q", "yes_no", max_words=5), "max_words"),
])
def test_a_setting_of_another_kind_is_named(question, where):
    with pytest.raises(DefinitionError) as error:
        Definition.parse(a_body(question))
    assert [path.rpartition(".")[2] for path, _message in error.value.problems] == [where]


@pytest.mark.parametrize(("condition", "answers", "shown"), [
    ({"question": "several", "operator": "is", "value": "b"}, {"several": ["a", "b"]}, True),
    ({"question": "several", "operator": "is_not", "value": "b"}, {"several": ["a", "b"]}, False),
    ({"question": "amount", "operator": "at_least", "value": "5000"}, {"amount": 5000}, True),
    ({"question": "sure", "operator": "is", "value": "no"}, {"sure": False}, True),
    ({"question": "sure", "operator": "is", "value": "no"}, {"sure": None}, False),
])
def test_later_questions_may_follow_from_them(condition, answers, shown):
    whole = Definition.parse(a_body(*ALL, a_question("more", "text", max_chars=5, shown_when=[condition])))
    assert ("more" in [question.key for question in whole.asked(answers)]) is shown


def test_an_amount_may_be_compared_with_the_budget():
    rule = {"key": "r1", "left": "question:amount", "operator": "at_most", "compared_with": "figure", "right": "budget:total"}
    whole = Definition.parse(a_body(*ALL, rules=[rule]))
    told = check_all(whole, {"amount": 5000, "budget": {"grant": 4000, "self_cash": 0, "self_inkind": 0, "items": {}}}, {})
    assert told["amount"][-1].message == "amount must be at most Total cost (now 5,000 won)."


def test_a_form_sent_back_untouched_is_untouched():
    answers = {"several": ["a", "c"], "day": "2026-12-31", "amount": 1_200_000, "sure": False, "page": "https://a.kr", "short": "ㄱ ㄴ"}
    for key, value in answers.items():
        question = WHOLE.question(key)
        typed = fields.typed_of(question, value)
        sent = {f"q-several-is-{one}": one for one in typed} if key == "several" else {f"q-{key}": typed}
        assert fields.raw_of(question, fields.typed_in(question, sent)) in (value, f"{value:,}" if key == "amount" else value)
        version, digest = fields.mark_of(question, value, 3).split(".")
        assert version == "3" and fields.is_untouched(question, fields.raw_of(question, typed), digest)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(QUESTION_TYPES), st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=12),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["has", "detail", "items", "grant", "x"]), inner), max_leaves=6),
    st.none() | st.integers(1, 5), st.none() | st.integers(1, 5), st.booleans())
def test_any_question_that_is_accepted_can_be_answered_with_anything(type_, raw, least, most, listed):
    more = {name: value for name, value in (("min", least), ("max", most), ("choices", OFFERED if listed else None)) if value}
    asked = a_question("q", type_, required=True, **more, **({"max_chars": 20, "max_words": most or 1} if type_ in ("text", "longtext") else {}))
    body = a_body()
    body["questions"] = [each for each in body["questions"] if each["type"] != type_] + [asked]
    try:
        whole = Definition.parse(body)
    except DefinitionError as error:
        assert error.problems
        return
    question = whole.question("q")
    kept = check_draft_value(question, raw).value
    assert check_draft_value(question, kept) == (kept, [])
    assert all(problem.message for problem in check_all(whole, {"q": raw}, {}).get("q", ()))
    fields.drawable(fields.typed_of(question, kept))

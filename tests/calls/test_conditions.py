"""Questions that are asked only after certain answers: what may be compared, and what is asked of whom."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.calls.answers import check_all
from portal.calls.definition import Definition, DefinitionError
from portal.calls.definition.conditions import OPERATORS
from portal.calls.drafts.references import choices_for
from portal.calls.drafts.relevance import is_relevant
from tests.calls.asking import FOLLOWS, KIND, a_body, a_question

LEVEL = a_question("level", "integer", min=1, max=9)
OTHER = a_question("other", "declaration")


def asked(*questions, **values):
    return [q.key for q in Definition.parse(a_body(*questions)).asked(values)][-len(questions):]


def when(question, operator, value=None):
    return {"question": question, "operator": operator} | ({"value": value} if value is not None else {})


def a_follower(*conditions, **more):
    return a_question("more", "text", max_chars=10, shown_when=list(conditions), **more)


@pytest.mark.parametrize(("condition", "values", "shown"), [
    (when("kind", "is", "street"), {"kind": "street"}, True),
    (when("kind", "is", "street"), {"kind": "indoor"}, False),
    (when("kind", "is_not", "street"), {"kind": "indoor"}, True),
    (when("kind", "is_not", "street"), {}, False),
    (when("kind", "is_answered"), {"kind": "indoor"}, True),
    (when("kind", "is_answered"), {"kind": ""}, False),
    (when("level", "at_least", "6"), {"level": 6}, True),
    (when("level", "at_least", "6"), {"level": 5}, False),
    (when("level", "at_most", "6"), {"level": 6}, True),
    (when("level", "is", "06"), {"level": 6}, True),
    (when("other", "is", "yes"), {"other": {"has": True, "detail": ""}}, True),
    (when("other", "is", "yes"), {"other": {"has": None, "detail": ""}}, False),
    (when("kind", "is", "street"), {"kind": 7}, False),
])
def test_a_question_is_asked_while_its_condition_holds(condition, values, shown):
    assert ("more" in asked(KIND, LEVEL, OTHER, a_follower(condition), **values)) is shown


def test_several_conditions_hold_together_or_one_is_enough():
    both = (when("kind", "is", "street"), when("level", "at_least", "6"))
    half = {"kind": "street", "level": 3}
    assert "more" not in asked(KIND, LEVEL, a_follower(*both), **half)
    assert "more" in asked(KIND, LEVEL, a_follower(*both, shown_join="any"), **half)


def test_the_answer_to_a_hidden_question_counts_as_none():
    last = a_question("last", "text", max_chars=10, shown_when=[when("depth", "at_least", "1")])
    depth = a_question("depth", "integer", shown_when=[when("kind", "is", "street")])
    assert asked(KIND, depth, last, kind="indoor", depth=5)[-1] != "last"
    assert asked(KIND, depth, last, kind="street", depth=5)[-1] == "last"


def test_a_hidden_question_is_not_required():
    definition = Definition.parse(a_body(KIND, FOLLOWS))
    assert "street_name" in check_all(definition, {"kind": "street"}, {})
    assert "street_name" not in check_all(definition, {"kind": "indoor"}, {})


@pytest.mark.parametrize(("condition", "where"), [
    (when("nobody", "is_answered"), "question"), (when("more", "is_answered"), "question"), (when("title", "is_answered"), "question"),
    (when("kind", "at_least", "1"), "operator"), (when("kind", "is", "moon"), "value"), (when("level", "is", "six"), "value"),
    (when("other", "is", "maybe"), "value"), (when("kind", "is"), "value"), (when("kind", "is_answered", "street"), "value"),
])
def test_an_impossible_condition_is_named_where_it_is(condition, where):
    with pytest.raises(DefinitionError) as error:
        Definition.parse(a_body(KIND, LEVEL, OTHER, a_follower(condition)))
    assert [path.rpartition(".")[2] for path, _message in error.value.problems] == [where]
    assert ".shown_when.0." in error.value.problems[0][0]


def test_only_earlier_questions_may_be_named_so_nothing_goes_in_circles():
    first = a_question("first", "integer", shown_when=[when("second", "is_answered")])
    second = a_question("second", "integer", shown_when=[when("first", "is_answered")])
    with pytest.raises(DefinitionError) as error:
        Definition.parse(a_body(first, second))
    assert [message for _path, message in error.value.problems] == ["There is no question second before this one."]


def test_a_definition_without_conditions_is_written_as_before():
    body = Definition.parse(a_body(KIND)).body()
    assert "shown_when" not in body["questions"][-1] and "shown_join" not in body["questions"][-1]
    with_one = Definition.parse(a_body(KIND, FOLLOWS))
    assert Definition.parse(with_one.body()) == with_one


def test_a_supplement_brings_the_questions_that_follow():
    definition = Definition.parse(a_body(KIND, FOLLOWS))
    assert definition.following(["kind"]) == ("kind", "street_name")
    assert definition.following(["title"]) == ("title",)


def test_the_builder_offers_earlier_questions_and_their_answers():
    document = {"definition": a_body(KIND, LEVEL, OTHER, FOLLOWS)}
    place = len(document["definition"]["questions"]) - 1
    path = f"definition.questions.{place}.shown_when.0.question"
    offered = [key for key, _words in choices_for("Condition", "question", document, path=path)]
    assert offered[-3:] == ["kind", "level", "other"] and "title" not in offered
    assert [key for key, _words in choices_for("Condition", "value", document, entry=when("kind", "is"))] == ["street", "indoor"]
    assert [key for key, _words in choices_for("Condition", "value", document, entry=when("other", "is"))] == ["yes", "no"]
    assert choices_for("Condition", "value", document, entry=when("level", "is")) is None
    assert is_relevant("Question", "shown_join", {"shown_when": [{}, {}]}) and not is_relevant("Question", "shown_join", {})


conditions = st.builds(when, st.sampled_from(["kind", "level", "other"]), st.sampled_from(OPERATORS),
                       st.sampled_from([None, "street", "6", "-3", "yes", "no", "moon"]))
values = st.dictionaries(st.sampled_from(["kind", "level", "other", "more"]), st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=6) | st.sampled_from(["street", "indoor"]),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.sampled_from(["has", "detail"]), inner, max_size=2), max_leaves=4))


@settings(max_examples=150, deadline=None)
@given(st.lists(conditions, max_size=3), st.sampled_from(["all", "any"]), values)
def test_any_accepted_definition_can_be_answered_and_checked(drawn, join, answers):
    body = a_body(KIND, LEVEL, OTHER, a_follower(*drawn, shown_join=join, required=True))
    try:
        definition = Definition.parse(body)
    except DefinitionError as error:
        assert error.problems and all(path.startswith("questions.") for path, _message in error.problems)
        return
    found = check_all(definition, answers, {})
    assert [p.message for problems in found.values() for p in problems]
    assert ("more" in found) <= ("more" in [q.key for q in definition.asked(answers)])

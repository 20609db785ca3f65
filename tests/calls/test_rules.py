"""Rules between answers and totals: exact to the won, told where they are put right, and never a reason to crash."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.calls.answers import check_all
from portal.calls.definition import Definition, DefinitionError
from portal.calls.definition.figures import COMPARED_WITH, COMPARISONS, SUMS
from portal.calls.drafts.references import choices_for, rule_in_words
from portal.foundation.i18n import force_locale
from portal.proposals.gaps import told
from tests import builders as b
from tests.calls.asking import FOLLOWS, KIND, a_body, a_question, words


def a_rule(left, operator, **more):
    with_ = "percent" if "percent" in more else "figure" if "right" in more else "number"
    return {"key": "r1", "left": left, "operator": operator, "compared_with": with_, **more}


def a_total(*of, section="budget", key="sum"):
    return {"key": key, "label": words("sum"), "section": section, "of": list(of)}


def answers(**more):
    return {**copy.deepcopy(b.proposal_file("P01")["answers"]), **more}


def broken(rule, values, **more):
    definition = Definition.parse(a_body(rules=[rule], **more))
    found = check_all(definition, values, b.proposal_file("P01")["consents"])
    return {key: problems[-1] for key, problems in found.items()}


def money(grant, cash, inkind=0):
    total = grant + cash + inkind
    return {"grant": grant, "self_cash": cash, "self_inkind": inkind, "items": {"labor": total}}


def test_the_own_share_is_compared_with_a_part_of_the_total():
    rule = a_rule("budget:own_share", "at_least", percent=25, right="budget:total")
    assert broken(rule, answers(budget=money(7_500_000, 2_500_000))) == {}
    problem = broken(rule, answers(budget=money(7_750_000, 2_250_000)))["budget"]
    assert (problem.path, problem.message) == ("self", "Own share must be at least 25% of Total cost (now 22.5%).")


def test_a_won_too_little_is_too_little_and_never_looks_like_enough():
    rule = a_rule("budget:own_share", "at_least", percent=25, right="budget:total")
    problem = broken(rule, answers(budget=money(7_500_001, 2_499_999)))["budget"]
    assert "now 24.9%" in problem.message
    rule = a_rule("budget:grant", "at_most", percent=75, right="budget:total")
    assert "now 75.1%" in broken(rule, answers(budget=money(7_500_001, 2_499_999)))["budget"].message


@pytest.mark.usefixtures("app")
def test_it_is_said_in_plain_korean_and_in_the_words_of_the_call():
    rule = a_rule("budget:own_share", "at_least", percent=25, right="budget:total")
    values = answers(budget=money(7_750_000, 2_250_000))
    with force_locale("ko"):
        assert told(broken(rule, values)["budget"]) == "자부담: 총사업비의 25% 이상이어야 합니다 (지금 22.5%)."
    own = {**rule, "message": {"ko": "자부담 25%를 채워 주세요.", "en": "Bear 25% yourself."}}
    with force_locale("ko"):
        assert told(broken(own, values)["budget"]) == "자부담 25%를 채워 주세요."


@pytest.mark.parametrize(("operator", "number", "kept"), [
    ("at_least", 7, True), ("at_least", 8, False), ("at_most", 7, True), ("at_most", 6, False), ("equal", 7, True),
    ("equal", 8, False), ("less_than", 8, True), ("less_than", 7, False), ("more_than", 6, True), ("more_than", 7, False),
])
def test_a_whole_number_is_compared_with_a_number(operator, number, kept):
    assert ("trl" not in broken(a_rule("question:trl", operator, number=number), answers(trl=7))) is kept


def test_a_rule_about_what_was_not_given_says_nothing():
    assert "trl" in broken(a_rule("question:trl", "at_least", number=9), answers(trl=7))
    asked = broken(a_rule("question:trl", "at_least", number=9), answers(trl=None))["trl"]
    assert asked.message == "Answer this question."
    depth = a_question("depth", "integer", shown_when=FOLLOWS["shown_when"])
    definition = Definition.parse(a_body(KIND, depth, rules=[a_rule("question:depth", "at_least", number=5)]))
    assert "depth" in check_all(definition, {"kind": "street", "depth": 1}, {})
    assert "depth" not in check_all(definition, {"kind": "indoor", "depth": 1}, {})


def test_costs_and_totals_are_compared_too():
    values = answers(budget=money(7_500_000, 2_500_000))
    labor = broken(a_rule("cost:labor", "at_most", percent=50, right="budget:total"), values)["budget"]
    assert labor.path == "items.labor"
    total = a_total("question:trl", "question:trl2")
    more = a_body(a_question("trl2", "integer"), totals=[total], rules=[a_rule("total:sum", "more_than", number=20)])
    found = check_all(Definition.parse(more), {"trl": 7, "trl2": 8}, {})
    assert found["trl"][-1].message == "sum must be more than 20 (now 15)."


def test_totals_are_calculated_and_shown_in_their_section():
    definition = Definition.parse(a_body(totals=[a_total("budget:self_cash", "budget:self_inkind")]))
    assert [(t.key, won, is_won) for t, won, is_won in definition.totals_in("budget", {"budget": money(1, 2, 3)})] == [("sum", 5, True)]
    assert definition.totals_in("budget", {})[0][1] is None and definition.totals_in("plan", {}) == []
    assert Definition.parse(definition.body()) == definition


@pytest.mark.parametrize(("rule", "where"), [
    (a_rule("question:title", "at_least", number=1), "left"), (a_rule("cost:yachts", "at_least", number=1), "left"),
    (a_rule("total:none", "at_least", number=1), "left"), (a_rule("question:trl", "at_least", percent=5, right="question:no"), "right"),
    (a_rule("question:trl", "at_least", right="question:trl"), "right"), ({**a_rule("question:trl", "at_least"), "percent": 5}, "number"),
    (a_rule("question:trl", "at_least", percent=0, right="budget:total"), "percent"), (a_rule("1 + 1", "at_least", number=1), "left"),
])
def test_an_impossible_rule_is_named_where_it_is(rule, where):
    with pytest.raises(DefinitionError) as error:
        Definition.parse(a_body(rules=[rule]))
    assert f"rules.0.{where}" in [path for path, _message in error.value.problems]


def test_a_total_adds_known_figures_and_no_totals():
    with pytest.raises(DefinitionError) as error:
        Definition.parse(a_body(totals=[a_total("total:sum", "question:no", section="nowhere")]))
    assert [path for path, _message in error.value.problems] == ["totals.0.section", "totals.0.of.0", "totals.0.of.1"]


@pytest.mark.usefixtures("app")
def test_the_builder_offers_figures_and_says_a_rule_in_one_line():
    document = {"definition": a_body(totals=[a_total("question:trl")])}
    offered = [key for key, _words in choices_for("Rule", "left", document)]
    assert {"question:trl", "budget:own_share", "cost:labor", "total:sum"} <= set(offered)
    assert "total:sum" not in [key for key, _words in choices_for("Total", "of", document)]
    with force_locale("ko"):
        assert rule_in_words(a_rule("budget:own_share", "at_least", percent=25, right="budget:total"), document) == "자부담 ≥ 25% × 총사업비"


figures = st.sampled_from(["question:trl", "question:title", "cost:labor", "cost:no", "total:sum", *(f"budget:{name}" for name in SUMS)])
rules = st.fixed_dictionaries(
    {"key": st.just("r1"), "left": figures, "operator": st.sampled_from(COMPARISONS), "compared_with": st.sampled_from(COMPARED_WITH)},
    optional={"number": st.integers(0, 100), "percent": st.integers(1, 1000), "right": figures})
amounts = st.none() | st.integers(-10**16, 10**16) | st.booleans() | st.text(max_size=3)


@settings(max_examples=150, deadline=None)
@given(rules, amounts, st.none() | st.text(max_size=3) | st.dictionaries(
    st.sampled_from(["grant", "self_cash", "self_inkind", "items", "other"]), amounts | st.dictionaries(
        st.sampled_from(["labor", "x"]), amounts, max_size=2), max_size=4))
def test_any_accepted_rule_can_be_checked_whatever_was_answered(rule, trl, budget):
    try:
        definition = Definition.parse(a_body(totals=[a_total("question:trl", "budget:grant")], rules=[rule]))
    except DefinitionError as error:
        assert all(path.startswith("rules.0") for path, _message in error.problems)
        return
    found = check_all(definition, {"trl": trl, "budget": budget}, {})
    assert all(problem.message for problems in found.values() for problem in problems)
    assert set(found) <= {question.key for question in definition.questions} | {f"consents.{c.key}" for c in definition.consents}

"""What holds for every panel and every ranking, tried on thousands of invented ones."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.reviews.scoring import Criterion, Final, Outcome, PassRule, Row, Rule, Sheet, final_of, mean_of, rank, rank_key
from portal.reviews.scoring import select as suggest

DEMO = Path(__file__).parents[2] / "portal" / "cli" / "demo"
RULE = Rule.of(json.loads((DEMO / "programs" / "gn-oi.json").read_text())["definition"]["scoring"])
CRITERIA = (Criterion("plan", 40), Criterion("need", 40), Criterion("tech", 20))
POINTS = st.fixed_dictionaries({c.key: st.integers(0, c.max) for c in CRITERIA})
START = datetime(2026, 3, 2, tzinfo=UTC)


@st.composite
def panels(draw, least=1, most=12):
    points = draw(st.lists(POINTS, min_size=least, max_size=most))
    return [Sheet(reviewer, row) for reviewer, row in enumerate(points)]


@given(panels(least=5))
def test_trimming_drops_exactly_one_highest_and_one_lowest(sheets):
    result = mean_of(sheets, CRITERIA, RULE)
    totals = sorted(sum(sheet.points.values()) for sheet in sheets)

    assert len(result.retained) == len(sheets) - 2
    assert result.dropped_high != result.dropped_low
    assert result.mean == Fraction(sum(totals[1:-1]), len(totals) - 2)
    assert (result.totals[result.dropped_low], result.totals[result.dropped_high]) == (totals[0], totals[-1])


@given(panels(), st.randoms(use_true_random=False), st.sampled_from(["reviewer_total", "criterion"]))
def test_the_order_of_sheets_does_not_matter(sheets, random, scope):
    rule = replace(RULE, trim_scope=scope)
    shuffled = random.sample(sheets, len(sheets))

    assert mean_of(shuffled, CRITERIA, rule) == mean_of(sheets, CRITERIA, rule)


@given(panels(), st.sampled_from(["reviewer_total", "criterion"]), st.integers(0, 8), st.integers(0, 3))
def test_a_mean_lies_between_its_scores_and_a_final_between_zero_and_the_cap(sheets, scope, bonus, less):
    rule = replace(RULE, trim_scope=scope, min_valid_scores=1)
    result = mean_of(sheets, CRITERIA, rule)
    final = final_of([(result, 100)], rule, 70, bonus=bonus, deductions=less)

    if scope == "reviewer_total":
        assert min(result.totals.values()) <= result.mean <= max(result.totals.values())
    assert sum(result.criterion_means.values()) == result.mean
    assert 0 <= final.final4 <= (100 + rule.bonus_cap) * 10_000
    assert abs(Fraction(final.mean4, 10_000) - result.mean) <= Fraction(1, 20_000)


@given(panels(least=5), st.integers(0, 4), st.integers(1, 5))
def test_a_higher_score_never_lowers_the_mean(sheets, chosen, more):
    raised = [replace(s, points=s.points | {"plan": min(40, s.points["plan"] + more)}) if s.reviewer == chosen else s
              for s in sheets]

    assert mean_of(raised, CRITERIA, RULE).mean >= mean_of(sheets, CRITERIA, RULE).mean


@st.composite
def rows(draw):
    """Rankings with many ties: few different figures, few different moments."""
    made = []
    for proposal in range(draw(st.integers(0, 12))):
        figures = {key: draw(st.sampled_from([180000, 190000, 192500, 192501])) for key in ("plan", "need")}
        final = Final(
            mean=Fraction(80), mean4=800000, claimed4=0, bonus4=draw(st.sampled_from([0, 10000, 30000])), deductions4=0,
            final4=draw(st.sampled_from([0, 699999, 800000, 800001, 1050000])), tested4=0, threshold4=0,
            passed=draw(st.booleans()), criterion4=figures,
        )
        made.append(Row(proposal, final, START + timedelta(microseconds=draw(st.integers(0, 3)))))
    return made


CHAINS = st.sampled_from([RULE.tie_break, ("bonus_less", "draw:20260422"), ("older_submission",), ("criterion:plan",)])


@settings(max_examples=300)
@given(rows(), CHAINS)
def test_sorting_by_rank_key_is_the_ranking(made, chain):
    rule = replace(RULE, tie_break=chain)
    ranked = rank(made, rule)
    by_key = sorted(made, key=lambda row: row.proposal)
    by_key.sort(key=lambda row: rank_key(row, rule), reverse=True)

    assert [row.proposal for row in by_key] == [entry.proposal for entry in ranked]
    assert all((above.key == below.key) == (below.lost_by == "unresolved")
               for above, below in zip(ranked, ranked[1:], strict=False))
    assert len({len(entry.key) for entry in ranked}) <= 1
    assert all(entry.key.isascii() and entry.key.isdigit() for entry in ranked)


@given(rows())
def test_the_ranking_follows_the_chain_link_by_link(made):
    def oracle(row):
        final = row.final
        return (not final.passed, -final.final4, -final.criterion4["plan"], -final.criterion4["need"], final.bonus4,
                row.submitted_at, row.proposal)

    assert [entry.row for entry in rank(made, RULE)] == sorted(made, key=oracle)


@given(rows(), st.randoms(use_true_random=False), CHAINS)
def test_the_ranking_does_not_depend_on_the_order_of_rows(made, random, chain):
    rule = replace(RULE, tie_break=chain)
    assert rank(random.sample(made, len(made)), rule) == rank(made, rule)


@given(rows(), st.integers(0, 6), st.integers(0, 4), CHAINS)
def test_never_more_are_selected_than_there_are_places(made, places, reserve, chain):
    ranked = rank(made, replace(RULE, tie_break=chain))
    outcomes = suggest(ranked, places, reserve)
    count = {outcome: sum(s.outcome == outcome for s in outcomes) for outcome in Outcome}

    assert [s.ranked for s in outcomes] == ranked
    assert count["selected"] <= places
    assert count["reserve"] <= reserve
    assert all(s.ranked.row.final.passed for s in outcomes if s.outcome in ("selected", "reserve", "tied"))
    if not count["tied"]:
        passed = sum(row.final.passed for row in made)
        assert (count["selected"], count["reserve"]) == (min(places, passed), max(0, min(reserve, passed - places)))
        assert [s.reserve for s in outcomes if s.reserve] == list(range(1, count["reserve"] + 1))


def a_row(proposal, total, *, passed=True, moment=START, bonus=0):
    final = Final(Fraction(total), total * 10_000, 0, bonus, 0, total * 10_000, 0, 0, passed, {})
    return Row(proposal, final, moment)


def test_below_the_threshold_one_is_out_even_when_places_remain():
    outcomes = suggest(rank([a_row("P1", 90), a_row("P2", 95, passed=False)], RULE), 8, 3)

    assert [(s.proposal, s.ranked.rank, s.outcome) for s in outcomes] == [
        ("P1", 1, "selected"), ("P2", None, "not_selected"),
    ]


def test_the_first_are_selected_the_next_wait_and_the_rest_are_not():
    ranked = rank([a_row(f"P{i}", 90 - i) for i in range(5)], RULE)

    assert [(s.outcome, s.reserve) for s in suggest(ranked, 2, 2)] == [
        ("selected", None), ("selected", None), ("reserve", 1), ("reserve", 2), ("not_selected", None),
    ]


@pytest.mark.parametrize(("rule", "passing"), [
    (PassRule("top", n=3), 3), (PassRule("times_awards", times="2"), 4), (PassRule("times_awards", times="1.5"), 3),
    (PassRule("threshold"), 5),
])
def test_an_earlier_stage_passes_by_its_rule(rule, passing):
    ranked = rank([*(a_row(f"P{i}", 90 - i) for i in range(5)), a_row("P9", 50, passed=False)], RULE)

    assert [s.outcome for s in suggest(ranked, 2, 0, rule)] == ["passed"] * passing + ["failed"] * (6 - passing)


def test_a_tie_across_the_cut_passes_whole_but_is_not_selected_by_itself():
    ranked = rank([a_row("P1", 90), a_row("P2", 80), a_row("P3", 80)], RULE)

    assert [(entry.rank, entry.lost_by) for entry in ranked] == [(1, None), (2, None), (2, "unresolved")]
    assert [s.outcome for s in suggest(ranked, 1, 0, PassRule("top", n=2))] == ["passed", "passed", "passed"]
    assert [s.outcome for s in suggest(ranked, 2, 3)] == ["selected", "tied", "tied"]


def test_less_bonus_then_the_older_submission_breaks_a_tie():
    later = START + timedelta(seconds=1)
    ranked = rank([a_row("P1", 80, moment=later), a_row("P2", 80), a_row("P3", 80, moment=START, bonus=10000)], RULE)

    assert [(entry.proposal, entry.lost_by) for entry in ranked] == [
        ("P2", None), ("P1", "older_submission"), ("P3", "bonus_less"),
    ]


def test_a_draw_is_settled_by_its_seed_alone():
    orders = set()
    for seed in range(20):
        rule = replace(RULE, tie_break=(f"draw:{seed}",))
        ranked = rank([a_row(f"P{i}", 80) for i in range(4)], rule)
        assert ranked == rank([a_row(f"P{i}", 80) for i in reversed(range(4))], rule)
        orders.add(tuple(entry.proposal for entry in ranked))
    assert len(orders) > 5


def test_a_microsecond_earlier_is_older():
    later = START + timedelta(microseconds=1)
    ranked = rank([a_row("P1", 80, moment=later), a_row("P2", 80)], replace(RULE, tie_break=("older_submission",)))

    assert [(entry.proposal, entry.lost_by) for entry in ranked] == [("P2", None), ("P1", "older_submission")]


@pytest.mark.parametrize("row", [
    {"total": 10_000}, {"total": -1}, {"total": 80, "bonus": 10**8}, {"total": 80, "moment": datetime(1969, 12, 31, tzinfo=UTC)},
])
def test_a_figure_too_large_for_its_place_in_the_key_is_an_error_and_never_a_wrong_rank(row):
    with pytest.raises(ValueError, match="does not fit"):
        rank_key(a_row("P1", **row), replace(RULE, tie_break=("bonus_less", "older_submission")))


def test_the_largest_figures_still_fit():
    key = rank_key(a_row("P1", 9_999, bonus=10**8 - 1), replace(RULE, tie_break=("bonus_less",)))
    assert key == "1" + "99990000" + "00000000"


def test_a_submission_time_without_a_zone_is_refused():
    with pytest.raises(ValueError, match="time zone"):
        rank_key(a_row("P1", 80, moment=datetime(2026, 3, 2)), RULE)  # noqa: DTZ001 - the mistake under test

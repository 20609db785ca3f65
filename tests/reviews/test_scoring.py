"""The scoring engine against results that are known from elsewhere: a public exam item and the Gangnam final review."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from fractions import Fraction
from pathlib import Path

import pytest

from portal.reviews.scoring import (
    Criterion,
    NotEnough,
    Row,
    Rule,
    Sheet,
    final_of,
    mean_of,
    rank,
    score4,
    select,
    text2,
    text4,
)

DEMO = Path(__file__).parents[2] / "portal" / "cli" / "demo"
RULE = Rule.of(json.loads((DEMO / "programs" / "gn-oi.json").read_text())["definition"]["scoring"])
ONE = (Criterion("all", 100),)
MAXIMA = {"need": 25, "tech": 20, "plan": 25, "scale": 15, "team": 10, "trust": 5}
RUBRIC = tuple(Criterion(key, most) for key, most in MAXIMA.items())
NOON = datetime(2026, 3, 27, 3, tzinfo=UTC)

# Points in the order of MAXIMA, one row per reviewer R1 to R7; R3 is recused from P02.
GOLDEN = {
    "P01": "21 18 20 14 10 5|22 18 21 15 10 5|20 17 19 13 10 5|20 17 20 14 10 5|21 18 21 15 10 5|18 15 18 13 10 5"
           "|21 17 20 14 10 5",
    "P02": "19 16 19 13 10 5|20 16 20 14 10 5||19 16 18 12 10 5|21 18 20 14 10 5|20 17 19 13 10 5|18 16 19 13 10 5",
    "P03": "19 16 18 12 10 5|20 16 19 13 10 5|19 16 19 13 10 5|19 17 20 13 10 5|20 17 20 14 10 5|19 16 18 13 10 5"
           "|19 16 19 13 10 5",
    "P04": "18 16 18 12 9 5|20 16 20 14 10 5|19 16 18 13 10 5|20 16 19 13 10 5|19 16 19 13 10 5|20 17 19 13 10 5"
           "|18 16 19 13 9 5",
    "P05": "18 15 17 11 9 5|17 14 17 11 8 5|17 14 17 11 7 4|16 14 17 10 7 4|17 14 18 12 8 5|16 13 16 10 7 4"
           "|17 13 16 10 8 5",
}
BONUS = {"P01": 3, "P02": 2, "P03": 1, "P04": 3, "P05": 0}
EXPECTED = {
    "P01": ("R2", "R6", "87.0000", "90.0000", "20.6 17.4 20 14 10 5"),
    "P02": ("R5", "R4", "83.0000", "85.0000", "19.25 16.25 19.25 13.25 10 5"),
    "P04": ("R2", "R1", "82.0000", "85.0000", "19.2 16.2 18.8 13 9.8 5"),
    "P03": ("R5", "R1", "82.4000", "83.4000", "19.2 16.2 19 13 10 5"),
    "P05": ("R1", "R6", "70.6000", "70.6000", "16.8 13.8 17 10.8 7.6 4.6"),
}


def sheets_of(proposal: str) -> list[Sheet]:
    rows = [row.split() for row in GOLDEN[proposal].split("|")]
    return [Sheet(f"R{i}", dict(zip(MAXIMA, map(int, row), strict=True))) for i, row in enumerate(rows, 1) if row]


def of_totals(*totals: int) -> list[Sheet]:
    return [Sheet(i, {"all": total}) for i, total in enumerate(totals)]


def golden_rows(rule: Rule = RULE) -> list[Row]:
    finals = {p: final_of([(mean_of(sheets_of(p), RUBRIC, rule), 100)], rule, 70, bonus=BONUS[p]) for p in GOLDEN}
    return [Row(proposal, final, NOON) for proposal, final in finals.items()]


def test_the_exam_item_selects_company_d():
    rule = replace(RULE, bonus_cap=20, tie_break=("criterion:technique", "older_submission"))
    technique = {
        "A": (68, 68, 68, 68, 72), "B": (65, 73, 62, 65, 65), "C": (73, 69, 69, 65, 69),
        "D": (75, 70, 65, 65, 75), "E": (65, 60, 60, 70, 75),
    }
    price = {"A": 13, "B": 20, "C": 15, "D": 14, "E": 17}
    rows = []
    for company, totals in technique.items():
        sheets = [Sheet(i, {"technique": points}) for i, points in enumerate(totals)]
        result = mean_of(sheets, (Criterion("technique", 80),), rule)
        rows.append(Row(company, final_of([(result, 100)], rule, 68, bonus=price[company]), NOON))

    ranked = rank(rows, rule)

    assert [(r.proposal, r.rank, r.row.final.text) for r in ranked] == [
        ("D", 1, "84.0000"), ("C", 2, "84.0000"), ("A", 3, "81.0000"), ("B", None, "85.0000"), ("E", None, "82.0000"),
    ]
    assert {r.proposal: text4(r.row.final.mean4) for r in ranked} == {
        "A": "68.0000", "B": "65.0000", "C": "69.0000", "D": "70.0000", "E": "65.0000",
    }
    assert [s.proposal for s in select(ranked, 1) if s.outcome == "selected"] == ["D"]


@pytest.mark.parametrize("proposal", EXPECTED)
def test_the_gangnam_final_gives_the_published_figures(proposal):
    high, low, mean, final, criteria = EXPECTED[proposal]
    result = mean_of(sheets_of(proposal), RUBRIC, RULE)
    score = final_of([(result, 100)], RULE, 70, bonus=BONUS[proposal])

    assert (result.dropped_high, result.dropped_low) == (high, low)
    assert (text4(score.mean4), score.text, score.passed) == (mean, final, True)
    assert [result.criterion_means[key] for key in MAXIMA] == [Fraction(figure) for figure in criteria.split()]


def test_a_recused_reviewer_is_absent_and_trimming_still_applies():
    result = mean_of(sheets_of("P02"), RUBRIC, RULE)

    assert result.n == 6
    assert result.retained == ("R1", "R2", "R6", "R7")
    assert result.enough


def test_the_tie_at_85_goes_to_the_better_plan():
    ranked = rank(golden_rows(), RULE)

    assert [(r.rank, r.proposal, r.row.final.text) for r in ranked] == [
        (1, "P01", "90.0000"), (2, "P02", "85.0000"), (3, "P04", "85.0000"), (4, "P03", "83.4000"), (5, "P05", "70.6000"),
    ]
    assert (ranked[1].won_by, ranked[2].lost_by) == ("criterion:plan", "criterion:plan")
    assert ranked[0].won_by is None


def test_the_basis_of_the_tie_break_is_a_setting():
    everyone = replace(RULE, tie_break_basis="all_reviewers")

    means = {row.proposal: row.final.criterion4["plan"] for row in golden_rows(everyone)}

    assert (text4(means["P02"]), text4(means["P04"])) == ("19.1667", "18.8571")


def test_a_displayed_70_does_not_reach_a_threshold_of_70():
    half = [Sheet(i, {"all": Fraction("69.995")}) for i in range(5)]
    final = final_of([(mean_of(half, ONE, RULE), 100)], RULE, 70)

    assert (final.display, final.text, final.passed) == ("70.00", "69.9950", False)


def test_the_fifth_decimal_rounds_half_up_and_then_counts():
    just = [Sheet(i, {"all": Fraction("69.99995")}) for i in range(5)]
    under = [Sheet(i, {"all": Fraction("69.99994999")}) for i in range(5)]

    assert final_of([(mean_of(just, ONE, RULE), 100)], RULE, 70).passed
    assert not final_of([(mean_of(under, ONE, RULE), 100)], RULE, 70).passed


def test_the_threshold_is_tested_before_the_bonus_unless_the_call_says_otherwise():
    result = mean_of([Sheet(i, {"all": Fraction("69.9999")}) for i in range(5)], ONE, RULE)

    before = final_of([(result, 100)], RULE, 70, bonus=5)
    after = final_of([(result, 100)], replace(RULE, threshold_tested="after_bonus"), 70, bonus=5)

    assert (before.text, before.passed) == ("74.9999", False)
    assert (after.text, after.passed) == ("74.9999", True)


def test_bonus_points_stop_at_the_cap():
    final = final_of([(mean_of(of_totals(80, 80, 80, 80, 80), ONE, RULE), 100)], RULE, 70, bonus=6)

    assert (text4(final.claimed4), text4(final.bonus4), final.text) == ("6.0000", "5.0000", "85.0000")


def test_deductions_count_for_the_threshold_too():
    final = final_of([(mean_of(of_totals(71, 71, 71, 71, 71), ONE, RULE), 100)], RULE, 70, bonus=5, deductions=2)

    assert (final.text, text4(final.tested4), final.passed) == ("74.0000", "69.0000", False)


def test_four_scores_are_not_trimmed_and_do_not_close_a_stage():
    result = mean_of(of_totals(60, 70, 80, 94), ONE, RULE)

    assert (result.n, result.enough, result.mean) == (4, False, Fraction(76))
    assert (result.dropped_high, result.dropped_low) == (None, None)
    with pytest.raises(NotEnough):
        final_of([(result, 100)], RULE, 70)


def test_of_two_equal_highest_scores_only_one_is_dropped():
    result = mean_of(of_totals(90, 90, 80, 75, 70), ONE, RULE)

    assert (result.dropped_high, result.dropped_low) == (1, 4)
    assert result.mean == Fraction(90 + 80 + 75, 3)


def test_all_equal_scores_drop_two_and_keep_the_mean():
    result = mean_of(of_totals(77, 77, 77, 77, 77), ONE, RULE)

    assert (result.dropped_low, result.dropped_high, len(result.retained), result.mean) == (0, 4, 3, 77)


@pytest.mark.parametrize(("high", "low", "dropped", "mean"), [
    (1, 0, (0, None), Fraction(80 + 75 + 70 + 65, 4)), (0, 1, (None, 4), Fraction(95 + 80 + 75 + 70, 4)),
    (0, 0, (None, None), Fraction(95 + 80 + 75 + 70 + 65, 5)),
])
def test_a_call_may_drop_only_the_highest_or_only_the_lowest_or_nobody(high, low, dropped, mean):
    result = mean_of(of_totals(95, 80, 75, 70, 65), ONE, replace(RULE, trim_high=high, trim_low=low))

    assert (result.dropped_high, result.dropped_low, result.mean) == (*dropped, mean)


def test_a_plain_mean_drops_nobody_whatever_else_the_rule_says():
    result = mean_of(of_totals(95, 80, 75, 70, 65), ONE, replace(RULE, aggregate="mean"))

    assert (result.dropped_high, result.dropped_low, result.mean) == (None, None, Fraction(77))


def test_a_rule_read_from_a_definition_is_a_value_that_never_changes():
    body = json.loads((DEMO / "programs" / "gn-oi.json").read_text())["definition"]["scoring"]

    assert isinstance(body["tie_break"], list) and Rule.of(body) == RULE and hash(Rule.of(body)) == hash(RULE)


def test_trimming_by_criterion_drops_in_each_criterion_and_retains_everyone():
    rule = replace(RULE, trim_scope="criterion")
    criteria = (Criterion("a", 50), Criterion("b", 50))
    sheets = [Sheet(i, {"a": a, "b": b}) for i, (a, b) in enumerate([(50, 30), (40, 40), (40, 42), (38, 44), (30, 50)])]

    result = mean_of(sheets, criteria, rule)

    assert result.dropped_by_criterion == {"a": (0, 4), "b": (4, 0)}
    assert (result.dropped_high, result.retained) == (None, (0, 1, 2, 3, 4))
    assert result.mean == Fraction(40 + 40 + 38, 3) + Fraction(40 + 42 + 44, 3)


def test_stages_are_combined_by_their_weights():
    document = mean_of(of_totals(70, 70, 70, 70, 70), ONE, RULE)
    talk = mean_of(of_totals(91, 90, 90, 91, 91), ONE, RULE)

    final = final_of([(document, 40), (talk, 60)], RULE, 70)

    assert final.mean == Fraction(70 * 40, 100) + Fraction(272, 3) * Fraction(60, 100)
    assert final.text == "82.4000"
    with pytest.raises(ValueError, match="total 100"):
        final_of([(document, 40)], RULE, 70)


def test_a_criterion_counts_with_the_weights_of_the_stages_that_score_it():
    paper, both = Criterion("paper", 50), Criterion("both", 50)
    document = mean_of([Sheet(i, {"paper": 40, "both": 30}) for i in range(5)], (paper, both), RULE)
    talk = mean_of([Sheet(i, {"both": 45}) for i in range(5)], (both,), RULE)

    final = final_of([(document, 40), (talk, 60)], RULE, 0)

    assert final.criterion4 == {"paper": 400000, "both": 390000}


def test_a_call_may_round_its_scores_to_fewer_places():
    result = mean_of([Sheet(i, {"all": Fraction("69.995")}) for i in range(5)], ONE, RULE)

    for places, text, passed in ((4, "69.9950", False), (2, "70.0000", True), (0, "70.0000", True)):
        final = final_of([(result, 100)], replace(RULE, round_places=places), 70)
        assert (final.text, final.passed) == (text, passed)


def test_a_stage_without_weight_does_not_count_even_when_it_has_too_few_scores():
    document = mean_of(of_totals(70, 70), ONE, RULE)
    talk = mean_of(of_totals(90, 90, 90, 90, 90), ONE, RULE)

    assert final_of([(document, 0), (talk, 100)], RULE, 70).text == "90.0000"


@pytest.mark.parametrize(("points", "kind"), [(80.0, "float"), (True, "bool"), ("80", "str")])
def test_points_that_are_no_exact_number_are_refused(points, kind):
    with pytest.raises(TypeError, match=kind):
        mean_of([Sheet(1, {"all": points})], ONE, RULE)


def test_deductions_never_push_a_score_below_zero():
    final = final_of([(mean_of(of_totals(1, 1, 1, 1, 1), ONE, RULE), 100)], RULE, 0, deductions=3)

    assert (final.text, final.passed) == ("0.0000", True)
    with pytest.raises(ValueError, match="positive"):
        final_of([(mean_of(of_totals(1, 1, 1, 1, 1), ONE, RULE), 100)], RULE, 0, deductions=-3)
    with pytest.raises(ValueError, match="positive"):
        final_of([(mean_of(of_totals(1, 1, 1, 1, 1), ONE, RULE), 100)], RULE, 0, bonus=-3)


def test_figures_are_written_with_four_places_and_shown_with_two():
    assert [text4(n) for n in (850000, 5, 0, -12345)] == ["85.0000", "0.0005", "0.0000", "-1.2345"]
    assert [text2(n) for n in (850000, 699950, 699949, 50, 49)] == ["85.00", "70.00", "69.99", "0.01", "0.00"]
    assert [text2(850000, 0), text2(695000, 0), text2(694999, 0), text2(850000, 1)] == ["85", "70", "69", "85.0"]
    assert (score4(Fraction(1, 3)), score4(Fraction(1, 20000)), score4(Fraction(-1, 20000))) == (3333, 1, 0)


def test_the_demo_sheets_give_the_same_ranking():
    demo = json.loads((DEMO / "reviews.json").read_text())
    stage = json.loads((DEMO / "programs" / "gn-oi.json").read_text())["definition"]["stages"][-1]
    criteria = tuple(
        Criterion(c["key"], c["max"], tuple(Criterion(s["key"], s["max"]) for s in c["sub"])) for c in stage["criteria"]
    )
    for expected in demo["expected"]:
        sheets = [Sheet(s["reviewer"], s["points"]) for s in demo["sheets"] if s["proposal"] == expected["proposal"]]
        result = mean_of(sheets, criteria, RULE)
        final = final_of([(result, 100)], RULE, stage["threshold"], bonus=expected["bonus"])

        assert result.n == expected["n"]
        assert [result.dropped_high, result.dropped_low] == expected["dropped"]
        assert (text4(final.mean4), final.text, final.passed) == (expected["mean"], expected["final"], expected["passed"])
        assert {key: text4(score4(mean)) for key, mean in result.criterion_means.items()} == expected["tie"]

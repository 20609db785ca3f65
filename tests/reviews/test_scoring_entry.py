"""What a reviewer may enter, and what a refused sheet says."""

import json
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from portal.calls.definition import Definition
from portal.reviews.scoring import (
    Criterion,
    IncompleteSheet,
    Item,
    Rule,
    Sheet,
    check_points,
    least_of,
    mean_of,
    offered,
    outliers_of,
)

DEMO = Path(__file__).parents[2] / "portal" / "cli" / "demo"
DEFINITION = Definition.parse(json.loads((DEMO / "programs" / "gn-oi.json").read_text())["definition"])
RULE = Rule.of(DEFINITION.scoring.body())
NEED = Criterion("need", 25, (Item("clear", 10), Item("felt", 15)))
SCALE = Criterion("scale", 15, (Item("city", 8), Item("market", 7)))


def messages(criteria, points, rule=RULE):
    return [problem.message for problem in check_points(criteria, rule, points)]


def test_a_complete_sheet_on_the_calls_own_rubric_is_accepted():
    full = {sub.key: sub.max for criterion in DEFINITION.last_stage.criteria for sub in criterion.sub}

    assert check_points(DEFINITION.last_stage.criteria, RULE, full) == []


def test_a_criterion_below_60_percent_is_named():
    problem = check_points([NEED, SCALE], RULE, {"clear": 6, "felt": 8, "city": 5, "market": 4})

    assert [p.criterion for p in problem] == ["need"]
    assert problem[0].message == "need must get at least 15 of 25 points; it has 14."


def test_the_floor_is_the_criterions_and_not_each_parts():
    assert messages([NEED], {"clear": 2, "felt": 15}) == []


def test_a_floor_between_whole_points_goes_up():
    assert least_of(Criterion("odd", 7), RULE) == 5
    assert messages([Criterion("odd", 7)], {"odd": 4}) == ["odd must get at least 5 of 7 points; it has 4."]


def test_a_floor_stays_between_whole_points_where_the_scale_has_half_points():
    rule = replace(RULE, scale="five_band_60")
    assert least_of(Criterion("odd", 7), rule) == Fraction("4.2")
    assert messages([Criterion("odd", 7)], {"odd": Decimal("4.2")}, rule) == []


def test_a_missing_score_is_asked_for():
    problems = check_points([NEED], RULE, {"clear": 8, "felt": None})

    assert [(p.criterion, p.item, p.message) for p in problems] == [("need", "felt", "need: a score is missing.")]


@pytest.mark.parametrize("points", [16, -1, Decimal("1e9")])
def test_points_stay_between_zero_and_the_maximum(points):
    assert messages([NEED], {"clear": 10, "felt": points}) == ["need: give from 0 to 15 points."]


def test_half_points_are_refused_where_whole_points_are_asked():
    assert messages([NEED], {"clear": 10, "felt": Decimal("12.5")}) == ["need: give whole points."]


@pytest.mark.parametrize("points", ["NaN", "sNaN", "Infinity", "-Infinity"])
def test_not_a_number_is_refused_in_words(points):
    assert messages([NEED], {"clear": 10, "felt": Decimal(points)}) == ["need: this is not a number."]


def test_a_criterion_may_be_scored_as_a_whole_but_not_twice():
    assert messages([NEED], {"need": 20}) == []
    assert messages([NEED], {"need": 20, "felt": 12}) == ["need is scored both as a whole and in parts."]


def test_points_for_something_else_are_refused():
    assert messages([NEED], {"clear": 8, "felt": 12, "charm": 3}) == ["charm is not on the score sheet."]


def test_five_bands_offer_100_to_60_percent():
    rule = replace(RULE, scale="five_band_60")

    assert [(band, float(points)) for band, points in offered(Item("felt", 15), rule)] == [
        ("A", 15), ("B", 13.5), ("C", 12), ("D", 10.5), ("E", 9),
    ]
    assert messages([NEED], {"clear": 9, "felt": Decimal("13.5")}, rule) == []
    assert messages([NEED], {"clear": 9, "felt": 13}, rule) == ["need: choose one of 15, 13.5, 12, 10.5, 9 points."]


def test_five_levels_offer_100_to_20_percent():
    rule = replace(RULE, scale="five_level_20", floor_pct_of_max=20)

    assert messages([NEED], {"clear": 2, "felt": 3}, rule) == []
    assert messages([NEED], {"clear": 1, "felt": 3}, rule) == ["need: choose one of 10, 8, 6, 4, 2 points."]


def test_an_incomplete_sheet_is_never_averaged():
    with pytest.raises(IncompleteSheet, match="R1 has not scored need"):
        mean_of([Sheet("R1", {"clear": 8})], [NEED], RULE)


def test_two_sheets_of_one_reviewer_are_a_mistake():
    with pytest.raises(ValueError, match="same reviewer"):
        mean_of([Sheet("R1", {"need": 20}), Sheet("R1", {"need": 21})], [NEED], RULE)


def test_a_rule_without_one_of_its_options_is_refused():
    body = DEFINITION.scoring.body()
    del body["bonus_cap"]
    with pytest.raises(KeyError, match="bonus_cap"):
        Rule.of(body)


def test_an_outlier_is_asked_to_explain_unless_the_reviewer_is_always_that_strict():
    def panel(strict_elsewhere):
        first = [Sheet(r, {"all": t}) for r, t in [("R1", 80), ("R2", 82), ("R3", 84), ("R4", 60)]]
        second = [Sheet(r, {"all": t}) for r, t in [("R1", 70), ("R2", 72), ("R3", 74), ("R4", strict_elsewhere)]]
        return {"P1": first, "P2": second}

    assert [(o.proposal, o.reviewer, o.deviation) for o in outliers_of(panel(72), 15)] == [("P1", "R4", -21)]
    assert outliers_of(panel(50), 15) == []


def test_who_is_exactly_that_far_off_is_asked_and_who_is_a_point_nearer_is_not():
    panel = {"P1": [Sheet(r, {"all": t}) for r, t in [("R1", 80), ("R2", 80), ("R3", 80), ("R4", 65), ("R5", 94)]]}

    assert [(o.reviewer, o.total, o.median, o.deviation) for o in outliers_of(panel, 15)] == [("R4", 65, 80, -15)]


def test_who_scored_one_proposal_only_is_asked_as_well():
    assert [o.reviewer for o in outliers_of({"P1": [Sheet(r, {"all": t}) for r, t in [("R1", 80), ("R2", 80), ("R3", 50)]]}, 15)] == ["R3"]


def test_who_is_far_too_high_here_and_far_too_low_there_is_neither_kind_nor_strict_and_is_asked_twice():
    panel = {
        "P1": [Sheet(r, {"all": t}) for r, t in [("R1", 70), ("R2", 70), ("R3", 95)]],
        "P2": [Sheet(r, {"all": t}) for r, t in [("R1", 70), ("R2", 70), ("R3", 45)]],
    }

    assert [(o.proposal, o.reviewer, o.deviation) for o in outliers_of(panel, 15)] == [("P1", "R3", 25), ("P2", "R3", -25)]

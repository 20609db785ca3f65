"""The worked example of a call's rule: under the usual rule a tie, and every option changes what is seen."""

import copy

from portal.calls.definition import Definition
from portal.reviews.scoring import half_up, score4, text4, worked_example
from tests.workflows import plain, with_bodies, with_facts


def definition(scoring=None, stage=None, body=None):
    body = body or plain()
    body["scoring"] |= scoring or {}
    body["stages"][-1] |= {"threshold": 70} | (stage or {})
    return Definition.parse(body)


def example(scoring=None, stage=None, *, body=None, awards=2, reserve=1, deductions=(), first=False, pass_rule=None, earlier=(), checks=False):
    body = body or plain()
    if pass_rule:
        body["stages"][0] |= {"pass_rule": pass_rule, "threshold": 70}
    told = definition(scoring, stage, body)
    return worked_example(told.scoring, told.first_stage if first or pass_rule else told.last_stage, awards=awards, reserve=reserve,
                          deductions=deductions, earlier=earlier, checks=checks)


def seen(worked):
    """What a page would print of it."""
    return tuple((
        line.name, line.rank, str(line.outcome), line.reserve, line.why, line.lost_by, line.won_by,
        tuple((total.reviewer, str(total.total), total.dropped, total.raised, str(sorted(total.dropped_in.items())))
              for total in line.totals),
        tuple(str(half_up(body.mean, 6)) for body in line.result.bodies.values() if body.mean is not None),
        *((line.final.text, line.final.display, text4(line.final.mean4), text4(line.final.bonus4), text4(line.final.deductions4),
           text4(line.final.tested4), str(line.final.criterion4)) if line.final else ()))
        for line in worked.lines) + tuple((each.proposal, each.reviewer) for each in worked.outliers)


OPTIONS = {
    "as the call says": {},
    "plain mean": {"scoring": {"aggregate": "mean"}},
    "highest stays": {"scoring": {"trim_high": 0}},
    "lowest stays": {"scoring": {"trim_low": 0}},
    "trimmed by criterion": {"scoring": {"trim_scope": "criterion"}},
    "trimmed from six": {"scoring": {"min_scores_to_trim": 6}},
    "six scores needed": {"scoring": {"min_valid_scores": 6}},
    "five bands": {"scoring": {"scale": "five_band_60", "floor_pct_of_max": 60}},
    "five levels": {"scoring": {"scale": "five_level_20", "floor_pct_of_max": 20}},
    "no floor": {"scoring": {"floor_pct_of_max": 0}},
    "three places": {"scoring": {"round_places": 3}},
    "two places": {"scoring": {"round_places": 2}},
    "one place": {"scoring": {"round_places": 1}},
    "no place": {"scoring": {"round_places": 0}},
    "shown with one place": {"scoring": {"display_places": 1}},
    "shown with four": {"scoring": {"display_places": 4}},
    "bonus cap 3": {"scoring": {"bonus_cap": 3}},
    "no bonus": {"scoring": {"bonus_cap": 0}},
    "threshold after bonus": {"scoring": {"threshold_tested": "after_bonus"}},
    "ties by bonus": {"scoring": {"tie_break": ["bonus_less", "older_submission"]}},
    "ties by submission": {"scoring": {"tie_break": ["older_submission"]}},
    "ties by lot": {"scoring": {"tie_break": ["draw:2026"]}},
    "ties over all sheets": {"scoring": {"tie_break_basis": "all_reviewers"}},
    "no outlier rule": {"scoring": {"outlier_rule": None}},
    "threshold 60": {"stage": {"threshold": 60}},
    "one award": {"awards": 1},
    "no reserve": {"reserve": 0},
    "deductions": {"deductions": (3, 2)},
    "deductions up to a cap": {"deductions": (3, 2), "scoring": {"deduction_cap": 4}},
    "two bodies": {"body": with_bodies()},
    "points from facts": {"body": with_facts()},
    "top two": {"pass_rule": {"kind": "top", "n": 2}},
    "one and a half times": {"pass_rule": {"kind": "times_awards", "times": "1.5"}},
    "everyone above": {"pass_rule": {"kind": "threshold"}},
    "a stage before counts 30": {"earlier": (30,)},
    "two stages before count": {"earlier": (30, 20)},
    "a check": {"checks": True},
}


def worked(name):
    return example(**copy.deepcopy(OPTIONS[name]))


def test_under_the_usual_rule_two_proposals_tie_and_one_hangs_below_the_threshold():
    lines = {line.name: line for line in worked("as the call says").lines}
    assert lines["B"].final.final4 == lines["C"].final.final4 == 850_000
    assert {lines["B"].lost_by, lines["C"].won_by} == {"criterion:plan"}
    assert [lines[name].rank for name in "ACBD"] == [1, 2, 3, None]
    assert lines["D"].why == "below_threshold" and len(lines["D"].totals) == 5
    assert [line.outcome for line in worked("as the call says").lines] == ["selected", "selected", "reserve", "not_selected"]


def test_no_two_options_look_alike():
    looks = {}
    for name in OPTIONS:
        looks.setdefault(seen(worked(name)), []).append(name)
    assert [names for names in looks.values() if len(names) > 1] == []


def test_it_says_who_is_asked_to_explain_and_who_was_raised_to_the_floor():
    usual = worked("as the call says")
    assert [(each.proposal, each.reviewer) for each in usual.outliers] == [("A", "6")]
    assert [total.reviewer for line in usual.lines for total in line.totals if total.raised and line.name == "D"] == ["1"]


def test_a_proposal_without_enough_scores_stands_last_and_says_so():
    last = worked("six scores needed").lines[-1]
    assert (last.name, last.final, last.why) == ("D", None, "too_few_scores")


def test_stages_that_count_together_are_weighed_as_the_call_says():
    alone, together = worked("as the call says"), worked("a stage before counts 30")
    for line in together.lines:
        [before] = line.earlier
        mean = next(each for each in alone.lines if each.name == line.name).result.mean
        assert line.result.mean == mean
        assert text4(line.final.mean4) == text4(score4(half_up((before * 30 + mean * 70) / 100, 4)))
    assert [line.name for line in together.lines] != [line.name for line in alone.lines], "the earlier stage turns the order"


def test_the_best_fails_a_check_and_takes_no_place():
    found = worked("a check")
    last = next(line for line in found.lines if line.name == "E")
    assert (last.rank, last.why) == (None, "failed_check")
    assert last.final.final4 > max(line.final.final4 for line in found.lines if line.rank)
    assert [line.name for line in found.lines if line.rank] == [line.name for line in worked("as the call says").lines if line.rank]

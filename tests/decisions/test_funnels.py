"""Pass rules from ranking to release: so many times the awards, the top n, everyone above; and ties at the edge."""

from datetime import timedelta

import pytest

from portal.decisions import operations as deciding
from portal.decisions import queries, rankings, words
from portal.foundation import transactions
from portal.foundation.clock import now
from portal.foundation.errors import Invalid
from tests import builders as b
from tests.client import words_of
from tests.decisions import story
from tests.workflows import plain


def a_demo_day(pass_rule, shares, *, awards=4, together=False):
    """A document stage before a demo day: one proposal for each share, submitted a minute apart unless `together`."""
    body = plain()
    body["budget"]["max_awards"] = awards
    body["stages"][0] |= {"pass_rule": pass_rule, "threshold": 70}
    call = b.a_call("closed", definition=body)
    seats = [b.a_seat(call) for _ in range(5)]
    moment = now() - timedelta(days=2)
    proposals = []
    for minute, share in enumerate(shares):
        proposal = b.a_proposal("in_review", call=call)
        proposal.submitted_at = moment if together else moment + timedelta(minutes=minute)
        story.score(proposal, seats, share, stage="document")
        proposals.append(proposal)
    return call, proposals


def outcomes(selection, proposals):
    return [story.outcome_of(selection, proposal).outcome for proposal in proposals]


TIMES = {"kind": "times_awards", "times": "1.5"}


def test_a_funnel_of_one_and_a_half_times_lets_six_of_eight_into_the_demo_day():
    call, proposals = a_demo_day(TIMES, ["0.96", "0.92", "0.88", "0.84", "0.8", "0.76", "0.72", "0.6"])
    selection, *_people = story.released(call, stage="document")
    assert outcomes(selection, proposals) == ["passed"] * 6 + ["not_selected"] * 2
    assert [proposal.stage_key for proposal in proposals] == ["final"] * 6 + ["document"] * 2
    assert [proposal.state for proposal in proposals] == ["in_review"] * 6 + ["not_selected"] * 2
    assert any("best 6" in said for said in words.rule_in_words(call.definition, "document"))


@pytest.mark.parametrize(("times", "awards", "passing"), [("1.5", 3, 4), ("1.5", 1, 1), ("2", 3, 6), ("4/3", 3, 4)])
def test_a_broken_place_is_dropped(times, awards, passing):
    call, proposals = a_demo_day({"kind": "times_awards", "times": times}, ["0.96", "0.92", "0.88", "0.84", "0.8", "0.76", "0.72"],
                                 awards=awards)
    selection, *_people = story.prepared(call, stage="document")
    assert outcomes(selection, proposals).count("passed") == passing


def test_at_the_edge_the_chain_of_tie_breaks_decides_and_is_shown(visitor):
    call, proposals = a_demo_day(TIMES, ["0.96", "0.92", "0.88", "0.84", "0.8", "0.76", "0.76"])
    selection, manager, _approver = story.prepared(call, stage="document")
    assert outcomes(selection, proposals) == ["passed"] * 6 + ["not_selected"]
    lines = rankings.ranking_page(call, "document", viewer=manager).lines
    assert (lines[5].place.won_by, lines[6].place.lost_by) == ("older_submission", "older_submission")
    visitor.sign_in(manager)
    assert "먼저 제출" in words_of(visitor.get(f"/manage/calls/{call.code}/ranking/document"))


def test_a_tie_that_nothing_parts_goes_on_whole_and_may_be_released():
    call, proposals = a_demo_day(TIMES, ["0.96", "0.92", "0.88", "0.84", "0.8", "0.76", "0.76", "0.72"], together=True)
    selection, *_people = story.released(call, stage="document")
    assert outcomes(selection, proposals) == ["passed"] * 7 + ["not_selected"]
    assert queries.look_at(selection).places == 7


def test_below_the_threshold_nobody_goes_on_even_if_places_remain():
    call, proposals = a_demo_day(TIMES, ["0.96", "0.6", "0.6"])
    selection, manager, _approver = story.prepared(call, stage="document")
    assert outcomes(selection, proposals) == ["passed", "not_selected", "not_selected"]
    low = story.outcome_of(selection, proposals[1])
    with pytest.raises(Invalid):
        deciding.decide_outcomes(selection, {low.id: deciding.Choice("passed", None, "자리가 남았습니다.")}, by=manager)


@pytest.mark.parametrize(("rule", "passing"), [({"kind": "threshold"}, 4), ({"kind": "top", "n": 2}, 2), ({"kind": "top", "n": 9}, 4)])
def test_the_other_rules_hold_as_well(rule, passing):
    call, proposals = a_demo_day(rule, ["0.96", "0.92", "0.88", "0.72", "0.6"])
    selection, *_people = story.released(call, stage="document")
    assert outcomes(selection, proposals) == ["passed"] * passing + ["not_selected"] * (5 - passing)
    transactions.commit()
    assert len(queries.under_review_at(call, "final")) == passing

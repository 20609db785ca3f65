"""The published example, end to end: five proposals, seven reviewers, one recusal, a tie at 85 points."""

from portal.foundation import history, transactions
from portal.foundation.counts import counts_of
from portal.reviews.scoring import text4
from tests import builders as b
from tests.reviews import story


def test_the_golden_panel_comes_out_as_published():
    call, proposals, _seats, _manager = story.golden_panel()
    transactions.commit()

    names = {proposal.id: name for name, proposal in proposals.items()}
    assert [(names[tally.proposal_id], text4(tally.final_e4)) for tally in story.by_rank_key(call)] == [
        ("P01", "90.0000"), ("P02", "85.0000"), ("P04", "85.0000"), ("P03", "83.4000"), ("P05", "70.6000")]


def test_every_figure_behind_it_is_kept():
    call, proposals, seats, _manager = story.golden_panel()
    transactions.commit()

    tallies = {tally.proposal_id: tally for tally in story.by_rank_key(call)}
    people = {name: seat.user_id for name, seat in seats.items()}
    for expected in b.panel_file()["expected"]:
        tally = tallies[proposals[expected["proposal"]].id]
        high, low = (people[name] for name in expected["dropped"])
        assert (tally.confirmed, text4(tally.mean_e4), tally.bonus_e4) == (expected["n"], expected["mean"], expected["bonus"] * 10_000)
        assert (tally.details["dropped_high"], tally.details["dropped_low"]) == (high, low)
        assert {key: text4(e4) for key, e4 in tally.details["tie_e4"].items()} == expected["tie"]
        assert tally.passed is expected["passed"] and tally.enough


def test_one_stepped_down_and_counts_nowhere():
    call, proposals, seats, _manager = story.golden_panel()
    transactions.commit()

    tally = next(t for t in story.by_rank_key(call) if t.proposal_id == proposals["P02"].id)
    assert (tally.assigned, tally.confirmed, tally.recused) == (6, 6, 1)
    assert str(seats["R3"].user_id) not in tally.details["totals_e4"]
    assert counts_of("review", [call.id]) == {"confirmed": 34, "recused": 1}
    assert not list(history.broken_links())

"""The ranking: the golden five, what decides a tie, pages that go on counting, and why it is not final yet."""

import pytest

from portal.decisions import rankings
from portal.foundation.errors import Forbidden, Missing
from portal.reviews import tallies
from portal.reviews.lifecycle import ReviewState
from tests import builders as b
from tests.decisions import story


def ranking_of(call, **more):
    return rankings.ranking_page(call, "final", viewer=b.a_manager(call), **more)


def test_the_golden_five_stand_in_the_published_order():
    call, proposals = story.the_golden_five()

    page = ranking_of(call)

    names = {proposal.id: name for name, proposal in proposals.items()}
    found = [(line.place.rank, names[line.proposal.id], line.tally.final_e4) for line in page.lines]
    expected = [(row["rank"], row["proposal"], round(float(row["final"]) * 10_000)) for row in story.reviews_file()["expected"]]
    assert found == expected
    assert page.shortages == [] and page.next is None


def test_the_golden_five_drop_the_sheets_that_must_be_dropped():
    call, proposals = story.the_golden_five()

    lines = {line.proposal.id: line for line in ranking_of(call).lines}

    for row in story.reviews_file()["expected"]:
        workings = lines[proposals[row["proposal"]].id].workings
        dropped = {sheet.dropped: f"R{sheet.label}" for sheet in workings.sheets if sheet.dropped}
        assert [dropped["high"], dropped["low"]] == row["dropped"]
        assert len(workings.sheets) == row["n"]
        assert {key: f"{mean / 10_000:.4f}" for key, mean in workings.criteria.items()} == row["tie"]
        assert lines[proposals[row["proposal"]].id].agrees


def test_a_tie_says_what_decided_it():
    call, proposals = story.the_golden_five()

    lines = {line.proposal.id: line.place for line in ranking_of(call).lines}

    assert lines[proposals["P02"].id].won_by == "criterion:plan"
    assert lines[proposals["P04"].id].lost_by == "criterion:plan"
    assert lines[proposals["P01"].id].lost_by is None and lines[proposals["P01"].id].won_by is None


def test_below_the_threshold_there_is_no_rank():
    call = b.a_call("closed")
    story.several(call, ["0.9", "0.65"])

    assert [line.place.rank for line in ranking_of(call).lines] == [1, None]


def test_ranks_go_on_from_page_to_page_and_a_tie_is_told_across_them():
    call = b.a_call("closed")
    story.several(call, ["0.9", "0.8", "0.8", "0.8", "0.75"])

    first = ranking_of(call, limit=2)
    second = ranking_of(call, limit=2, after=str(first.next))
    third = ranking_of(call, limit=2, after=str(second.next))

    assert [[line.place.rank for line in page.lines] for page in (first, second, third)] == [[1, 2], [3, 4], [5]]
    whole = [line.proposal.id for line in ranking_of(call).lines]
    assert [line.proposal.id for page in (first, second, third) for line in page.lines] == whole
    assert second.lines[0].place.lost_by == "older_submission"
    assert third.next is None


@pytest.mark.parametrize("after", ["", "x", "1", "-1.2.3", "999999.3.3", "1.2.3.4", "9" * 40 + ".1.1", "١.٢.٣"])
def test_an_unknown_cursor_is_no_accident(after):
    call = b.a_call("closed")
    story.several(call, ["0.9"])

    assert len(ranking_of(call, after=after).lines) in (0, 1)


def test_a_proposal_with_too_few_scores_keeps_the_ranking_from_being_final():
    call = b.a_call("closed")
    seats = story.a_panel(call, size=5)
    whole, short = (b.a_proposal("in_review", call=call, stage="final") for _ in range(2))
    story.score(whole, seats)
    story.score(short, seats[:4])
    b.a_review(ReviewState.OPEN, proposal=short, seat=seats[4], stage="final")
    tallies.refresh(short, "final")

    page = ranking_of(call)

    assert [line.proposal.id for line in page.lines] == [whole.id]
    assert [(s.proposal.id, s.confirmed, s.unfinished, s.is_short) for s in page.shortages] == [(short.id, 4, 1, True)]


def test_a_sheet_that_says_otherwise_than_the_kept_mean_is_noticed():
    call = b.a_call("closed")
    proposal = story.several(call, ["0.9"])[0]
    tally = story.add_up(proposal)
    tally.mean_e4 += 1

    assert not ranking_of(call).lines[0].agrees


def test_a_withdrawn_proposal_stands_in_no_ranking():
    call = b.a_call("closed")
    one, other = story.several(call, ["0.9", "0.8"])
    from portal.proposals.lifecycle import PROPOSAL
    PROPOSAL.move(one, "withdraw", by=one.owner, silent=True)

    assert [(line.proposal.id, line.place.rank) for line in ranking_of(call).lines] == [(other.id, 1)]


def test_only_the_people_of_the_call_read_a_ranking_and_only_of_its_own_stages():
    call = b.a_call("closed")

    for stranger in (b.a_user(), b.a_manager(b.a_program()), b.a_seat(call, stage="final").user):
        with pytest.raises(Forbidden):
            rankings.ranking_page(call, "final", viewer=stranger)
    with pytest.raises(Missing):
        rankings.ranking_page(call, "nothing", viewer=b.an_approver(call))

"""A track with a quota: a selection that gives more of it is neither proposed nor confirmed."""

import pytest

from portal.decisions import operations
from portal.foundation import transactions
from portal.foundation.errors import Refused
from tests import builders as b
from tests.calls.asking import a_body
from tests.calls.test_tracks import FREE, TASK
from tests.client import words_of
from tests.decisions import story


def in_tracks(*tracks, awards=1):
    """A call with one track of so many awards and one without a limit, and a proposal in each of these tracks."""
    call = b.a_call("closed", definition=a_body(tracks=[FREE, {**TASK, "awards": awards}]))
    proposals = story.several(call, ["0.9", "0.88", "0.86"][:len(tracks)])
    for proposal, track in zip(proposals, tracks, strict=True):
        proposal.track = track
    transactions.commit()
    return call


def test_more_of_a_track_than_announced_cannot_be_proposed():
    selection, manager, _approver = story.prepared(in_tracks("task", "task", "free"))
    with pytest.raises(Refused, match="task: 2 selected, 1 announced"):
        operations.propose_selection(selection, by=manager)


def test_within_the_quota_it_is_proposed():
    selection, manager, _approver = story.prepared(in_tracks("task", "free", "free"))
    operations.propose_selection(selection, by=manager)
    assert selection.state == "proposed"


def test_the_ranking_and_the_selection_show_the_track(visitor):
    call = in_tracks("task", "free")
    _selection, manager, _approver = story.prepared(call)
    transactions.commit()
    window = visitor.sign_in(manager)
    for address in (f"/manage/calls/{call.code}/ranking/final", f"/manage/calls/{call.code}/decisions/final"):
        assert "· task" in words_of(window.get(address)), address


def test_a_reserve_company_is_called_up_only_into_a_place_of_its_track(visitor):
    call = b.a_call("closed", definition=a_body(
        tracks=[FREE, {**TASK, "awards": 1}], reserve={"count": 2, "valid_days": 60},
        budget={**b.program_file()["definition"]["budget"], "max_awards": 2}))
    proposals = story.several(call, ["0.9", "0.88", "0.86", "0.84"])
    for proposal, track in zip(proposals, ["task", "free", "task", "free"], strict=True):
        proposal.track = track
    transactions.commit()
    selection, manager, _approver = story.released(call)
    of_task, of_free, waits_for_task, waits_for_free = (story.outcome_of(selection, proposal) for proposal in proposals)
    operations.give_back_place(of_free, "포기", by=manager)
    transactions.commit()

    with pytest.raises(Refused, match="Every place of this track is taken"):
        operations.call_up(waits_for_task, "자리", 1, by=manager)
    page = words_of(visitor.sign_in(manager).get(f"/manage/calls/{call.code}/decisions/final"))
    assert "부문 정원이 차서 건너뛴 예비기업" in page and "예비 1번:" in page
    assert "예비 2번 ·" in page and "예비 2번:" not in page
    operations.call_up(waits_for_free, "자리", 1, by=manager)
    operations.give_back_place(of_task, "포기", by=manager)
    operations.call_up(waits_for_task, "자리", 1, by=manager)

    assert [each.state for each in proposals] == ["given_up", "given_up", "selected", "selected"]

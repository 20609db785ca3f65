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

"""A track is chosen at the start, may be changed until the first receipt, and goes with what is received."""

import pytest

from portal.calls.definition import Definition
from portal.foundation import transactions
from portal.foundation.db import db
from portal.foundation.errors import Invalid, Refused
from portal.proposals import operations
from portal.proposals.keeping import obstacle_to
from portal.proposals.models import Proposal
from portal.proposals.seal import content_of, sha256_of
from tests import builders as b
from tests.calls.asking import a_body
from tests.calls.test_tracks import FREE, ONLY, TASK
from tests.client import words_of
from tests.proposals import story
from tests.proposals.pages import at


@pytest.fixture
def call():
    return b.a_call(definition=a_body(ONLY, tracks=[FREE, TASK]))


@pytest.fixture
def draft(call):
    draft = story.a_written_proposal(call=call)
    draft.track = "free"
    transactions.commit()
    return draft


def test_one_starts_in_a_track(visitor, call):
    owner = b.an_owner(b.a_company())
    transactions.commit()
    window = visitor.sign_in(owner)
    page = window.get(f"/apply/calls/{call.code}/new?track=task")
    assert 'name="track" value="task" checked' in page.text.replace('id="track-1" ', "")
    refused = window.post(f"/apply/calls/{call.code}/new", data={})
    assert refused.status_code == 422 and "신청할 부문을 골라 주세요" in words_of(refused)
    assert window.post(f"/apply/calls/{call.code}/new", data={"track": "task"}).status_code == 302
    assert db.session.query(Proposal).one().track == "task"


@pytest.mark.parametrize("nonsense", ["", "moon", "\x00", "a" * 5000, "💥", None])
def test_nonsense_is_no_track(call, nonsense):
    company = b.a_company()
    with pytest.raises(Invalid):
        operations.create_proposal(call, company, track=nonsense, by=b.an_owner(company))


def test_it_may_be_changed_until_the_first_receipt_and_what_was_typed_stays(visitor, draft):
    window = visitor.sign_in(draft.owner)
    answers = len(draft.answers)
    changed = window.post(at(draft, "/track"), data={"track": "task", "version": draft.version})
    assert changed.status_code == 302 and draft.track == "task" and len(draft.answers) == answers
    assert [gap.key for gap in operations.missing_for_submission(draft)] == ["task_number"]
    assert window.post(at(draft, "/track"), data={"track": "free", "version": 1}).status_code == 409
    assert window.post(at(draft, "/track"), data={"track": "moon", "version": draft.version}).status_code == 422
    operations.choose_track(draft, "free", by=draft.owner)
    operations.submit_proposal(draft, by=draft.owner)
    transactions.commit()
    with pytest.raises(Refused, match="first receipt|첫 접수"):
        operations.choose_track(draft, "task", by=draft.owner)
    assert window.post(at(draft, "/track"), data={"track": "task", "version": draft.version}).status_code == 409


def test_a_question_of_another_track_is_not_on_the_page(visitor, draft):
    window = visitor.sign_in(draft.owner)
    assert "q-task_number" not in window.get(at(draft, "/sections/summary")).text
    operations.choose_track(draft, "task", by=draft.owner)
    transactions.commit()
    assert "q-task_number" in window.get(at(draft, "/sections/summary")).text


def test_the_track_is_sealed_with_what_was_received_and_shown_to_those_who_check(visitor, draft):
    received = operations.submit_proposal(draft, by=draft.owner)
    transactions.commit()
    assert content_of(received)["track"] == "free" and received.sha256 == sha256_of(received)
    story.close(draft)
    window = visitor.sign_in(b.a_manager(draft.call))
    for address in (f"/manage/calls/{draft.call.code}/eligibility", f"/manage/proposals/{draft.id}", "/manage",
                    f"/manage/proposals/{draft.id}/eligibility"):
        assert "free" in words_of(window.get(address)), address


def test_a_draft_of_a_call_that_got_tracks_must_choose_one(draft):
    draft.track = None
    transactions.commit()
    assert [gap.where for gap in operations.missing_for_submission(draft)] == ["track"]


def test_a_track_that_something_was_received_in_cannot_be_taken_out(draft):
    operations.submit_proposal(draft, by=draft.owner)
    transactions.commit()
    old, without = draft.call.definition, Definition.parse(a_body(tracks=[TASK]))
    assert "free" in str(obstacle_to(without, old, [draft.submission], set()))
    assert obstacle_to(old, old, [draft.submission], set()) is None


def test_the_call_says_its_tracks_to_everyone(visitor, call):
    transactions.commit()
    said = words_of(visitor.get(f"/calls/{call.code}"))
    assert "task · 최대 2개 선정" in said and "knows the task" in said


def test_a_track_that_is_gone_can_be_unticked(visitor, call):
    revision, manager = b.a_revision(call), b.a_manager(call)
    transactions.commit()
    window, where = visitor.sign_in(manager), f"/manage/calls/{call.code}/build"
    version = revision.version
    for place in (1, 0):
        window.post(f"{where}/tracks", data={"version": version, "do": f"remove:definition.tracks.{place}"})
        version += 1
    question = len(revision.body["definition"]["questions"]) - 1
    name = f"definition.questions.{question}.tracks"
    page = window.get(f"{where}/form/questions/{question}?check=1")
    assert "task 부문이 없습니다" in words_of(page) and f'name="{name}" value="task" checked' in page.text.replace(
        f'id="f-{name.replace(".", "-")}-0" ', "")
    window.post(f"{where}/form/questions/{question}", data={"version": version, name: ""})
    assert name not in window.get(f"{where}/form/questions/{question}?check=1").text


def test_tracks_are_written_and_tried_in_the_builder(visitor, call):
    revision, manager = b.a_revision(call), b.a_manager(call)
    transactions.commit()
    window = visitor.sign_in(manager)
    where = f"/manage/calls/{call.code}/build"
    assert window.get(f"{where}/tracks/tracks/0").status_code == 200 and "task" in words_of(window.get(f"{where}/tracks"))
    assert "한 줄 글 · task" in words_of(window.get(f"{where}/form"))
    place = len(revision.body["definition"]["questions"]) - 1
    page = window.get(f"{where}/form/questions/{place}")
    assert f'name="definition.questions.{place}.tracks" value="task" checked' in page.text.replace(
        f'id="f-definition-questions-{place}-tracks-1" ', "")
    assert "q-task_number" not in window.get(f"{where}/try/sections/summary").text
    assert "q-task_number" in window.get(f"{where}/try/sections/summary?track=task").text

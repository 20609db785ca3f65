"""The eligibility desk on its pages: the list, what was received, items, supplement, result."""

import re
from datetime import timedelta

import pytest

from portal.foundation import transactions
from portal.foundation.clock import today
from portal.foundation.db import db
from portal.proposals.models import Attachment
from tests import builders as b
from tests.client import words_of
from tests.proposals import story


@pytest.fixture
def received():
    return story.close(story.a_received_proposal())


@pytest.fixture
def manager(visitor, received):
    return visitor.sign_in(b.a_manager(received.call))


def at(proposal, rest=""):
    return f"/manage/proposals/{proposal.id}{rest}"


def items(proposal, verdict="yes", **reasons):
    form = {"version": proposal.version}
    for gate in proposal.call.definition.gates:
        form[f"gate-{gate.key}"] = "no" if gate.key in reasons else verdict
        form[f"gate-{gate.key}-reason"] = reasons.get(gate.key, "")
    return form


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_reads_the_same_few_statements_however_long(visitor, statements, rows):
    call = b.a_call("closed")
    for _n in range(rows):
        b.a_proposal("submitted", call=call)
    transactions.commit()
    visitor.sign_in(b.a_manager(call))
    statements.clear()
    visitor.checks = False
    assert visitor.get(f"/manage/calls/{call.code}/eligibility").status_code == 200
    assert len(statements) == 4


def test_the_list_shows_no_drafts_filters_by_state_and_pages_by_key(visitor):
    call = b.a_call("closed")
    hidden = b.a_proposal("draft", call=call, story="P04")
    for _n in range(31):
        b.a_proposal("submitted", call=call)
    out = b.a_proposal("ineligible", call=call, story="P02")
    transactions.commit()
    visitor.sign_in(b.a_manager(call))
    page = visitor.get(f"/manage/calls/{call.code}/eligibility")
    assert hidden.number not in page.text and "after=" in page.text and "작성 중" not in words_of(page)
    assert out.number in visitor.get(f"/manage/calls/{call.code}/eligibility?state=ineligible").text
    for odd in ("state=draft", "state=%00", "after=-1", "after=99999999999999999999", "after=x"):
        assert visitor.get(f"/manage/calls/{call.code}/eligibility?{odd}").status_code == 200


def test_a_proposal_is_read_as_it_was_received(manager, received):
    db.session.get(type(received), received.id).answers[0].value = "내지 않은 글"
    transactions.commit()
    page = manager.get(at(received))
    assert received.submission.sha256 in page.text and "내지 않은 글" not in page.text
    assert 'id="question-kpis"' in page.text and "실증계획서.pdf" in words_of(page)


def test_a_draft_is_not_there_for_managers(visitor):
    proposal = story.a_written_proposal()
    visitor.sign_in(b.a_manager(proposal.call))
    assert visitor.get(at(proposal)).status_code == 404
    assert visitor.get(at(proposal, f"/files/{proposal.attachments[0].file_id}")).status_code == 404


def test_a_file_that_was_not_submitted_is_not_there_either(manager, received):
    stray = b.a_stored_file("초안.pdf")
    db.session.add(Attachment(proposal_id=received.id, slot="cert", file=stray))
    transactions.commit()
    assert manager.get(at(received, f"/files/{stray.id}")).status_code == 404


def test_items_are_kept_and_lead_to_eligible(manager, received):
    assert manager.post(at(received, "/decide"), data={"version": received.version, "outcome": "pass"}).status_code == 409
    assert manager.post(at(received, "/eligibility"), data=items(received)).status_code == 302
    assert manager.post(at(received, "/decide"), data={"version": received.version, "outcome": "pass"}).status_code == 302
    assert received.state == "eligible"
    assert manager.get(at(received, "/eligibility")).status_code == 200


def test_a_failed_item_without_a_reason_comes_back_with_everything_typed(manager, received):
    form = items(received, trl="")
    form["gate-reg-reason"] = "확인 중인 메모"
    page = manager.post(at(received, "/eligibility"), data=form)
    assert page.status_code == 422 and "확인 중인 메모" in page.text and "#gate-trl" in page.text
    assert manager.post(at(received, "/eligibility"), data=items(received, trl="TRL 5로 확인")).status_code == 302
    assert manager.post(at(received, "/decide"), data={"version": received.version, "outcome": "fail"}).status_code == 302
    assert received.state == "ineligible"
    assert "TRL 5로 확인" in words_of(manager.get(at(received)))


def test_somebody_faster_is_told_apart(manager, received):
    form = items(received)
    form["version"] = received.version - 1
    assert manager.post(at(received, "/eligibility"), data=form).status_code == 409


def test_bonuses_are_judged(manager, received):
    form = {"version": received.version, "bonus-local": "yes", "bonus-award": "no", "bonus-award-reason": "증빙 없음"}
    assert manager.post(at(received, "/bonus"), data=form).status_code == 302
    assert "2점 인정" in words_of(manager.get(at(received)))


@pytest.mark.parametrize(("change", "status"), [
    ({}, 302), ({"fields": []}, 422), ({"due_on": ""}, 422), ({"due_on": "0001-01-01"}, 422), ({"due_on": "9999-12-31"}, 302),
    ({"message": ""}, 422), ({"message": "널\x00"}, 422), ({"message": "가" * 5000}, 422), ({"fields": ["nope"]}, 422),
])
def test_a_supplement_is_requested_with_all_it_needs(manager, received, change, status):
    form = {"version": received.version, "fields": ["team"], "message": "인력 표를 보완해 주세요.",
            "due_on": (today() + timedelta(days=3)).isoformat(), **change}
    page = manager.post(at(received, "/supplement"), data=form)
    assert page.status_code == status
    assert received.state == ("supplement_requested" if status == 302 else "submitted")
    if status == 302:
        assert manager.post(at(received, "/close_supplement"), data={"version": received.version}).status_code == 409
        assert manager.get(at(received, "/eligibility")).status_code == 200


def test_before_the_deadline_every_button_says_why_not(visitor):
    proposal = story.a_received_proposal()
    visitor.sign_in(b.a_manager(proposal.call))
    page = visitor.get(at(proposal, "/eligibility"))
    assert "마감 전까지는 기업이 내용을 바꿀 수 있습니다" in words_of(page)
    assert visitor.post(at(proposal, "/eligibility"), data=items(proposal)).status_code == 409


@pytest.mark.parametrize("path", ["/manage/calls/{code}/eligibility", "/manage/calls/{code}", "/manage/proposals/{id}"])
def test_who_only_approves_is_offered_no_door_that_stays_shut(visitor, received, path):
    code, number = received.call.code, received.id
    visitor.sign_in(b.an_approver(received.call))
    page = visitor.get(path.format(code=code, id=number))
    assert page.status_code == 200
    doors = {door for door in re.findall(r'href="(/manage/[^"#]*)', page.text) if "/files/" not in door}
    for inside in sorted(doors):
        assert visitor.get(inside, follow_redirects=True).status_code == 200, inside


def test_who_runs_the_call_is_led_to_the_check_and_the_panel(manager, received):
    code = received.call.code
    assert f"/manage/calls/{code}/panels/document" in manager.get(f"/manage/calls/{code}").text
    assert at(received, "/eligibility") in manager.get(f"/manage/calls/{code}/eligibility").text

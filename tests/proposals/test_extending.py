"""More time: for everyone with one action, or for one company, which then may start, change and submit."""

from datetime import timedelta

import pytest
import time_machine

from portal.foundation import history, transactions
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Invalid, Refused
from portal.foundation.outbox import Letter
from portal.foundation.policy import SYSTEM
from portal.proposals import operations
from portal.proposals.applicants import extensions_of
from tests import builders as b
from tests.client import visit


def letters():
    return [letter for letter in db.session.query(Letter).order_by(Letter.id) if letter.template == "deadline_moved"]


def test_everyone_gets_more_time_with_one_action_on_record():
    call = b.a_call("open")
    manager = b.a_manager(call)
    proposal = b.a_proposal("draft", call=call)
    later = call.closes_at + timedelta(days=1)
    operations.extend_for_all(call, later, "접수 마감 무렵 장애가 있었습니다.", by=manager)
    transactions.commit()
    assert call.closes_at == later and proposal.closes_at == later
    assert history.history_of(call)[-1].verb == "change_dates"
    assert [letter.to_email for letter in letters()] == [proposal.owner.email]


@pytest.mark.parametrize("hours", [-1, -24 * 10, 0])
def test_the_deadline_only_moves_later(hours):
    call = b.a_call("open")
    with pytest.raises(Invalid):
        operations.extend_for_all(call, call.closes_at + timedelta(hours=hours), "이유가 있습니다.", by=b.a_manager(call))
    with pytest.raises(Invalid):
        operations.extend_for_all(call, None, "이유가 있습니다.", by=b.a_manager(call))


def test_one_company_may_go_on_after_the_deadline_and_the_others_may_not():
    call = b.a_call("closed")
    manager = b.a_manager(call)
    company, other = b.a_company(), b.a_company()
    owner, stranger = b.an_owner(company), b.an_owner(other)
    mine = b.a_proposal("draft", call=call, company=company, owner=owner)
    theirs = b.a_proposal("draft", call=call, company=other, owner=stranger)
    until = now() + timedelta(days=2)
    operations.extend_for(call, company.brn, until, "입원으로 제출하지 못했습니다.", by=manager)
    transactions.commit()
    operations.save_answer(mine, "title", "고친 제목", seen=1, by=owner)
    assert mine.phase == "open" and mine.closes_at == until and theirs.phase == "closed"
    with pytest.raises(Refused, match="deadline"):
        operations.submit_proposal(theirs, by=stranger)
    assert [letter.to_email for letter in letters()] == [owner.email]
    assert [each.company_id for each in extensions_of(call, viewer=manager)] == [company.id]
    with time_machine.travel(until + timedelta(seconds=1), tick=False):
        assert mine.phase == "closed"


def test_a_company_that_had_not_begun_may_start_and_the_second_date_counts():
    call = b.a_call("closed")
    manager, company = b.a_manager(call), b.a_company()
    owner = b.an_owner(company)
    with pytest.raises(Refused):
        operations.create_proposal(call, company, by=owner)
    for days in (1, 3):
        operations.extend_for(call, company.brn, now() + timedelta(days=days), "이유가 있습니다.", by=manager)
        transactions.commit()
    proposal = operations.create_proposal(call, company, by=owner)
    assert proposal.phase == "open" and proposal.closes_at > now() + timedelta(days=2)
    assert len(extensions_of(call, viewer=manager)) == 1


@pytest.mark.parametrize("number", ["", "1234567890", "가나다", "9" * 40, "000-00-00000"])
def test_a_number_that_nobody_has_is_told(number):
    call = b.a_call("closed")
    with pytest.raises(Invalid) as caught:
        operations.extend_for(call, number, now() + timedelta(days=1), "이유가 있습니다.", by=b.a_manager(call))
    assert set(caught.value.fields) == {"brn"}


def test_only_managers_give_time():
    call = b.a_call("closed")
    for person in (b.an_approver(call), b.an_owner(b.a_company()), b.a_manager(b.a_program())):
        with pytest.raises(Forbidden):
            operations.extend_for(call, "1", now() + timedelta(days=1), "이유가 있습니다.", by=person)


def test_reminders_follow_the_companys_own_deadline():
    call = b.a_call("closed")
    company = b.a_company()
    owner = b.an_owner(company)
    proposal = b.a_proposal("draft", call=call, company=company, owner=owner)
    proposal.state_since = now() - timedelta(days=9)
    operations.extend_for(call, company.brn, now() + timedelta(hours=20), "이유가 있습니다.", by=b.a_manager(call))
    transactions.commit()
    assert operations.remind_of_deadlines(by=SYSTEM) == 1


def test_managers_do_both_on_one_page_and_companies_see_it(app):
    call, company = b.a_call("closed"), b.a_company()
    manager, owner = b.a_manager(call), b.an_owner(company)
    transactions.commit()
    desk, window = visit(app).sign_in(manager), visit(app).sign_in(owner)
    until = (now() + timedelta(days=2)).strftime("%Y-%m-%dT%H:%M")
    address = f"/manage/calls/{call.code}/deadline"
    refused = desk.post(f"{address}/one", data={"brn": company.brn, "until": "0001-01-01T00:00", "reason": ""})
    assert refused.status_code == 422 and company.brn in refused.get_data(as_text=True)
    assert "마감" in window.get(f"/apply/calls/{call.code}/new").get_data(as_text=True)
    sent = {"brn": company.brn, "until": until, "reason": "시스템 오류로 제출하지 못했습니다."}
    assert desk.post(f"{address}/one", data=sent).status_code == 302
    assert company.name_ko in desk.get(address).get_data(as_text=True)
    assert "까지 제출할 수 있습니다" in window.get(f"/apply/calls/{call.code}/new").get_data(as_text=True)
    started = window.post(f"/apply/calls/{call.code}/new", data={"company": company.id})
    assert started.status_code == 302
    assert desk.post(f"{address}/all", data={"closes_at": until, "reason": "장애가 있었습니다."}).status_code == 302
    assert call.phase == "open"

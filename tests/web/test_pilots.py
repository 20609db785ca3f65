"""A pilot's pages as both sides see them."""

from datetime import timedelta

import pytest
from flask import g

from portal.foundation import outbox
from portal.foundation.clock import today
from portal.foundation.db import db
from portal.pilots.models import Pilot
from tests import builders as b
from tests.client import visit, words_of


def as_(app, user):
    """A window of one's own; what an earlier window of this test knew of its person is forgotten."""
    g.pop("_login_user", None)
    return visit(app).sign_in(user)


@pytest.fixture
def street():
    """A running pilot with something late, something claimed, money and a KPI."""
    department = b.a_department()
    call = b.a_call("closed", program=b.a_program(department))
    pilot = b.a_pilot(proposal=b.a_proposal("selected", stage="final", call=call), department=department)
    late = b.a_milestone(pilot=pilot, due_on=today() - timedelta(days=2))
    late.payment_pct = 70
    claimed = b.a_milestone("claimed", pilot=pilot, due_on=today() + timedelta(days=5))
    claimed.payment_pct = 30
    b.a_claim(claimed, by=b.an_owner(pilot.company))
    b.a_milestone(pilot=pilot, owner="demand_department", approver="demand_department", due_on=today() + timedelta(days=9))
    b.a_reading(b.a_kpi(pilot), "31", by=b.an_owner(pilot.company))
    db.session.flush()
    return pilot


def test_a_pilot_says_where_it_stands_and_whose_turn_it_is(visitor, street):
    words = words_of(visitor.sign_in(b.an_owner(street.company)).get(f"/apply/pilots/{street.id}"))
    for told in ("실증 중", street.company.name_ko, "D+2", "기한 2일 지남", "기한이 지난 추진단계가 1개 있습니다", "확인 중",
                 "64.7%", "14,000,000원 (1,400만원)", "6,000,000원 (600만원)", "디지털도시과", "표로 보기"):
        assert told in words, told


def test_the_same_in_english(visitor, street):
    owner = b.an_owner(street.company, locale="en")
    words = words_of(visitor.sign_in(owner).get(f"/apply/pilots/{street.id}"))
    for told in ("running", "2 days overdue", "1 milestone is overdue", "64.7% of the way", "KRW 14,000,000",
                 "Digital City Division"):
        assert told in words, told


def test_the_company_reads_no_buttons_of_the_city(visitor, street):
    page = visitor.sign_in(b.an_owner(street.company)).get(f"/apply/pilots/{street.id}").get_data(as_text=True)
    assert "/terminate" not in page
    assert "/finish" not in page


def test_a_blocked_finish_says_why(visitor, street):
    words = words_of(visitor.sign_in(b.a_manager(street.call)).get(f"/manage/pilots/{street.id}"))
    assert "아직 승인되지 않은 추진단계가 3개 있습니다" in words


def test_an_officer_sees_the_pilot_and_not_the_end_of_it(visitor, street):
    page = visitor.sign_in(b.an_officer(street.department)).get(f"/manage/pilots/{street.id}")
    assert page.status_code == 200
    assert "/terminate" not in page.get_data(as_text=True)


@pytest.mark.parametrize("state", ["preparing", "finished", "terminated"])
def test_every_state_says_what_comes_next(visitor, state):
    pilot = b.a_pilot(state)
    if state == "terminated":
        pilot.ended_reason = "기업이 협약 해지를 요청했습니다."
    told = {"preparing": "시작하면 메일로 알려 드립니다", "finished": "이제 성과추적이 남았습니다",
            "terminated": "기업이 협약 해지를"}
    assert told[state] in words_of(visitor.sign_in(b.an_owner(pilot.company)).get(f"/apply/pilots/{pilot.id}"))


def test_a_pilot_with_nothing_in_it_is_still_a_page(visitor):
    pilot = b.a_pilot()
    words = words_of(visitor.sign_in(b.a_manager(pilot.call)).get(f"/manage/pilots/{pilot.id}"))
    assert "제안서에 성과지표가 없습니다" in words


def test_ending_early_without_a_reason_brings_the_page_back_with_the_text(visitor, street):
    visitor.sign_in(b.a_manager(street.call))
    answer = visitor.post(f"/manage/pilots/{street.id}/terminate", data={"version": street.version, "reason": "짧다"})
    assert answer.status_code == 422
    assert "10자 이상 적어 주세요" in words_of(answer)
    assert "짧다</textarea>" in answer.get_data(as_text=True)
    assert db.session.get(Pilot, street.id).state == "running"


def test_ending_early_with_an_old_page_changes_nothing(visitor, street):
    visitor.sign_in(b.a_manager(street.call))
    for version in (street.version - 1, "", "abc", "9" * 40, "-1"):
        answer = visitor.post(f"/manage/pilots/{street.id}/terminate", data={
            "version": version, "reason": "기업이 해지를 요청했습니다."})
        assert answer.status_code == 409
    assert db.session.get(Pilot, street.id).state == "running"


def test_ending_early_tells_the_company(visitor, street):
    owner = street.proposal.owner
    visitor.sign_in(b.a_manager(street.call))
    answer = visitor.post(f"/manage/pilots/{street.id}/terminate", data={
        "version": street.version, "reason": "기업이 해지를 요청했습니다."}, follow_redirects=True)
    assert "협약을 해지했습니다" in words_of(answer)
    assert [letter.template for letter in outbox.letters_to(owner.email)] == ["pilot_ended"]


@pytest.mark.parametrize("address", [
    "/apply/pilots/0", f"/apply/pilots/{10**30}", "/apply/pilots/%00", "/apply/pilots/-1", "/apply/pilots/가",
    "/apply/pilots?state=%00&after=%F0%9F%98%80&overdue=x", "/apply/pilots?after=99999999999999"])
def test_odd_addresses_get_a_friendly_answer(visitor, street, address):
    assert visitor.sign_in(b.an_owner(street.company)).get(address).status_code in (200, 404)


def test_lists_are_empty_with_a_reason(visitor, app):
    assert "아직 실증이 없습니다" in words_of(visitor.sign_in(b.an_owner(b.a_company())).get("/apply/pilots"))
    assert "선정된 제안을 열고" in words_of(as_(app, b.a_manager(b.a_program())).get("/manage/pilots"))
    assert "수요부서로 정하면" in words_of(as_(app, b.an_officer(b.a_department())).get("/manage/hosted"))


def test_a_filter_that_finds_nothing_offers_the_way_back(visitor, street):
    words = words_of(visitor.sign_in(b.an_owner(street.company)).get("/apply/pilots?state=finished&overdue=1"))
    for told in ("이 조건에 맞는 실증이 없습니다", "조건 모두 지우기", "종료", "기한이 지난 일이 있음"):
        assert told in words, told


def test_the_manager_filters_by_what_waits(visitor, street):
    visitor.sign_in(b.a_manager(street.call))
    assert street.title in words_of(visitor.get("/manage/pilots?waiting=1"))
    assert street.title in words_of(visitor.get("/manage/pilots?overdue=1"))
    assert street.title not in words_of(visitor.get("/manage/pilots?state=preparing"))


def test_lists_go_on_by_key(visitor):
    company = b.a_company()
    call = b.a_call("closed")
    pilots = [b.a_pilot(proposal=b.a_proposal("selected", company=company, call=call)) for _n in range(23)]
    visitor.sign_in(b.an_owner(company))
    first = visitor.get("/apply/pilots").get_data(as_text=True)
    assert f"after={pilots[3].id}" in first
    second = words_of(visitor.get(f"/apply/pilots?after={pilots[3].id}"))
    assert [pilot.number in second for pilot in pilots[:4]] == [True, True, True, False]


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("address", ["/apply/pilots", "/manage/pilots?overdue=1", "/manage/hosted"])
def test_a_list_reads_three_statements_however_many_pilots(visitor, statements, address, rows):
    company, department = b.a_company(), b.a_department()
    call = b.a_call("closed", program=b.a_program(department))
    for _n in range(rows):
        pilot = b.a_pilot(proposal=b.a_proposal("selected", company=company, call=call), department=department)
        b.a_milestone(pilot=pilot, due_on=today() - timedelta(days=1))
    somebody = b.an_owner(company)
    b.with_role(somebody, "manager", "program", call.program_id)
    b.with_role(somebody, "officer", "department", department.id)
    visitor.sign_in(somebody)
    db.session.expunge_all()
    statements.clear()
    assert visitor.get(address).status_code == 200
    assert len(statements) == 3


@pytest.mark.parametrize("more", [0, 12])
def test_a_pilot_reads_six_statements_however_much_is_in_it(visitor, statements, street, more):
    owner = b.an_owner(street.company)
    for _n in range(more):
        b.a_claim(b.a_milestone("claimed", pilot=street), by=owner)
        b.a_reading(b.a_kpi(street), by=owner)
    visitor.sign_in(b.a_manager(street.call))
    pilot_id = street.id
    db.session.expunge_all()
    statements.clear()
    visitor.get(f"/manage/pilots/{pilot_id}")
    assert len(statements) == 6

"""Last year's call is copied, changed, looked over, approved by somebody else and open: by clicking, in one sitting."""

from datetime import timedelta

import pytest

from portal.accounts.passwords import hash_of_password
from portal.foundation import transactions
from portal.foundation.clock import today
from portal.foundation.db import db
from tests import builders as b
from tests.journeys import steps


@pytest.fixture
def cast(running):
    """Last year's call with its manager and approver, and a company; everyone has the same password."""
    with running.app.app_context():
        call = b.a_call("closed")
        call.code = "OLD-2026"
        people = {"manager": b.a_manager(call), "approver": b.an_approver(call), "owner": b.an_owner(b.a_company())}
        for person in people.values():
            person.password_hash = hash_of_password(steps.PASSWORD)
        transactions.commit()
        emails = {name: person.email for name, person in people.items()}
        db.session.remove()
    return emails


def test_last_years_call_is_copied_changed_approved_and_open(running, cast, person):
    manager = person()
    steps.signs_in(manager, cast["manager"])
    the_call_is_copied(manager)
    the_dates_are_set(manager)
    a_question_is_added_and_moved(manager)
    manager.open("/manage/calls/OLD-2027/build")
    manager.presses("공개 화면 미리 보기")
    manager.reads("아직 외부에 보이지 않습니다")
    manager.presses("전체 보기")
    manager.presses("승인 요청하기")
    manager.reads("승인 대기")

    approver = person(width=360)
    approver_link = running.link_in_last_letter(cast["approver"])
    steps.signs_in(approver, cast["approver"])
    approver.open(approver_link)
    approver.presses("승인하기")
    assert "승인했습니다" in approver.page.inner_text("main")

    company = person(width=360)
    steps.signs_in(company, cast["owner"])
    here = steps.starts_a_proposal(company, "OLD-2027")
    company.open(f"{here}/sections/summary")
    company.reads("어느 부서와 이야기해 보셨습니까")


def the_call_is_copied(manager):
    """Four clicks from the list of calls to the new draft."""
    manager.open("/manage/calls")
    manager.page.locator("a[href='/manage/calls/OLD-2026']").click()
    manager.presses("공고 고치기")
    manager.presses("복사해서 새 공고 만들기")
    assert manager.page.input_value("[name=code]") == "OLD-2027"
    manager.presses("공고 만들기")
    assert manager.page.url.endswith("/manage/calls/OLD-2027/build")


def the_dates_are_set(manager):
    """Announced and opened today, closed in three weeks; the page says at once what is wrong with a shorter notice."""
    page = manager.open("/manage/calls/OLD-2027/build/notice")
    page.fill("[name='call.announced']", today().isoformat())
    page.fill("[name='call.opens']", f"{today().isoformat()}T00:00")
    page.fill("[name='call.closes']", f"{(today() + timedelta(days=5)).isoformat()}T18:00")
    manager.presses("저장하기")
    manager.reads("적어도 10일이 필요합니다")
    page.fill("[name='call.closes']", f"{(today() + timedelta(days=21)).isoformat()}T18:00")
    manager.presses("저장하기")
    assert "적어도 10일" not in page.inner_text("main")


def a_question_is_added_and_moved(manager):
    """Added at the end, worded in two languages, brought to the first section, and dragged to the top of the list."""
    page = manager.open("/manage/calls/OLD-2027/build/form")
    manager.presses("질문 추가")
    page.select_option("select[name$='.section']", "summary")
    page.locator("input[name$='.label.ko']").first.fill("어느 부서와 이야기해 보셨습니까")
    page.locator("input[name$='.label.en']").first.fill("Which department have you talked to?")
    manager.presses("저장하고 목록으로")
    rows = page.locator("[data-reorder] > li")
    count = rows.count()
    assert "어느 부서와" in rows.nth(count - 1).inner_text()
    with page.expect_navigation():
        rows.nth(count - 1).get_by_role("button", name="위로").click()
    assert "어느 부서와" in rows.nth(count - 2).inner_text()
    page.wait_for_load_state("networkidle")
    with page.expect_navigation():
        rows.nth(0).locator(".row-grip").drag_to(rows.nth(2).locator(".row-grip"))
    manager.look()
    assert "실증과제명" not in rows.nth(0).inner_text()

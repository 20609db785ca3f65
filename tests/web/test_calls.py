"""What anyone reads of calls, without signing in."""

from datetime import date

import pytest

from portal.foundation import transactions
from portal.web.calls import spine_of
from tests import builders as b
from tests import workflows
from tests.client import words_of


def test_a_call_tells_everything_before_one_applies(visitor):
    call = b.a_call("open")
    words = words_of(visitor.get(f"/calls/{call.code}"))
    for told in ("사업 목적", "20,000,000원 (2천만원)", "신청 자격", "TRL 6 이상", "실증계획의 구체성", "배점", "제출 서류", "추진 일정", "신청하기"):
        assert told in words, told


def test_a_call_is_complete_in_english(visitor):
    call = b.a_call("open")
    words = words_of(visitor.get(f"/calls/{call.code}", headers={"Accept-Language": "en"}))
    for told in ("What it is for", "KRW 20,000,000", "Demonstration plan", "Who may apply", "Apply for this call"):
        assert told in words, told


def test_a_closed_call_offers_no_button_to_apply(visitor):
    call = b.a_call("closed")
    assert f"/apply/calls/{call.code}" not in visitor.get(f"/calls/{call.code}").get_data(as_text=True)


@pytest.mark.parametrize(("phase", "words"), [("open", "접수 중인 공고가 없습니다"), ("soon", "접수 예정인 공고가 없습니다"), ("closed", "마감된 공고가 없습니다")])
def test_an_empty_list_says_why_and_what_to_do(visitor, phase, words):
    assert words in words_of(visitor.get(f"/calls?phase={phase}"))


@pytest.mark.parametrize("address", ["/calls/none", "/calls/%00", "/calls?phase=%00&after=%F0%9F%98%80", "/calls?phase=open&phase=soon"])
def test_odd_addresses_get_a_friendly_answer(visitor, address):
    assert visitor.get(address).status_code in (200, 404)


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_reads_one_statement_however_many_calls(visitor, statements, rows):
    for _n in range(rows):
        b.a_call("open")
    visitor.get("/calls")
    before = len(statements)
    statements.clear()
    assert before
    visitor.get("/calls")
    assert len(statements) == 1


def test_one_call_reads_two_statements(visitor, statements):
    address = f"/calls/{b.a_call('open').code}"
    visitor.get("/calls")
    statements.clear()
    visitor.get(address)
    assert len(statements) == 2


def test_a_stage_with_days_of_its_own_stands_in_the_schedule_instead_of_the_step_of_its_kind(visitor):
    body = workflows.plain()
    body["stages"][-1] |= {"starts": "2031-05-04", "ends": "2031-05-06"}
    call = b.a_call("open", definition=body)
    transactions.commit()
    points = spine_of(call)
    final = [point for point in points if point["at"] == date(2031, 5, 4)]
    assert [point["until"] for point in final] == [date(2031, 5, 6)] and len(points) == len(body["timeline"]) + 1
    assert "2031.05.04" in words_of(visitor.get(f"/calls/{call.code}"))


def test_what_is_not_translated_yet_stands_in_korean_with_a_mark_and_never_blank(visitor):
    body = workflows.plain()
    body["notice"]["aim"]["en"] = ""
    body["eligibility"][0]["en"] = ""
    call = b.a_call("open", definition=body)
    call.title = {"ko": "번역 전 공고", "en": ""}
    transactions.commit()
    english = {"Accept-Language": "en"}
    words = words_of(visitor.get(f"/calls/{call.code}", headers=english))
    assert words.count("not translated yet") == 3
    assert "번역 전 공고" in words and body["notice"]["aim"]["ko"].split("\n")[0] in words and body["eligibility"][0]["ko"] in words
    assert words_of(visitor.get("/calls", headers=english)).count("not translated yet") >= 2
    assert "not translated yet" not in words_of(visitor.get(f"/calls/{call.code}", headers={"Accept-Language": "ko"}))

"""The public page of questions, and the desk where managers answer them."""

import pytest

from portal.calls.models import Inquiry
from portal.foundation import transactions
from portal.foundation.db import db
from tests import builders as b
from tests.client import words_of

QUESTION = "우리 ㈜비밀(가상)은 컨소시엄으로 됩니까?"


@pytest.fixture
def call():
    call = b.a_call("open")
    transactions.commit()
    return call


def test_asked_answered_and_read_by_anyone_without_the_askers_words_or_name(visitor, call):
    asker = b.a_user("홍질문(가상)")
    page = f"/calls/{call.code}/questions"
    assert "질문하려면 로그인해 주세요" in words_of(visitor.get(page))
    visitor.sign_in(asker)
    assert visitor.post(page, data={"text": QUESTION}).status_code == 302
    assert QUESTION in words_of(visitor.get(page))
    inquiry = db.session.query(Inquiry).one()
    visitor.sign_in(b.a_manager(call))
    assert "답변 대기 1건" in words_of(visitor.get(f"/manage/calls/{call.code}"))
    assert QUESTION in visitor.get(f"/manage/calls/{call.code}/questions").text
    told = {"version": inquiry.version, "wording": "컨소시엄도 됩니까?", "answer": "대표 기업이 신청합니다."}
    assert visitor.post(f"/manage/questions/{inquiry.id}/answer", data=told).status_code == 302
    visitor.sign_out() if hasattr(visitor, "sign_out") else visitor.sign_in(b.a_user())
    read = words_of(visitor.get(page))
    assert "컨소시엄도 됩니까?" in read and "대표 기업이 신청합니다." in read
    assert "비밀" not in read and "홍질문" not in read


@pytest.mark.parametrize("text", ["", "짧", "가" * 3000, "널\0문자 질문", "😀" * 2001])
def test_a_bad_question_comes_back_with_its_words_and_the_reason(visitor, call, text):
    visitor.sign_in(b.a_user())
    answer = visitor.post(f"/calls/{call.code}/questions", data={"text": text})
    assert answer.status_code == 422 and "error-summary" in answer.text
    assert db.session.query(Inquiry).count() == 0


def test_an_answer_that_lacks_words_or_came_second_keeps_what_was_typed(visitor, call):
    inquiry = b.an_inquiry(call)
    visitor.sign_in(b.a_manager(call))
    at = f"/manage/questions/{inquiry.id}"
    wrong = visitor.post(f"{at}/answer", data={"version": inquiry.version, "wording": "다듬은 질문입니다", "answer": ""})
    assert wrong.status_code == 422 and "다듬은 질문입니다" in wrong.text and f'id="answer-{inquiry.id}"' in wrong.text
    stale = visitor.post(f"{at}/decline", data={"version": "0", "reason": "이미 답변한 질문입니다."})
    assert stale.status_code == 409 and "이미 답변한 질문입니다." in stale.text


def test_a_closed_call_takes_no_question_and_says_so(visitor):
    call = b.a_call("closed")
    visitor.sign_in(b.a_user())
    assert "질문을 더 받지 않습니다" in words_of(visitor.get(f"/calls/{call.code}/questions"))
    assert visitor.post(f"/calls/{call.code}/questions", data={"text": QUESTION}).status_code == 409


@pytest.mark.parametrize("rows", [1, 30])
def test_the_pages_read_a_constant_number_of_statements(visitor, statements, call, rows):
    for n in range(rows):
        b.an_inquiry(call, text=f"질문 {n}번입니다.")
    visitor.sign_in(b.a_manager(call))
    for address, most in ((f"/calls/{call.code}/questions", 3), (f"/manage/calls/{call.code}/questions", 3)):
        visitor.get(address)
        statements.clear()
        assert visitor.get(address).status_code == 200
        assert len(statements) == most


def test_fifty_questions_a_page(visitor, call):
    for n in range(51):
        b.an_inquiry(call, text=f"{n:03}번 질문입니다.")
    visitor.sign_in(b.a_manager(call))
    page = visitor.get(f"/manage/calls/{call.code}/questions").text
    assert "050번" in page and "000번" not in page
    last = min(row.id for row in db.session.query(Inquiry).order_by(Inquiry.id.desc()).limit(50))
    assert "000번" in visitor.get(f"/manage/calls/{call.code}/questions?after={last}").text

"""Questions about a call: seen by the asker and the program until answered, then by all at once, without a name."""

from datetime import timedelta

import pytest

from portal.accounts.models import Nobody
from portal.calls import operations, queries
from portal.calls.operations.inquiring import WAITING_MOST
from portal.foundation import clock, transactions
from portal.foundation.counts import counts_of
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Invalid, Missing, Refused, Stale
from portal.foundation.history import history_of
from portal.foundation.outbox import Letter
from portal.foundation.policy import may
from tests import builders as b

QUESTION, WORDING, ANSWER = "우리 ㈜비밀(가상)은 컨소시엄으로 됩니까?", "컨소시엄도 신청할 수 있습니까?", "네, 대표 기업이 신청합니다."


@pytest.fixture
def call():
    return b.a_call("open")


@pytest.fixture
def manager(call):
    return b.a_manager(call)


def letters(template):
    transactions.commit()
    return db.session.query(Letter).filter_by(template=template).order_by(Letter.id).all()


def test_a_question_tells_the_managers_and_is_seen_by_nobody_else_until_it_is_answered(call, manager):
    asker, stranger = b.a_user(), b.a_user()
    inquiry = operations.ask(call, QUESTION, by=asker)
    assert [letter.to_email for letter in letters("question_asked")] == [manager.email]
    assert queries.inquiries_of(call, viewer=asker) == queries.inquiries_of(call, viewer=manager) == [inquiry]
    for viewer in (stranger, Nobody(), b.a_manager(b.a_program())):
        assert queries.inquiries_of(call, viewer=viewer) == []
    operations.answer_inquiry(inquiry, WORDING, ANSWER, by=manager)
    for viewer in (stranger, Nobody(), asker):
        assert queries.inquiries_of(call, viewer=viewer) == [inquiry]
    letter, = letters("question_answered")
    assert letter.to_email == asker.email and counts_of("inquiry", [call.id])["answered"] == 1


def test_asked_twice_is_asked_once_and_too_many_wait_for_the_first(call):
    asker = b.a_user()
    assert operations.ask(call, QUESTION, by=asker) is operations.ask(call, f" {QUESTION}\r\n", by=asker)
    for n in range(WAITING_MOST - 1):
        operations.ask(call, f"질문 {n}번입니다.", by=asker)
    with pytest.raises(Refused, match="wait for an answer"):
        operations.ask(call, "하나 더 있습니다.", by=asker)


@pytest.mark.parametrize("text", ["", "  ", "짧다", "가" * 2001, "널\0문자가 있습니다"])
def test_words_outside_the_limits_are_refused_beside_the_field(call, manager, text):
    with pytest.raises(Invalid) as wrong:
        operations.ask(call, text, by=b.a_user())
    assert set(wrong.value.fields) == {"text"}
    with pytest.raises(Invalid) as wrong:
        operations.answer_inquiry(b.an_inquiry(call), text, text, by=manager)
    assert set(wrong.value.fields) == {"wording", "answer"}


def test_questions_are_taken_until_the_last_second_and_answered_after_it(call, manager):
    asker = b.a_user()
    with clock.at(call.closes_at), clock.arrived(call.closes_at):
        inquiry = operations.ask(call, QUESTION, by=asker)
    late = call.closes_at + timedelta(seconds=1)
    with clock.at(late), clock.arrived(late):
        with pytest.raises(Refused, match="no more questions"):
            operations.ask(call, "늦은 질문입니다.", by=asker)
        operations.answer_inquiry(inquiry, WORDING, ANSWER, by=manager)


def test_only_managers_answer_and_two_of_them_do_not_overwrite_each_other(call, manager):
    inquiry = b.an_inquiry(call)
    transactions.commit()
    for person in (inquiry.asked_by, b.an_approver(call), b.a_manager(b.a_program())):
        with pytest.raises(Forbidden):
            operations.answer_inquiry(inquiry, WORDING, ANSWER, by=person)
    seen = inquiry.version
    operations.answer_inquiry(inquiry, WORDING, ANSWER, by=manager, seen=seen)
    transactions.commit()
    with pytest.raises(Stale):
        operations.answer_inquiry(inquiry, WORDING, "다른 답입니다.", by=manager, seen=seen)


def test_a_corrected_answer_keeps_the_former_words_on_record_and_tells_the_asker_again(call, manager):
    inquiry = operations.ask(call, QUESTION, by=b.a_user())
    operations.answer_inquiry(inquiry, WORDING, ANSWER, by=manager)
    transactions.commit()
    operations.answer_inquiry(inquiry, WORDING, "아니요, 단독으로만 됩니다.", by=manager)
    assert len(letters("question_answered")) == 2
    assert history_of(inquiry)[-1].details["was_answer"] == ANSWER


def test_a_declined_question_is_answered_to_its_asker_alone(call, manager):
    inquiry = operations.ask(call, QUESTION, by=b.a_user())
    operations.decline_inquiry(inquiry, "이미 답변한 질문입니다.", by=manager)
    letter, = letters("question_answered")
    assert letter.context["reason"] == "이미 답변한 질문입니다."
    assert queries.inquiries_of(call, viewer=Nobody()) == []
    with pytest.raises(Refused):
        operations.answer_inquiry(inquiry, WORDING, ANSWER, by=manager)


def test_another_citys_manager_finds_no_question_to_answer(call):
    inquiry = b.an_inquiry(call)
    for viewer in (b.a_manager(b.a_program()), inquiry.asked_by):
        with pytest.raises(Missing):
            queries.get_inquiry_to_answer(inquiry.id, viewer=viewer)


@pytest.mark.parametrize("state", ["asked", "answered", "declined"])
def test_the_grant_and_its_sql_agree_on_who_sees_a_question(call, manager, state):
    inquiry = b.an_inquiry(call)
    inquiry.state = state
    people = (inquiry.asked_by, manager, b.an_approver(call), b.a_manager(b.a_program()), b.a_user(), Nobody())
    for viewer in people:
        listed = inquiry in queries.inquiries_of(call, viewer=viewer)
        assert may(viewer, "inquiry.view", inquiry) == listed == (state == "answered" or viewer in people[:3])

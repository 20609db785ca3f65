"""Questions of an event: answered to all participants at once, without a name unless the asker agreed; and the calendar file."""

from datetime import UTC, datetime, timedelta

import pytest

from portal.events import operations
from portal.events.calendar import Entry, as_calendar
from portal.events.queries import questions as queries
from portal.foundation import transactions
from portal.foundation.errors import Forbidden, Invalid, Missing, Refused
from portal.foundation.history import history_of
from portal.foundation.outbox import letters_to
from tests import builders as b


@pytest.fixture
def event():
    return b.an_event()


def test_all_participants_read_the_answer_and_nobody_outside(event):
    asker, other, outside = b.an_invitee(event), b.an_invitee(event, state="not_coming"), b.an_invitee(event, state="turned_down")
    owner, officer = b.an_owner(asker.company), b.an_officer(event.program.department)
    question = operations.ask_question(asker, "보도 폭 자료를 주십니까?", False, by=owner)
    assert operations.ask_question(asker, " 보도 폭 자료를 주십니까? ", False, by=owner) is question
    readers = [b.an_owner(each.company) for each in (other, outside)]
    assert [queries.questions_of(event, viewer=each) for each in readers] == [[], []]
    operations.answer_question(question, "자료를 받을 수 있습니까?", "예, 도면을 드립니다.", by=officer)
    transactions.commit()
    assert [len(queries.questions_of(event, viewer=each)) for each in readers] == [1, 0]
    assert [each.template for each in letters_to(owner.email)] == ["event_question_answered"]
    operations.answer_question(question, "자료를 받을 수 있습니까?", "예, 도면을 메일로 드립니다.", by=officer)
    transactions.commit()
    assert history_of(question)[-1].details["was_answer"] == "예, 도면을 드립니다."
    for stranger in (b.a_manager(b.a_program()), b.an_owner(b.a_company()), b.a_user()):
        assert queries.questions_of(event, viewer=stranger) == []
        with pytest.raises(Missing):
            queries.get_question_to_answer(question.id, viewer=stranger)


def test_a_manager_notes_what_was_asked_aloud_once(event):
    manager = b.a_manager(event.program)
    noted = operations.note_question(event, "언제 시작합니까?", "내년 3월입니다.", by=manager)
    assert operations.note_question(event, "언제 시작합니까?", "내년 3월입니다.", by=manager) is noted
    assert noted.state == "answered" and noted.invitee is None
    with pytest.raises(Invalid) as wrong:
        operations.note_question(event, "", "\0", by=manager)
    assert set(wrong.value.fields) == {"wording", "answer"}
    with pytest.raises(Forbidden):
        operations.note_question(event, "질문", "답", by=b.an_officer(event.program.department))


def test_only_the_asker_is_answered_when_a_question_is_declined(event):
    asker, other = b.an_invitee(event), b.an_invitee(event)
    owner, manager = b.an_owner(asker.company), b.a_manager(event.program)
    question = operations.ask_question(asker, "다른 기업은 누가 옵니까?", True, by=owner)
    operations.decline_question(question, "다른 기업은 알려 드리지 않습니다.", by=manager)
    transactions.commit()
    assert queries.questions_of(event, viewer=b.an_owner(other.company)) == []
    assert letters_to(owner.email)[0].context["reason"].startswith("다른 기업은")


def test_ten_waiting_questions_are_enough_and_outsiders_ask_nothing(event):
    asker = b.an_invitee(event)
    owner = b.an_owner(asker.company)
    for n in range(10):
        operations.ask_question(asker, f"{n}번째 질문입니다.", False, by=owner)
    with pytest.raises(Refused, match="10 of your questions"):
        operations.ask_question(asker, "하나 더", False, by=owner)
    outside = b.an_invitee(event, state="asked")
    with pytest.raises(Refused, match="once your company is invited"):
        operations.ask_question(outside, "질문", False, by=b.an_owner(outside.company))


def test_a_calendar_file_keeps_commas_long_korean_titles_and_utc():
    starts = datetime(2026, 12, 1, 5, tzinfo=UTC)
    text = as_calendar([Entry("event-1@portal", starts, starts + timedelta(hours=1), "매칭데이; 부서, 기업\n" + "가" * 60, "2층", "", 3)], starts)
    lines = text.split("\r\n")
    assert "DTSTART:20261201T050000Z" in lines and "SEQUENCE:3" in lines and all(len(line.encode()) <= 75 for line in lines)
    assert "SUMMARY:매칭데이\\; 부서\\, 기업\\n" + "가" * 60 in text.replace("\r\n ", "")

"""Pages of matching events: what a company, a manager, a department and the public meet, what is kept, how much is read."""

import unicodedata
import zipfile
from datetime import timedelta
from io import BytesIO

import pytest
from python_calamine import CalamineWorkbook

from portal.events.models import Event, Invitee, Meeting, Question
from portal.events.typed import as_typed
from portal.foundation import transactions
from portal.foundation.clock import in_seoul, now, today
from portal.foundation.db import db
from tests import builders as b
from tests.client import words_of

STARTS = (now() + timedelta(days=20)).replace(hour=4, minute=0, second=0, microsecond=0)
WHOLE = {"title_ko": "매칭데이", "kind": "demo_day", "text_ko": "부서와 기업이 만납니다.", "place_ko": "대회의실", "starts_at": as_typed(STARTS),
         "ends_at": as_typed(STARTS + timedelta(hours=4)), "reply_by": as_typed(STARTS - timedelta(days=3)), "slot_minutes": "20",
         "meet_from": "14:00", "meet_until": "16:00"}


@pytest.fixture
def program():
    return b.a_program()


@pytest.fixture
def manager(program):
    return b.a_manager(program)


@pytest.fixture
def side(program):
    return f"department:{program.department_id}"


def test_written_announced_invited_answered_met_and_completed(visitor, program, manager, side):
    company = b.a_company("㈜보도찾기(가상)", one_line="보도를 살핍니다")
    owner, officer = b.an_owner(company), b.an_officer(program.department)
    visitor.sign_in(manager)
    assert visitor.post("/manage/events/new", data={"title_ko": "매칭데이"}).status_code == 302
    event = db.session.query(Event).one()
    at = f"/manage/events/{event.id}"
    assert "아직 비어 있습니다" in words_of(visitor.get(at))
    assert visitor.post(f"{at}/announce", data={"version": event.version}).status_code == 409
    assert visitor.post(f"{at}/edit", data={**WHOLE, "parties": [side], "version": event.version}).status_code == 302
    db.session.expire_all()
    assert visitor.post(f"{at}/announce", data={"version": event.version}).status_code == 302
    found = visitor.get(f"{at}/companies?source=name&words=보도").text
    assert f'value="{company.id}"' in found
    assert visitor.post(f"{at}/companies", data={"companies": [company.id]}).status_code == 302
    part = db.session.query(Invitee).one()

    visitor.sign_in(owner)
    assert "행사 초대를 받았습니다" in words_of(visitor.get("/apply")) and "매칭데이" in words_of(visitor.get("/apply/events"))
    mine = f"/apply/invitations/{part.id}"
    assert visitor.post(f"{mine}/answer", data={"coming": "yes", "wish": "보도 실증", "version": part.version}).status_code == 302
    assert visitor.post(f"{mine}/answer", data={"coming": "yes", "wish": "보도 실증", "version": part.version}).status_code == 302
    db.session.expire_all()
    slot = as_typed(event.slots[1])
    for _twice in range(2):
        assert visitor.post(f"{mine}/meetings", data={"party": side, "wish": "함께 합시다", "at": slot}).status_code == 302
    meeting = db.session.query(Meeting).one()

    visitor.sign_in(officer)
    board = visitor.get(f"{at}/meetings")
    assert "보도를 살핍니다" in words_of(board) and f'<option value="{slot}" selected>' in board.text
    assert visitor.post(f"/manage/meetings/{meeting.id}/accept", data={"at": slot, "version": meeting.version}).status_code == 302
    assert company.name_ko in words_of(visitor.get(f"{at}/meetings")) and visitor.get(at).status_code == 404
    visitor.sign_in(owner)
    calendar = visitor.get(f"{mine}/calendar.ics").text
    assert calendar.count("BEGIN:VEVENT") == 2 and "시간 확정" in words_of(visitor.get(mine))

    event.starts_at = now() - timedelta(hours=5)
    event.ends_at = meeting.starts_at = event.meet_from = now() - timedelta(hours=1)
    transactions.commit()
    visitor.sign_in(manager)
    assert visitor.post(f"{at}/hold", data={"version": event.version}).status_code == 409
    assert visitor.post(f"{at}/attendance", data={f"a{part.id}": "late", f"was{part.id}": ""}).status_code == 302
    db.session.expire_all()
    assert visitor.post(f"{at}/hold", data={"version": event.version}).status_code == 302
    closing = visitor.get(f"{at}/close")
    assert "후속 연결이 남은 기업이 1곳입니다" in words_of(closing) and f'href="{at}/follow-ups"' in closing.text
    assert "결과가 없는 면담이 1건입니다" in words_of(closing) and company.name_ko in words_of(visitor.get("/manage/follow-ups"))
    db.session.expire_all()
    assert visitor.post(f"{at}/close", data={"version": event.version}).status_code == 409
    said = {"result": "connected", "party": side, "on": in_seoul(now()).date().isoformat(), "version": part.version}
    assert visitor.post(f"/manage/follow-ups/{part.id}", data=said).status_code == 302
    assert visitor.post(f"/manage/meetings/{meeting.id}/record", data={"outcome": "agreed", "version": meeting.version}).status_code == 302
    db.session.expire_all()
    assert visitor.post(f"{at}/close", data={"version": event.version}).status_code == 302
    assert "마무리" in words_of(visitor.get(at)) and "남은 기업이 없습니다" in words_of(visitor.get("/manage/follow-ups"))
    visitor.sign_in(owner)
    assert "연결되었습니다" in words_of(visitor.get(mine))


@pytest.mark.parametrize(("name", "typed"), [
    ("title_ko", ""), ("title_ko", "가" * 200), ("title_ko", "\0"), ("starts_at", "0001-01-01T00:00"), ("starts_at", "x" * 3000),
    ("slot_minutes", "-1"), ("slot_minutes", "1e309"), ("kind", "\0x"), ("parties", "department:0"), ("link", "javascript:x"),
    ("text_ko", "😀" * 3001), ("meet_from", "99:99"),
])
def test_a_bad_event_comes_back_with_everything_that_was_typed(visitor, manager, side, name, typed):
    visitor.sign_in(manager)
    data = {**WHOLE, "parties": [side], "text_en": "Words that must stay", name: typed}
    answer = visitor.post("/manage/events/new", data=data)
    assert answer.status_code == 422 and "Words that must stay" in answer.text and "error-summary" in answer.text
    assert db.session.query(Event).count() == 0


def test_korean_typed_in_parts_is_put_together(visitor, manager):
    visitor.sign_in(manager).post("/manage/events/new", data={"title_ko": unicodedata.normalize("NFD", "매칭데이")})
    assert db.session.query(Event).one().title["ko"] == "매칭데이"


def test_an_older_tab_is_refused_and_keeps_its_words(visitor, program, manager, side):
    event = b.an_event(program=program)
    visitor.sign_in(manager)
    answer = visitor.post(f"/manage/events/{event.id}/edit", data={**WHOLE, "parties": [side], "place_ko": "늦은 탭의 장소", "version": "0"})
    assert answer.status_code == 409 and "늦은 탭의 장소" in answer.text


def test_the_public_reads_when_and_where_and_never_who(visitor, program):
    event = b.an_event(program=program, title={"ko": "공개된 매칭데이", "en": ""})
    part = b.an_invitee(event, b.a_company("㈜비밀기업(가상)"), wish="비밀 희망")
    b.a_meeting(part, "accepted")
    for reader in (None, b.a_user(), b.an_owner(b.a_company()), b.a_manager(b.a_program())):
        if reader:
            visitor.sign_in(reader)
        for address in ("/events", f"/events/{event.id}", f"/events/{event.id}/calendar.ics"):
            text = visitor.get(address).text
            assert "공개된 매칭데이" in text and "비밀" not in text
    page = words_of(visitor.sign_in(b.a_user(locale="en")).get(f"/events/{event.id}"))
    assert "not translated yet" in page and "Digital City Division" in page


def test_a_called_off_event_says_why_and_leaves_the_lists(visitor, program, manager):
    event = b.an_event(program=program)
    at = f"/manage/events/{event.id}/call-off"
    visitor.sign_in(manager)
    wrong = visitor.post(at, data={"version": event.version, "reason": "\0"})
    assert wrong.status_code == 422 and 'href="#off-reason"' in wrong.text
    assert visitor.post(at, data={"version": event.version, "reason": "장소 공사"}).status_code == 302
    assert "장소 공사" in words_of(visitor.get(f"/events/{event.id}")) and event.title["ko"] not in words_of(visitor.get("/events"))


def test_a_company_asks_to_join_and_is_turned_down_with_a_reason(visitor, program, manager):
    event, company = b.an_event(program=program), b.a_company()
    owner = b.an_owner(company)
    visitor.sign_in(owner)
    at = f"/apply/events/{event.id}/ask"
    assert visitor.post(at, data={"wish": " "}).status_code == 422
    for _twice in range(2):
        assert visitor.post(at, data={"wish": "부서를 만나고 싶습니다."}).status_code == 302
    part = db.session.query(Invitee).one()
    visitor.sign_in(manager)
    judge = f"/manage/invitees/{part.id}/turn-down"
    wrong = visitor.post(judge, data={"version": part.version, "reason": ""})
    assert wrong.status_code == 422 and f'id="turn-down-{part.id}-reason"' in wrong.text
    assert visitor.post(judge, data={"version": "0", "reason": "자리가 없습니다."}).status_code == 409
    assert visitor.post(judge, data={"version": part.version, "reason": "자리가 없습니다."}).status_code == 302
    assert "자리가 없습니다." in words_of(visitor.sign_in(owner).get(f"/apply/invitations/{part.id}"))


def test_one_of_two_companies_is_chosen_to_ask(visitor, program):
    event, one, two = b.an_event(program=program), b.a_company(), b.a_company("㈜둘째(가상)")
    person = b.with_role(b.an_owner(one), "member", "company", two.id)
    visitor.sign_in(person)
    answer = visitor.post(f"/apply/events/{event.id}/ask", data={"wish": "남아야 할 희망"})
    assert answer.status_code == 422 and "남아야 할 희망" in answer.text and "ask-company" in answer.text
    assert visitor.post(f"/apply/events/{event.id}/ask", data={"wish": "희망", "company": two.id}).status_code == 302
    assert db.session.query(Invitee).one().company_id == two.id


def test_attendance_of_thirty_is_saved_at_once_and_again(visitor, program, manager):
    event = b.an_event(program=program, days=0)
    parts = [b.an_invitee(event, state="not_coming" if n == 0 else "coming") for n in range(30)]
    visitor.sign_in(manager)
    page = visitor.get(f"/manage/events/{event.id}/attendance")
    assert f'name="a{parts[0].id}" value="absent" checked' in page.text
    data = {f"a{each.id}": "attended" for each in parts} | {f"was{each.id}": "" for each in parts}
    for _twice in range(2):
        assert visitor.post(f"/manage/events/{event.id}/attendance", data=data).status_code == 302
    assert {each.attendance for each in db.session.query(Invitee)} == {"attended"}
    clash = visitor.post(f"/manage/events/{event.id}/attendance", data={f"a{parts[1].id}": "late", f"was{parts[1].id}": ""})
    assert clash.status_code == 409 and "다르게 기록했습니다" in words_of(clash)
    assert visitor.post(f"/manage/events/{event.id}/attendance", data={f"a{parts[1].id}": "x"}).status_code == 422


def test_the_second_for_one_slot_is_refused_with_words_and_keeps_its_choice(visitor, program):
    event, officer = b.an_event(program=program), b.an_officer(program.department)
    b.a_meeting(b.an_invitee(event), "accepted")
    second = b.a_meeting(b.an_invitee(event))
    visitor.sign_in(officer)
    answer = visitor.post(f"/manage/meetings/{second.id}/accept", data={"at": as_typed(event.slots[0]), "version": second.version})
    assert answer.status_code == 409 and "이미 다른 면담이 잡혔습니다" in words_of(answer)
    wrong = visitor.post(f"/manage/meetings/{second.id}/decline", data={"reason": "", "version": second.version})
    assert wrong.status_code == 422 and f'href="#decline-{second.id}-reason"' in wrong.text


def test_a_host_asks_a_company_and_sees_nobody_elses_meeting(visitor, program):
    partner = b.a_partner(program.municipality)
    event = b.an_event(program=program, bodies=(program.department, partner))
    mine, hidden = b.an_invitee(event), b.an_invitee(event, b.a_company("㈜다른쪽만나는곳(가상)"), "invited")
    b.a_meeting(hidden, "accepted", party=event.parties[1])
    visitor.sign_in(b.an_officer(program.department))
    at = f"/manage/events/{event.id}/meetings"
    assert "다른쪽만나는곳" not in visitor.get(at).text
    data = {"invitee": mine.id, "wish": "기술을 보고 싶습니다.", "party": event.parties[1].key}
    assert visitor.post(at, data={**data, "invitee": hidden.id}).status_code == 422
    assert visitor.post(at, data=data).status_code == 302
    assert {(each.party_id, each.by_company) for each in db.session.query(Meeting).filter_by(state="requested")} == {
        (event.parties[0].id, False)}


def test_questions_are_answered_to_all_without_a_name(visitor, program, manager):
    event = b.an_event(program=program)
    asker, other = b.an_invitee(event, b.a_company("㈜질문한곳(가상)")), b.an_invitee(event)
    visitor.sign_in(b.an_owner(asker.company))
    at = f"/apply/invitations/{asker.id}/questions"
    assert visitor.post(at, data={"text": "\0"}).status_code == 422
    assert visitor.post(at, data={"text": "우리 회사 이름이 든 질문"}).status_code == 302
    question = db.session.query(Question).one()
    visitor.sign_in(manager)
    answer = f"/manage/event-questions/{question.id}/answer"
    wrong = visitor.post(answer, data={"wording": "중립 질문", "answer": "", "version": question.version})
    assert wrong.status_code == 422 and "중립 질문" in wrong.text
    assert visitor.post(answer, data={"wording": "중립 질문", "answer": "예", "version": question.version}).status_code == 302
    assert visitor.post(f"/manage/events/{event.id}/questions", data={"wording": "현장 질문", "answer": "네"}).status_code == 302
    page = visitor.sign_in(b.an_owner(other.company)).get(f"/apply/invitations/{other.id}").text
    assert "중립 질문" in page and "현장 질문" in page and "질문한곳" not in page and "우리 회사" not in page


def test_the_list_is_downloaded_and_no_cell_becomes_a_formula(visitor, program, manager):
    event = b.an_event(program=program)
    b.an_invitee(event, b.a_company("=HYPERLINK(1)", one_line="+82", field="safety"), wish="@합시다", attendance="late", is_late=True)
    answer = visitor.sign_in(manager).get(f"/manage/events/{event.id}/companies.xlsx")
    rows = CalamineWorkbook.from_filelike(BytesIO(answer.data)).get_sheet_by_index(0).to_python()
    assert rows[1] == ["=HYPERLINK(1)", "안전·재난", "+82", "@합시다", "참석 예정", "예", "늦게 옴"]
    with zipfile.ZipFile(BytesIO(answer.data)) as book:
        assert b"<f>" not in book.read("xl/worksheets/sheet1.xml")


@pytest.mark.parametrize("rows", [1, 30])
def test_the_pages_read_a_constant_number_of_statements(visitor, statements, program, manager, rows):
    company, officer = b.a_company(), b.an_officer(program.department)
    owner = b.an_owner(company)
    event, held = b.an_event(program=program), b.an_event("held", program=program)
    mine = b.an_invitee(event, company)
    for n in range(rows):
        b.an_event(program=program)
        other = b.an_invitee(b.an_event(program=program), company, "invited")
        b.an_interest(), b.a_pool_entry()
        part, missed = b.an_invitee(event), b.an_invitee(held, attendance="absent")
        b.an_invitee(held, attendance="late", result="connected", result_on=today(), result_party_id=held.parties[0].id)
        b.a_meeting(part), b.a_meeting(missed, "held", slot=0, starts_at=held.slots[0] + timedelta(seconds=n), outcome="agreed")
        b.a_question_at(event, part), b.a_question_at(event, mine)
        question = b.a_question_at(event, part)
        question.state, question.wording, question.answer = "answered", "질문", "답"
    transactions.commit()
    assert other.id
    desk = f"/manage/events/{event.id}"
    pages = {owner: (("/events", 2), (f"/events/{event.id}", 5), ("/apply/events", 3), (f"/apply/invitations/{mine.id}", 6)),
             manager: (("/manage/events", 3), (desk, 6), (f"{desk}/companies?source=interests", 6), (f"{desk}/companies?source=pool", 6),
                       (f"{desk}/attendance", 4), (f"{desk}/meetings", 6), (f"{desk}/questions", 4), ("/manage/follow-ups", 2),
                       (f"/manage/events/{held.id}/follow-ups", 5), (f"/manage/events/{held.id}/close", 9)),
             officer: (("/manage/events", 3), (f"{desk}/meetings", 6), (f"{desk}/questions", 4))}
    counted = []
    for person, addresses in pages.items():
        visitor.sign_in(person)
        for address, most in addresses:
            visitor.get(address)
            statements.clear()
            assert visitor.get(address).status_code == 200
            counted.append((address, len(statements), most))
    assert [row[:2] for row in counted] == [(row[0], row[2]) for row in counted]


def test_twenty_events_a_page_and_thirty_follow_ups(visitor, program, manager):
    held = b.an_event("held", program=program)
    for n in range(31):
        b.an_invitee(held, b.a_company(f"㈜{n:03}번기업(가상)"), attendance="absent")
    for n in range(21):
        b.an_event(program=program, days=n + 1, title={"ko": f"{n:03}번 행사", "en": ""})
    visitor.sign_in(manager)
    for address, gone in (("/events", "020번 행사"), ("/manage/events?state=announced", "000번 행사"), ("/manage/follow-ups", "030번기업")):
        page = visitor.get(address).text
        following = page.split('class="page-navi next" rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
        assert gone not in page and gone in visitor.get(following).text

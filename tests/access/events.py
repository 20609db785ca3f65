"""Matching events: anyone reads what is announced; managers of the program run them; companies and sides see their own part."""

from tests.access.rows import row


def event(w):
    return {"event_id": w.event.id}


def written(w):
    return {"event_id": w.written_event.id}


def begun(w):
    return {"event_id": w.begun_event.id}


def held(w):
    return {"event_id": w.held_event.id}


def invitee(w):
    return {"invitee_id": w.invitee.id}


def meeting(w):
    return {"meeting_id": w.meeting.id, "verb": "call-off"}


def question(w):
    return {"question_id": w.question.id, "verb": "answer"}


MANAGER, HOSTS = {"manager": 200}, {"manager": 200, "officer": 200, "staff": 200}
COMPANY = {"owner": 200, "member": 200}
VERSION = {"version": "1"}
ANSWER = {"version": "1", "wording": "자료를 받습니까?", "answer": "예, 드립니다."}

ROWS = [
    row("events.index", everyone=200),
    row("events.show", "GET", event, everyone=200),
    row("events.as_calendar", "GET", event, everyone=200),
    row("events.mine", signed_in=200),
    row("events.asking", "GET", event, signed_in=200),
    row("events.ask", "POST", begun, data=lambda w: {"wish": "만나고 싶습니다."}, signed_in=409, owner=302, member=302, stranger=302),
    row("events.invitation", "GET", invitee, **COMPANY),
    row("events.reply", "POST", invitee, data=lambda w: {**VERSION, "coming": "yes"}, owner=302, member=302),
    row("events.request_meeting", "POST", invitee, data=lambda w: {"party": w.event.parties[0].key, "wish": "만납시다."}, owner=302,
        member=302),
    row("events.move_own_meeting", "POST", lambda w: {"meeting_id": w.city_meeting.id, "verb": "decline"},
        data=lambda w: {**VERSION, "reason": "시간이 없습니다."}, owner=302, member=302),
    row("events.wait_in_pool", "POST", invitee, owner=409, member=409),
    row("events.put_question", "POST", invitee, data=lambda w: {"text": "주차할 수 있습니까?"}, owner=302, member=302),
    row("events.own_calendar", "GET", invitee, **COMPANY),
    row("events.desk", **HOSTS, far_manager=200),
    row("events.new", **MANAGER, far_manager=200),
    row("events.begin", "POST", manager=422, far_manager=422),
    row("events.manage", "GET", written, **MANAGER),
    row("events.edit", "GET", written, **MANAGER),
    row("events.write", "POST", written, data=lambda w: VERSION, manager=422),
    row("events.announce", "POST", written, data=lambda w: VERSION, manager=302),
    row("events.hold", "POST", begun, data=lambda w: VERSION, manager=302),
    row("events.call_off", "POST", event, data=lambda w: VERSION, manager=422),
    row("events.closing", "GET", held, **MANAGER),
    row("events.close", "POST", lambda w: {"event_id": w.finished_event.id}, data=lambda w: VERSION, manager=302),
    row("events.companies", "GET", event, **MANAGER),
    row("events.invite", "POST", event, data=lambda w: {"companies": [w.other_company.id]}, manager=302),
    row("events.judge", "POST", lambda w: {"invitee_id": w.asker.id, "verb": "let-in"}, data=lambda w: VERSION, manager=302),
    row("events.participants", "GET", event, **MANAGER),
    row("events.attendance", "GET", event, **MANAGER),
    row("events.mark", "POST", held, data=lambda w: {f"a{w.missed.id}": "late", f"was{w.missed.id}": "absent"}, manager=302),
    row("events.meetings", "GET", event, **HOSTS),
    row("events.ask_company", "POST", event, manager=422, officer=422, staff=422),
    row("events.record_new", "POST", held, manager=422, officer=422, staff=422),
    row("events.move_meeting", "POST", meeting, data=lambda w: {**VERSION, "reason": "일정 변경"}, manager=302, staff=302),
    row("events.questions", "GET", event, **HOSTS),
    row("events.note", "POST", event, data=lambda w: ANSWER, manager=302),
    row("events.answer_question", "POST", question, data=lambda w: ANSWER, manager=302, officer=302, staff=302),
    row("events.follow_ups", **MANAGER, far_manager=200),
    row("events.follow_ups_of", "GET", held, **MANAGER),
    row("events.record_result", "POST", lambda w: {"invitee_id": w.missed.id}, data=lambda w: {**VERSION, "result": "declined"},
        manager=302),
]

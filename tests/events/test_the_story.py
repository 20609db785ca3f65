"""The whole story: six companies are invited, three come, one comes late, two stay away, and the event cannot be closed until
each of them has a result and each meeting its outcome."""

from datetime import timedelta

import pytest

from portal.events import operations
from portal.events.lifecycle import EventState
from portal.events.queries import events, follow_ups, invitees, meetings
from portal.events.typed import as_typed
from portal.foundation import clock, transactions
from portal.foundation.clock import in_seoul, now, today
from portal.foundation.db import db
from portal.foundation.errors import Refused
from portal.foundation.outbox import letters_to
from tests import builders as b


def test_no_company_is_lost_between_the_invitation_and_the_closing():
    program = b.a_program()
    manager, officer = b.a_manager(program), b.an_officer(program.department)
    starts = now() + timedelta(days=9)
    event = operations.begin_event(program, {
        "title_ko": "수요기업 매칭데이", "kind": "matching_day", "text_ko": "부서와 만납니다.", "place_ko": "구청 2층",
        "starts_at": as_typed(starts), "ends_at": as_typed(starts + timedelta(hours=4)), "reply_by": as_typed(starts - timedelta(days=2)),
        "parties": [f"department:{program.department_id}"]}, by=manager)
    operations.announce_event(event, by=manager)
    companies = [b.a_company(f"㈜기업{n}(가상)") for n in range(6)]
    owners = [b.an_owner(company) for company in companies]
    operations.invite_companies(event, [each.id for each in companies], by=manager)
    transactions.commit()
    assert {len(letters_to(owner.email)) for owner in owners} == {1}

    parts = [invitees.find_invitee(event.id, company.id) for company in companies]
    for part, owner, answer in zip(parts, owners, ("yes", "yes", "yes", "yes", "no", ""), strict=True):
        if answer:
            operations.answer_invitation(part, {"coming": answer, "wish": "보도 실증"}, by=owner)
    meeting = operations.request_meeting(parts[0], event.parties[0], {"wish": "보행 로봇을 함께 시험"}, by=owners[0])
    operations.accept_meeting(meeting, {"at": as_typed(starts + timedelta(hours=1))}, by=officer)
    with pytest.raises(Refused, match="once the event has begun"):
        operations.record_attendance(event, {parts[0].id: ("attended", "")}, by=manager)

    with clock.at(starts + timedelta(hours=3)):
        with pytest.raises(Refused, match="6 companies are not marked"):
            operations.hold_event(event, by=manager)
        said = ("attended", "attended", "attended", "late", "absent", "absent")
        marks = {part.id: (mark, "") for part, mark in zip(parts, said, strict=True)}
        assert operations.record_attendance(event, marks, by=manager) == 6
        assert operations.record_attendance(event, marks, by=manager) == 0
        operations.hold_event(event, by=manager)
        assert [each.id for each in follow_ups.follow_ups_of(event)] == [part.id for part in parts[3:]]

        for n, words in ((3, "3 companies still have"), (2, "2 companies still have"), (1, "1 company still has")):
            with pytest.raises(Refused, match=words):
                operations.close_event(event, by=manager)
            said = {"result": "connected", "party": event.parties[0].key, "on": in_seoul(now()).date().isoformat()} if n == 3 else {
                "result": "not_suitable", "note": "맞는 부서가 없습니다."}
            operations.record_result(parts[6 - n], said, by=manager)
        with pytest.raises(Refused, match="1 meeting has no answer or no outcome"):
            operations.close_event(event, by=manager)
        operations.record_outcome(meeting, {"outcome": "connected", "note": "다음 주 현장 방문"}, by=officer)
        operations.close_event(event, by=manager)
        with pytest.raises(Refused):
            operations.record_result(parts[3], {"result": "declined"}, by=manager)
    transactions.commit()
    assert event.state == EventState.CLOSED and follow_ups.follow_ups_for(manager) == []
    assert [letter.template for letter in letters_to(owners[5].email)] == ["company_invited", "follow_up_recorded"]
    assert meetings.number_without_outcome(event) == 0 and events.get_event(event.id, viewer=owners[0]) is event


def test_who_asks_too_late_stands_in_the_queue_until_there_is_a_result():
    event = b.an_event(reply_by=now() - timedelta(hours=1))
    manager, company = b.a_manager(event.program), b.a_company()
    owner = b.an_owner(company)
    late = operations.ask_to_join(event, company, "늦었지만 만나고 싶습니다.", by=owner)
    assert late.is_late and operations.ask_to_join(event, company, "다시", by=owner) is late
    operations.turn_company_down(late, "자리가 찼습니다.", by=manager)
    with clock.at(event.ends_at):
        operations.hold_event(event, by=manager)
        assert follow_ups.follow_ups_of(event) == [late]
        meeting = operations.request_meeting(late, event.parties[0], {"wish": "따로 만나고 싶습니다."}, by=owner)
        operations.accept_meeting(meeting, {"at": as_typed(event.ends_at + timedelta(days=2))}, by=manager)
        operations.record_result(late, {"result": "connected", "party": event.parties[0].key, "on": in_seoul(now()).date().isoformat()},
                                 by=manager)
        assert follow_ups.follow_ups_of(event) == [] and follow_ups.followed_up(event) == [late]


def test_the_last_instant_for_answers_is_in_time_and_the_next_is_late():
    event, in_time, late = b.an_event(), b.a_company(), b.a_company()
    with clock.at(event.reply_by):
        assert not operations.ask_to_join(event, in_time, "참가하고 싶습니다.", by=b.an_owner(in_time)).is_late
    with clock.at(event.reply_by + timedelta(seconds=1)):
        assert operations.ask_to_join(event, late, "참가하고 싶습니다.", by=b.an_owner(late)).is_late
        invited = b.an_invitee(event, state="invited")
        operations.answer_invitation(invited, {"coming": "yes"}, by=b.an_owner(invited.company))
        assert invited.is_late


def test_a_company_that_came_has_no_follow_up_and_a_result_needs_its_parts():
    event = b.an_event("held")
    manager, came = b.a_manager(event.program), b.an_invitee(event, attendance="attended")
    with pytest.raises(Refused, match="recorded with its meetings"):
        operations.record_result(came, {"result": "declined"}, by=manager)
    assert follow_ups.number_waiting(event) == 0 and db.session.get(type(event), event.id).state == "held" and today()

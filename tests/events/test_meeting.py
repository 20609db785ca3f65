"""Meetings: asked for by either side, agreed at a time that neither has taken, called off, held with an outcome."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from portal.events import operations
from portal.events.models import Meeting
from portal.events.queries import meetings as queries
from portal.events.typed import as_typed
from portal.foundation import clock, transactions
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Invalid, Missing, Refused, Stale
from portal.foundation.outbox import letters_to
from tests import builders as b


@pytest.fixture
def event():
    return b.an_event()


@pytest.fixture
def officer(event):
    return b.an_officer(event.program.department)


@pytest.fixture
def manager(event):
    return b.a_manager(event.program)


def slot(event, number=0):
    return {"at": as_typed(event.slots[number])}


def test_a_company_asks_the_department_accepts_and_both_get_their_letters(event, officer):
    part = b.an_invitee(event)
    owner = b.an_owner(part.company)
    meeting = operations.request_meeting(part, event.parties[0], {"wish": "보행 안전", **slot(event, 2)}, by=owner)
    assert operations.request_meeting(part, event.parties[0], {"wish": "다시"}, by=owner) is meeting
    transactions.commit()
    with pytest.raises(Forbidden):
        operations.accept_meeting(meeting, slot(event, 2), by=owner)
    operations.accept_meeting(meeting, slot(event, 2), by=officer, seen=meeting.version)
    transactions.commit()
    assert meeting.starts_at == event.slots[2] and meeting.ends_at - meeting.starts_at == timedelta(minutes=20)
    assert [each.template for each in letters_to(officer.email)] == ["meeting_requested"]
    (letter,) = letters_to(owner.email)
    assert letter.template == "meeting_accepted" and letter.context["path"] == f"/apply/invitations/{part.id}"


def test_a_department_asks_the_company_answers_and_a_manager_cannot_answer_for_it(event, officer, manager):
    part = b.an_invitee(event)
    owner = b.an_owner(part.company)
    meeting = operations.request_meeting(part, event.parties[0], {"wish": "기술을 보고 싶습니다."}, by=officer)
    assert not meeting.by_company
    for other in (officer, manager):
        with pytest.raises(Forbidden):
            operations.accept_meeting(meeting, slot(event), by=other)
    with pytest.raises(Invalid):
        operations.decline_meeting(meeting, "", by=owner)
    operations.decline_meeting(meeting, "그 시간에 자리가 없습니다.", by=owner)
    transactions.commit()
    assert [each.template for each in letters_to(officer.email)] == ["meeting_declined"]


def test_neither_side_is_booked_twice(event, officer, manager):
    program = event.program
    other_side = b.an_event(program=program, bodies=(b.a_partner(program.municipality),), starts_at=event.starts_at, ends_at=event.ends_at,
                            meet_from=event.meet_from + timedelta(minutes=10), meet_until=event.meet_until)
    one, two = b.an_invitee(event), b.an_invitee(event)
    b.a_meeting(one, "accepted")
    second = b.a_meeting(two)
    with pytest.raises(Refused, match="has just been taken"):
        operations.accept_meeting(second, slot(event), by=officer)
    elsewhere = b.a_meeting(b.an_invitee(other_side, company=one.company))
    with pytest.raises(Refused, match="The company has another meeting"):
        operations.accept_meeting(elsewhere, slot(other_side), by=manager)
    operations.accept_meeting(second, slot(event, 1), by=officer)
    assert queries.taken_in(event).free(event, event.parties[0].id, two.id) == event.slots[2:]


@pytest.mark.parametrize("typed", ["", "2026", "0001-01-01T00:00", "1e309", "\0", "x" * 3000])
def test_a_time_that_is_no_slot_is_refused_beside_the_field(event, officer, typed):
    meeting = b.a_meeting(b.an_invitee(event))
    with pytest.raises(Invalid) as wrong:
        operations.accept_meeting(meeting, {"at": typed}, by=officer)
    assert set(wrong.value.fields) == {"at"}
    with pytest.raises(Invalid, match="from the list"):
        operations.accept_meeting(meeting, {"at": as_typed(event.slots[0] + timedelta(minutes=5))}, by=officer)


def test_two_who_accept_for_the_same_slot_at_the_same_moment_get_one_meeting(app, event, officer):
    meetings = [b.a_meeting(b.an_invitee(event)) for _ in range(2)]
    transactions.commit()
    together, refused, typed, officer_id = Barrier(2), [], slot(event), officer.id

    def accept(meeting_id):
        with app.app_context():
            together.wait(20)
            try:
                with transactions.transaction():
                    found = db.session.get_one(Meeting, meeting_id)
                    operations.accept_meeting(found, typed, by=db.session.get_one(type(officer), officer_id))
            except Refused as refusal:
                refused.append(str(refusal))

    threads = [Thread(target=accept, args=(each.id,)) for each in meetings]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    assert sorted(each.state for each in db.session.query(Meeting)) == ["accepted", "requested"]
    assert len(refused) == 1 and "taken" in refused[0]


def test_the_database_itself_refuses_the_second_booking(event, officer, monkeypatch):
    one, two = (b.a_meeting(b.an_invitee(event)) for _ in range(2))
    operations.accept_meeting(one, slot(event), by=officer)
    monkeypatch.setattr("portal.events.operations.meeting.clashing", lambda *_args: None)
    with pytest.raises(Refused, match="has just been taken"):
        operations.accept_meeting(two, slot(event), by=officer)


def test_either_side_calls_off_and_the_time_is_free_again(event, officer):
    part = b.an_invitee(event)
    owner, meeting = b.an_owner(part.company), b.a_meeting(part, "accepted")
    operations.call_off_meeting(meeting, "발표자가 아픕니다.", by=owner, seen=meeting.version)
    transactions.commit()
    assert [each.template for each in letters_to(officer.email)] == ["meeting_called_off"]
    again = b.a_meeting(b.an_invitee(event))
    operations.accept_meeting(again, slot(event), by=officer)
    with pytest.raises(Stale):
        operations.call_off_meeting(again, "변경", by=officer, seen=0)


def test_an_outcome_is_recorded_by_the_city_after_the_meeting_and_may_be_corrected(event, officer, manager):
    part = b.an_invitee(event)
    owner, meeting = b.an_owner(part.company), b.a_meeting(part, "accepted")
    said = {"outcome": "agreed", "note": "현장에서 다시 만납니다."}
    with pytest.raises(Refused, match="not begun"):
        operations.record_outcome(meeting, said, by=officer)
    with clock.at(meeting.starts_at):
        with pytest.raises(Forbidden):
            operations.record_outcome(meeting, said, by=owner)
        operations.record_outcome(meeting, said, by=officer)
        operations.record_outcome(meeting, said, by=officer, seen=0)
        operations.record_outcome(meeting, {"outcome": "connected"}, by=manager)
        assert (meeting.state, meeting.outcome) == ("held", "connected")
        spot = operations.record_on_the_spot(part, event.parties[0], said, by=manager)
        assert operations.record_on_the_spot(part, event.parties[0], said, by=manager) is spot
        with pytest.raises(Forbidden):
            operations.record_on_the_spot(part, event.parties[0], said, by=officer)


def test_a_company_that_only_asked_to_join_meets_nobody_yet(event):
    part = b.an_invitee(event, state="asked")
    with pytest.raises(Refused, match="once the company is invited"):
        operations.request_meeting(part, event.parties[0], {"wish": "만나고 싶습니다."}, by=b.an_owner(part.company))


def test_nobody_sees_the_meetings_of_another_side_or_company(event, officer):
    partner = b.a_partner(event.program.municipality)
    both = b.an_event(program=event.program, bodies=(event.program.department, partner))
    part = b.an_invitee(both)
    mine, theirs = b.a_meeting(part), b.a_meeting(part, party=both.parties[1])
    assert queries.meetings_in(both, viewer=officer) == [mine]
    assert queries.meetings_in(both, viewer=b.a_partner_person(partner)) == [theirs]
    for stranger in (b.an_owner(b.a_company()), b.a_manager(b.a_program()), b.an_approver(event.program)):
        with pytest.raises(Missing):
            queries.get_meeting(mine.id, viewer=stranger)

"""An event is written by its program, announced when nothing is missing, moved with its meetings, called off for a reason."""

from datetime import timedelta

import pytest

from portal.accounts.models import Nobody
from portal.events import operations
from portal.events.models import Event
from portal.events.queries import events as queries
from portal.events.typed import as_typed
from portal.foundation import transactions
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Invalid, Missing, Refused, Stale
from portal.foundation.history import history_of
from portal.foundation.outbox import letters_to
from tests import builders as b

STARTS = (now() + timedelta(days=20)).replace(hour=4, minute=0, second=0, microsecond=0)


def whole(event_or_program, **more):
    department = getattr(event_or_program, "department_id", None) or event_or_program.program.department_id
    return {"title_ko": "매칭데이", "kind": "demo_day", "text_ko": "만나는 날", "place_ko": "대회의실", "starts_at": as_typed(STARTS),
            "ends_at": as_typed(STARTS + timedelta(hours=4)), "reply_by": as_typed(STARTS - timedelta(days=3)),
            "slot_minutes": "20", "meet_from": "14:00", "meet_until": "16:00", "parties": [f"department:{department}"], **more}


@pytest.fixture
def program():
    return b.a_program()


@pytest.fixture
def manager(program):
    return b.a_manager(program)


def test_a_title_is_enough_to_save_but_not_to_announce(program, manager):
    event = operations.begin_event(program, {"title_ko": "제목만"}, by=manager)
    assert operations.begin_event(program, {"title_ko": " 제목만 "}, by=manager) is event
    with pytest.raises(Refused, match="Still empty: Kind of event.*Place or web address"):
        operations.announce_event(event, by=manager)
    operations.write_event(event, whole(program), by=manager)
    assert len(event.slots) == 6 and as_typed(event.slots[0]).endswith("T14:00")
    with pytest.raises(Missing):
        queries.get_event(event.id, viewer=Nobody())
    operations.announce_event(event, by=manager)
    assert queries.get_event(event.id, viewer=Nobody()) is event


def test_nobody_but_the_program_writes_or_sees_a_draft(program):
    draft = b.an_event("writing", program=program)
    for viewer in (Nobody(), b.an_officer(program.department), b.a_manager(b.a_program()), b.an_approver(program)):
        with pytest.raises(Missing):
            queries.get_event(draft.id, viewer=viewer)
        with pytest.raises(Forbidden):
            operations.write_event(draft, whole(program), by=viewer)


@pytest.mark.parametrize(("name", "typed", "field"), [
    ("title_ko", "", "title_ko"), ("title_ko", "가" * 121, "title_ko"), ("kind", "party", "kind"), ("starts_at", "0001-01-01T00:00", "starts_at"),
    ("starts_at", "내일", "starts_at"), ("starts_at", "1e309", "starts_at"), ("ends_at", as_typed(STARTS), "ends_at"),
    ("reply_by", as_typed(STARTS + timedelta(minutes=1)), "reply_by"), ("slot_minutes", "-1", "slot_minutes"),
    ("slot_minutes", "1e309", "slot_minutes"), ("slot_minutes", "", "slot_minutes"), ("meet_until", "13:00", "meet_until"),
    ("meet_from", "25:99", "meet_from"), ("parties", ["department:999"], "parties"), ("parties", ["x\0"], "parties"),
    ("link", "javascript:alert(1)", "link"), ("text_ko", "😀" * 3001, "text_ko"), ("meet_from", "00:00", "slot_minutes"),
])
def test_what_cannot_be_taken_is_said_beside_its_field(program, manager, name, typed, field):
    more = {"slot_minutes": "5", "meet_until": "23:00"} if (name, typed) == ("meet_from", "00:00") else {}
    with pytest.raises(Invalid) as wrong:
        operations.begin_event(program, whole(program, **{name: typed}, **more), by=manager)
    assert set(wrong.value.fields) == {field} and db.session.query(Event).count() == 0


def test_only_partners_with_an_agreement_of_this_city_can_take_part(program, manager):
    agreed, talking = b.a_partner(program.municipality), b.a_partner(program.municipality, state="talking")
    far = b.a_partner()
    event = operations.begin_event(program, whole(program, parties=[f"partner:{agreed.id}"]), by=manager)
    assert [party.name for party in event.parties] == [agreed.name]
    for other in (talking, far):
        with pytest.raises(Invalid, match="Choose"):
            operations.write_event(event, whole(program, parties=[f"partner:{other.id}"]), by=manager)


def test_an_announced_event_that_moves_takes_its_meetings_along_and_tells_the_companies(program, manager):
    event = b.an_event(program=program)
    operations.write_event(event, whole(event), by=manager)
    first, second = b.an_invitee(event), b.an_invitee(event)
    owner = b.an_owner(first.company)
    agreed = [b.a_meeting(first, "accepted", slot=0), b.a_meeting(second, "accepted", slot=1)]
    before = [each.starts_at for each in agreed]
    later = {"starts_at": as_typed(STARTS + timedelta(days=1)), "ends_at": as_typed(STARTS + timedelta(days=1, hours=4)), "meet_from": "14:20", "meet_until": "16:20"}
    operations.write_event(event, whole(event, **later), by=manager)
    transactions.commit()
    assert [each.starts_at - at for each, at in zip(agreed, before, strict=True)] == [timedelta(days=1, minutes=20)] * 2
    assert [letter.template for letter in letters_to(owner.email)] == ["event_moved"]
    with pytest.raises(Invalid, match="no slot any more"):
        operations.write_event(event, whole(event, **later, slot_minutes="45"), by=manager)
    with pytest.raises(Invalid, match="has meetings here"):
        operations.write_event(event, whole(event, **later, parties=[f"partner:{b.a_partner(program.municipality).id}"]), by=manager)


def test_more_hours_leave_agreed_meetings_where_they_are(program, manager):
    event = b.an_event(program=program)
    operations.write_event(event, whole(event), by=manager)
    meeting = b.a_meeting(b.an_invitee(event), "accepted")
    before = meeting.starts_at
    operations.write_event(event, whole(event, meet_from="13:00"), by=manager)
    assert meeting.starts_at == before and len(event.slots) == 9


def test_calling_off_needs_a_reason_that_the_companies_get(program, manager):
    event = b.an_event(program=program)
    owner = b.an_owner(b.an_invitee(event).company)
    stranger = b.an_owner(b.an_invitee(event, state="turned_down").company)
    with pytest.raises(Invalid):
        operations.call_off_event(event, " ", by=manager)
    operations.call_off_event(event, "장소를 쓸 수 없게 되었습니다.", by=manager)
    transactions.commit()
    (letter,) = letters_to(owner.email)
    assert letter.template == "event_called_off" and "장소" in letter.context["reason"] and not letters_to(stranger.email)
    with pytest.raises(Refused):
        operations.announce_event(event, by=manager)
    assert [entry.verb for entry in history_of(event)] == ["call_off"]


def test_the_second_of_two_writers_is_told_even_when_only_the_sides_changed(program, manager):
    event, partner = b.an_event("writing", program=program), b.a_partner(program.municipality)
    transactions.commit()
    seen = event.version
    operations.write_event(event, whole(event), by=manager, seen=seen)
    transactions.commit()
    middle = event.version
    operations.write_event(event, whole(event, parties=[f"partner:{partner.id}"]), by=manager, seen=middle)
    transactions.commit()
    assert event.version > middle > seen
    with pytest.raises(Stale):
        operations.write_event(event, whole(event), by=manager, seen=middle)

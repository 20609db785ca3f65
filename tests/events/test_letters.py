"""Every letter of an event, as it leaves: whole, in both languages, with an address that its reader may open."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.events import operations
from portal.events.typed import as_typed
from portal.foundation import clock, transactions
from portal.foundation.clock import in_seoul
from portal.foundation.db import db
from portal.foundation.outbox import Letter
from portal.jobs.letters import compose
from tests import builders as b
from tests.client import visit

REASON = "사정이 생겼습니다."


def tell_everything(locale):
    """One event with everything that is written to anybody; who they are, by address."""
    event = b.an_event()
    manager, officer = b.a_manager(event.program), b.an_officer(event.program.department)
    companies = [b.a_company(f"㈜기업{n}(가상)") for n in range(3)]
    owners = [b.an_owner(company, locale=locale) for company in companies]
    first, second = operations.invite_companies(event, [each.id for each in companies[:2]], by=manager)
    asker = operations.ask_to_join(event, companies[2], "가고 싶습니다.", by=owners[2])
    operations.turn_company_down(asker, REASON, by=manager)
    party, slot = event.parties[0], {"at": as_typed(event.slots[0])}
    meeting = operations.request_meeting(first, party, {"wish": "함께 합시다.", **slot}, by=owners[0])
    operations.accept_meeting(meeting, slot, by=officer)
    operations.call_off_meeting(meeting, REASON, by=officer)
    again = operations.request_meeting(first, party, {"wish": "다시 만납시다."}, by=officer)
    operations.decline_meeting(operations.request_meeting(second, party, {"wish": "저희도요."}, by=owners[1]), REASON, by=officer)
    operations.decline_meeting(again, REASON, by=owners[0])
    operations.answer_question(operations.ask_question(first, "질문입니다.", False, by=owners[0]), "질문", "답", by=manager)
    moved = {"title_ko": "매칭데이", "kind": "visit", "text_ko": "내용", "place_ko": "새 장소", "parties": [party.key], "slot_minutes": "",
             "starts_at": as_typed(event.starts_at), "ends_at": as_typed(event.ends_at), "reply_by": as_typed(event.reply_by)}
    operations.write_event(event, moved, by=manager)
    off = b.an_event(program=event.program)
    b.an_invitee(off, companies[0])
    operations.call_off_event(off, REASON, by=manager)
    with clock.at(event.ends_at + timedelta(hours=1)):
        operations.record_attendance(event, {first.id: ("absent", ""), second.id: ("late", "")}, by=manager)
        operations.hold_event(event, by=manager)
        day = in_seoul(clock.now()).date().isoformat()
        operations.record_result(first, {"result": "connected", "party": party.key, "on": day}, by=manager)
        operations.record_result(second, {"result": "not_suitable", "note": REASON}, by=manager)
    transactions.commit()
    return {each.email: each for each in (*owners, officer)}


@pytest.mark.parametrize("locale", ["ko", "en"])
def test_each_letter_can_be_read_and_its_address_opened(app, locale):
    people = tell_everything(locale)
    letters = list(db.session.scalars(select(Letter).order_by(Letter.id)))
    assert {each.template for each in letters} == {
        "company_invited", "company_turned_down", "event_moved", "event_called_off", "follow_up_recorded", "meeting_requested",
        "meeting_accepted", "meeting_declined", "meeting_called_off", "event_question_answered"}
    for letter in letters:
        text = compose(letter).get_body(("plain",)).get_content()
        assert "{" not in text and "None" not in text and len(text) > 100
        path = next(word.removeprefix("http://portal.test") for word in text.split() if word.startswith("http://portal.test/"))
        assert visit(app).sign_in(people[letter.to_email]).get(path).status_code == 200, (letter.template, path)

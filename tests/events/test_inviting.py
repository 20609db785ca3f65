"""Companies are found in three ways, invited together, answer, ask by themselves; what each viewer may see of the list."""

from datetime import timedelta

import pytest

from portal.accounts.models import Nobody
from portal.events import operations
from portal.events.models import Invitee
from portal.events.queries import invitees as queries
from portal.foundation import clock, transactions
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Invalid, Missing, Refused, Stale
from portal.foundation.outbox import letters_to
from tests import builders as b


@pytest.fixture
def event():
    return b.an_event()


@pytest.fixture
def manager(event):
    return b.a_manager(event.program)


def test_invited_twice_is_invited_once_and_who_asked_is_let_in(event, manager):
    fresh, asked = b.a_company(), b.an_invitee(event, state="asked")
    owner, asker = b.an_owner(fresh), b.an_owner(asked.company)
    ids = [fresh.id, asked.company_id, fresh.id, 999_999]
    assert len(operations.invite_companies(event, ids, by=manager)) == 2
    assert operations.invite_companies(event, ids, by=manager) == []
    transactions.commit()
    assert db.session.query(Invitee).count() == 2 and asked.state == "invited"
    assert [each.template for each in letters_to(owner.email) + letters_to(asker.email)] == ["company_invited"] * 2


def test_nobody_is_invited_to_a_draft_or_after_the_event(event, manager):
    company = b.a_company()
    for other in (b.an_event("writing", program=event.program), b.an_event("held", program=event.program)):
        with pytest.raises(Refused, match="from the announcement"):
            operations.invite_companies(other, [company.id], by=manager)
    with pytest.raises(Invalid):
        operations.invite_companies(event, [], by=manager)
    with pytest.raises(Forbidden):
        operations.invite_companies(event, [company.id], by=b.an_officer(event.program.department))


def test_companies_are_found_by_name_from_interests_and_from_the_pool(event, manager):
    named, wanting, waiting = b.a_company("㈜누수찾기(가상)"), b.an_interest(), b.a_pool_entry()
    known = b.an_invitee(event, company=b.a_company("㈜누수이미(가상)"))

    def found(source, words=""):
        return [each.company.id for each in queries.candidates(event, source, words, viewer=manager)]
    assert found("name", "누수") == [named.id] and known.company_id not in found("name", "누수")
    assert found("name", "") == [] and found("name", "%") == []
    assert found("interests") == [wanting.company_id] and found("interests", "없는말") == []
    assert found("pool", "누수") == [waiting.company_id]


def test_an_answer_may_be_changed_until_the_event_is_over_and_the_same_again_is_harmless(event):
    part = b.an_invitee(event, state="invited")
    owner = b.an_owner(part.company)
    operations.answer_invitation(part, {"coming": "yes", "wish": "보도"}, by=owner, seen=1)
    transactions.commit()
    operations.answer_invitation(part, {"coming": "yes", "wish": "보도"}, by=owner, seen=1)
    with pytest.raises(Stale):
        operations.answer_invitation(part, {"coming": "no"}, by=owner, seen=1)
    with pytest.raises(Invalid):
        operations.answer_invitation(part, {"coming": "perhaps", "wish": "가" * 301}, by=owner)
    with pytest.raises(Forbidden):
        operations.answer_invitation(part, {"coming": "no"}, by=b.an_owner(b.a_company()))
    with clock.at(event.ends_at + timedelta(seconds=1)), pytest.raises(Refused, match="is over"):
        operations.answer_invitation(part, {"coming": "no"}, by=owner)


def test_who_cannot_come_after_all_leaves_no_department_waiting(event):
    part, officer = b.an_invitee(event), b.an_officer(event.program.department)
    meeting, asked = b.a_meeting(part, "accepted"), b.a_meeting(part)
    operations.answer_invitation(part, {"coming": "no"}, by=b.an_owner(part.company))
    transactions.commit()
    assert (meeting.state, asked.state) == ("called_off", "requested")
    assert [each.template for each in letters_to(officer.email)] == ["meeting_called_off"]


def test_a_company_is_turned_down_with_a_reason_that_it_reads(event, manager):
    part = b.an_invitee(event, state="asked")
    owner = b.an_owner(part.company)
    with pytest.raises(Invalid):
        operations.turn_company_down(part, "", by=manager)
    operations.turn_company_down(part, "이번에는 교통 분야만 모십니다.", by=manager)
    transactions.commit()
    (letter,) = letters_to(owner.email)
    assert letter.context["reason"].startswith("이번에는")
    operations.let_company_in(part, by=manager)
    assert part.state == "invited" and part.reason == ""


def test_a_company_cannot_come_to_a_draft(event):
    draft, company = b.an_event("writing"), b.a_company()
    owner = b.an_owner(company)
    with pytest.raises(Refused):
        operations.ask_to_join(draft, company, "가고 싶습니다.", by=owner)
    with pytest.raises(Forbidden):
        operations.ask_to_join(event, b.a_company(), "가고 싶습니다.", by=owner)


def test_a_host_sees_who_comes_and_whom_they_meet_and_nobody_else(event, manager):
    coming, silent, staying = (b.an_invitee(event, state=state) for state in ("coming", "invited", "not_coming"))
    asks = b.an_invitee(event, state="invited")
    b.a_meeting(asks)
    officer = b.an_officer(event.program.department)
    assert {each.id for each in queries.seen_invitees(event, viewer=officer)} == {coming.id, asks.id}
    assert {each.id for each in queries.seen_invitees(event, viewer=manager)} == {coming.id, silent.id, staying.id, asks.id}
    for stranger in (Nobody(), b.an_owner(b.a_company()), b.a_manager(b.a_program()), b.an_officer(b.a_department())):
        assert queries.seen_invitees(event, viewer=stranger) == []
        with pytest.raises(Missing):
            queries.get_seen_invitee(event, coming.id, viewer=stranger)


def test_attendance_is_refused_when_somebody_marked_the_same_company_differently(event, manager):
    one, other = b.an_invitee(event), b.an_invitee(event)
    with clock.at(event.starts_at):
        operations.record_attendance(event, {one.id: ("late", "")}, by=manager)
        assert operations.record_attendance(event, {one.id: ("", ""), other.id: ("absent", "")}, by=manager) == 1
        with pytest.raises(Stale, match="differently"):
            operations.record_attendance(event, {one.id: ("attended", "")}, by=manager)
        assert operations.record_attendance(event, {one.id: ("attended", "late")}, by=manager) == 1
        with pytest.raises(Invalid):
            operations.record_attendance(event, {one.id: ("nowhere", "attended")}, by=manager)
        with pytest.raises(Forbidden):
            operations.record_attendance(event, {}, by=b.an_officer(event.program.department))
    assert (one.attendance, other.attendance) == ("attended", "absent")

"""Interests: one for each field, told of calls that fit, connected by a person and never by the computer."""

import pytest

from portal.calls.lifecycle import CALL, CallState
from portal.demand import operations
from portal.demand.models import Interest
from portal.demand.queries import interests as queries
from portal.demand.queries import matches
from portal.foundation import transactions
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Invalid, Missing, Refused
from portal.foundation.history import history_of
from portal.foundation.outbox import Letter
from tests import builders as b

TYPED = {"field": "safety", "strength": "보행 신호를 줄입니다", "wish": "학교 앞에서 시험합니다.", "place": "", "tell": True}


@pytest.fixture
def company():
    return b.a_company()


@pytest.fixture
def owner(company):
    return b.an_owner(company)


def letters(template):
    transactions.commit()
    return db.session.query(Letter).filter_by(template=template).order_by(Letter.id).all()


def test_one_interest_for_each_field_and_the_same_sent_twice_is_the_first(company, owner):
    interest = operations.register_interest(company, TYPED, by=owner)
    assert operations.register_interest(company, TYPED, by=owner) is interest
    with pytest.raises(Invalid) as wrong:
        operations.register_interest(company, {**TYPED, "strength": "다른 기술"}, by=owner)
    assert set(wrong.value.fields) == {"field"}
    operations.withdraw_interest(interest, by=owner)
    assert operations.register_interest(company, {**TYPED, "strength": "다른 기술"}, by=owner) is not interest


def test_the_database_keeps_two_tabs_from_registering_one_field_twice(company):
    b.an_interest(company)
    with pytest.raises(Refused), transactions.told_kindly():
        b.an_interest(company)
    db.session.rollback()


@pytest.mark.parametrize(("name", "typed"), [
    ("strength", ""), ("strength", "가" * 101), ("strength", "😀\0" * 101), ("wish", ""), ("wish", "가" * 1001),
    ("field", ""), ("field", "없음"), ("place", "city:999"), ("place", "site:x"),
])
def test_what_cannot_be_taken_is_said_beside_its_field(company, owner, name, typed):
    with pytest.raises(Invalid) as wrong:
        operations.register_interest(company, {**TYPED, name: typed}, by=owner)
    assert set(wrong.value.fields) == {name} and db.session.query(Interest).count() == 0


def test_a_site_names_its_city_too_and_consent_keeps_its_first_moment(company, owner):
    site = b.a_site(b.a_municipality())
    interest = operations.register_interest(company, {**TYPED, "place": f"site:{site.id}"}, by=owner)
    agreed = interest.agreed_at
    assert (interest.site_id, interest.municipality_id) == (site.id, site.municipality_id)
    operations.edit_interest(interest, {**TYPED, "strength": "고친 기술"}, by=owner)
    assert interest.agreed_at == agreed and interest.municipality_id is None
    operations.edit_interest(interest, {**TYPED, "tell": False}, by=owner)
    assert interest.agreed_at is None


def test_strangers_neither_register_nor_read(company, owner):
    interest, stranger = b.an_interest(company), b.an_owner(b.a_company())
    with pytest.raises(Forbidden):
        operations.register_interest(company, TYPED, by=stranger)
    with pytest.raises(Missing):
        queries.get_interest(interest.id, viewer=stranger)


def test_a_published_call_is_told_once_to_those_it_fits(company):
    program = b.a_program()
    call = b.a_call("soon", program=program, state=CallState.DRAFT)
    told = b.an_interest(company)
    here = b.an_interest(municipality=program.municipality, field="transport")
    b.an_interest(municipality=b.a_municipality())
    near = b.an_interest(field="mobility")
    b.an_interest(field="industry_ai")
    b.an_interest(agreed_at=None)
    b.an_interest(state="withdrawn")
    CALL.move(call, "publish", by=b.an_approver(call))
    found = letters("call_fits_interest")
    assert [letter.to_email for letter in found] == [told.registered_by.email, here.registered_by.email, near.registered_by.email]
    assert found[0].purpose == f"call_fits_interest:{call.id}:{told.id}"


def test_a_call_that_does_not_ask_for_a_field_may_be_for_everyone(company):
    body = b.program_file()["definition"]
    body = {**body, "questions": [each for each in body["questions"] if each["key"] != "category"]}
    call = b.a_call("soon", definition=body, state=CallState.DRAFT)
    told = b.an_interest(company, field="industry_ai")
    CALL.move(call, "publish", by=b.an_approver(call))
    assert [letter.to_email for letter in letters("call_fits_interest")] == [told.registered_by.email]


def test_when_who_registered_is_gone_the_owner_is_written_to(company, owner):
    gone = b.a_member(company)
    interest = b.an_interest(company, by=gone)
    assert queries.contacts_of([interest]) == {interest.id: gone}
    gone.deactivated_at = now()
    db.session.flush()
    assert queries.contacts_of([interest]) == {interest.id: owner}


@pytest.fixture
def challenge():
    return b.a_challenge()


@pytest.fixture
def officer(challenge):
    return b.an_officer(challenge.department)


def suggested(challenge, viewer):
    decided = matches.matches_of(challenge)
    return [each.interest for each in matches.suggestions_for(challenge, decided, viewer=viewer)]


def test_suggestions_come_best_first_and_not_from_those_who_wish_another_city(challenge, officer):
    field = b.an_interest(strength="전혀 다른 기술", wish="밤하늘 관측")
    best = b.an_interest(municipality=challenge.department.municipality)
    b.an_interest(municipality=b.a_municipality())
    b.an_interest(field="tourism", strength="빈 상가", wish="밤하늘 관측")
    assert suggested(challenge, officer) == [best, field]
    far = b.an_officer(b.a_department())
    with pytest.raises(Missing):
        matches.get_matchable(challenge.id, viewer=far)


def test_accepted_once_both_sides_are_told_and_the_company_sees_it(challenge, officer):
    interest = b.an_interest()
    first = operations.accept_match(challenge, interest, by=officer)
    assert operations.accept_match(challenge, interest, by=officer) is first
    company_letter, = letters("company_connected")
    department_letter, = letters("department_connected")
    assert company_letter.to_email == interest.registered_by.email and department_letter.to_email == officer.email
    assert queries.connected_with(interest.registered_by) == [first] and suggested(challenge, officer) == []
    assert [each["kind"] for each in first.reasons] == ["field", "words"]
    with pytest.raises(Refused):
        operations.decline_match(challenge, interest, "마음이 바뀌었습니다.", by=officer)


def test_set_aside_for_a_reason_it_can_still_be_connected_and_the_company_is_never_told(challenge, officer):
    interest = b.an_interest()
    with pytest.raises(Invalid):
        operations.decline_match(challenge, interest, "", by=officer)
    match = operations.decline_match(challenge, interest, "이미 다른 곳과 합니다.", by=officer)
    assert queries.connected_with(interest.registered_by) == [] and letters("company_connected") == []
    operations.accept_match(challenge, interest, by=officer)
    assert match.state == "accepted" and match.reason == "" and len(letters("company_connected")) == 1
    assert [entry.note for entry in history_of(match) if entry.verb == "decline"] == ["이미 다른 곳과 합니다."]


def test_who_does_not_work_for_the_city_decides_nothing(challenge, officer):
    interest = b.an_interest()
    for person in (b.an_officer(b.a_department()), b.a_manager(b.a_program()), interest.registered_by):
        with pytest.raises(Forbidden):
            operations.accept_match(challenge, interest, by=person)
    manager = b.a_manager(b.a_program(b.a_department(challenge.department.municipality)))
    assert operations.accept_match(challenge, interest, by=manager).decided_by_id == manager.id


@pytest.mark.parametrize("what", ["challenge", "interest"])
def test_what_has_ended_is_not_connected_any_more(challenge, officer, what):
    interest = b.an_interest(state="withdrawn" if what == "interest" else "registered")
    if what == "challenge":
        operations.close_challenge(challenge, by=officer)
    with pytest.raises(Refused):
        operations.accept_match(challenge, interest, by=officer)

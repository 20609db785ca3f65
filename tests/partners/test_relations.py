"""A relation with a partner: written down, talked about, agreed for days, ended for a reason; seen outside only while it holds."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from portal.foundation import clock, transactions
from portal.foundation.clock import today
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Invalid, Missing, Refused, Stale
from portal.foundation.history import history_of
from portal.partners import operations
from portal.partners.models import Partner
from portal.partners.queries import relations, shown
from tests import builders as b

BRN = "124-81-00998"


@pytest.fixture
def program():
    return b.a_program()


@pytest.fixture
def city(program):
    return program.municipality


@pytest.fixture
def manager(program):
    return b.a_manager(program)


def told(city, **more):
    return {"municipality": str(city.id), "code": "hanbit", "name_ko": "한빛클라우드(가상)", "country": "KR", "brn": BRN,
            "strength_ko": "공공 클라우드", "homepage": "hanbit.example.com", **more}


def test_it_begins_as_proposed_and_carries_the_code_of_its_city(city, manager):
    partner = operations.create_partner(told(city), [city], by=manager)
    assert (partner.code, partner.state, partner.brn) == (f"{city.code}-HANBIT", "proposed", "1248100998")
    assert partner.homepage == "https://hanbit.example.com"
    transactions.commit()
    assert [entry.verb for entry in history_of(partner)] == ["create"]


@pytest.mark.parametrize(("field", "value", "beside"), [
    ("brn", "", "brn"), ("brn", "124-81-00999", "brn"), ("country", "", "country"),
    ("country", "XX", "country"), ("homepage", "http://hanbit.example.com", "homepage"), ("homepage", "javascript:1", "homepage"),
    ("strength_ko", "가" * 101, "strength_ko"), ("name_ko", "😀", "name_ko"), ("policy_en", "x" * 2001, "policy_en"),
    ("code", "한빛", "code"), ("municipality", "0", "municipality")])
def test_what_cannot_be_taken_stands_beside_its_field(city, manager, field, value, beside):
    with pytest.raises(Invalid) as refused:
        operations.create_partner(told(city, **{field: value}), [city], by=manager)
    assert list(refused.value.fields) == [beside]
    assert db.session.query(Partner).count() == 0


def test_an_organization_abroad_needs_no_number(city, manager):
    assert operations.create_partner(told(city, country="DE", brn=""), [city], by=manager).brn == ""


def test_a_city_has_one_relation_with_an_organization_and_one_of_a_code(city, manager):
    first = operations.create_partner(told(city), [city], by=manager)
    with pytest.raises(Invalid) as refused:
        operations.create_partner(told(city, code="OTHER"), [city], by=manager)
    assert first.code in str(refused.value.fields["brn"][0])
    with pytest.raises(Invalid) as refused:
        operations.create_partner(told(city, country="DE", brn=""), [city], by=manager)
    assert "taken" in str(refused.value.fields["code"][0])
    other = operations.create_partner(told(city, code="OTHER", country="DE", brn=""), [city], by=manager)
    with pytest.raises(Invalid, match="here already"):
        operations.edit_partner(other, told(city), by=manager)
    operations.edit_partner(first, told(city, strength_ko="새 강점"), by=manager)
    assert first.strength["ko"] == "새 강점"


def test_another_city_may_use_the_same_code_and_organization(city, manager):
    operations.create_partner(told(city), [city], by=manager)
    far = b.a_program()
    again = operations.create_partner(told(far.municipality), [far.municipality], by=b.a_manager(far))
    assert again.code == f"{far.municipality.code}-HANBIT"


def test_of_two_who_write_the_same_organization_down_at_once_one_is_told(app, city, manager):
    transactions.commit()
    together, refusals = Barrier(2), []

    def write_down(code):
        with app.app_context():
            where, who = db.session.get(type(city), city.id), db.session.get(type(manager), manager.id)
            db.session.commit()
            together.wait()
            try:
                operations.create_partner(told(where, code=code), [where], by=who)
                transactions.commit()
            except Invalid as refused:
                db.session.rollback()
                refusals.append(list(refused.fields))

    threads = [Thread(target=write_down, args=(code,)) for code in ("ONE", "TWO")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    assert refusals == [["brn"]] and db.session.query(Partner).count() == 1


def test_an_agreement_has_a_first_day_and_is_recorded_when_it_holds(city, manager):
    partner = b.a_partner(city, "talking")
    for days, beside in (({}, "agreed_on"), ({"agreed_on": str(today() + timedelta(1))}, "agreed_on"),
                         ({"agreed_on": "0001-01-01"}, "agreed_on"),
                         ({"agreed_on": str(today()), "ends_on": str(today() - timedelta(1))}, "ends_on")):
        with pytest.raises(Invalid) as refused:
            operations.agree_with_partner(partner, days, by=manager)
        assert list(refused.value.fields) == [beside] and partner.agreed_on is None
    operations.agree_with_partner(partner, {"agreed_on": str(today())}, by=manager, seen=partner.version)
    assert (partner.state, partner.ends_on, partner.is_agreed) == ("agreed", None, True)


def test_a_second_click_and_an_older_page_change_nothing(city, manager):
    partner = b.a_partner(city, "talking")
    transactions.commit()
    db.session.refresh(partner)
    days = {"agreed_on": str(today()), "ends_on": str(today() + timedelta(9))}
    with pytest.raises(Stale):
        operations.agree_with_partner(partner, days, by=manager, seen=partner.version - 1)
    assert (partner.state, partner.agreed_on, partner.ends_on) == ("talking", None, None)
    operations.agree_with_partner(partner, days, by=manager, seen=partner.version)
    transactions.commit()
    with pytest.raises(Refused, match="under agreement"):
        operations.agree_with_partner(partner, {"agreed_on": "2020-01-01"}, by=manager)
    assert partner.agreed_on == today()


def test_an_end_and_a_no_need_a_reason_that_stays(city, manager):
    agreed, talking = b.a_partner(city), b.a_partner(city, "talking")
    for act, partner, state in ((operations.end_partner, agreed, "ended"), (operations.decline_partner, talking, "declined")):
        with pytest.raises(Invalid, match="Fill"):
            act(partner, " ", by=manager)
        act(partner, "예산이 없어졌습니다.", by=manager)
        transactions.commit()
        last = history_of(partner)[-1]
        assert (partner.state, last.note, last.after) == (state, "예산이 없어졌습니다.", state)
    operations.talk_to_partner(agreed, by=manager)
    assert agreed.state == "talking"


def test_the_days_of_an_agreement_can_be_corrected_afterward_only(city, manager):
    agreed, talking = b.a_partner(city), b.a_partner(city, "talking")
    later = str(today() + timedelta(100))
    typed = told(city, country="DE", brn="", agreed_on=str(today()), ends_on=later)
    operations.edit_partner(agreed, typed, by=manager)
    operations.edit_partner(talking, typed, by=manager)
    assert (str(agreed.ends_on), talking.ends_on, talking.agreed_on) == (later, None, None)
    with pytest.raises(Stale):
        operations.edit_partner(agreed, told(city, strength_ko="다른 말", agreed_on=str(today())), by=manager, seen=0)


def test_only_the_city_of_the_relation_tends_it(city):
    partner = b.a_partner(city, "talking")
    staff, far, officer = b.a_partner_person(partner), b.a_manager(b.a_program()), b.an_officer(b.a_department(city))
    for stranger in (staff, far, officer, b.an_owner(b.a_company())):
        for act in (lambda who: operations.edit_partner(partner, told(city), by=who),
                    lambda who: operations.agree_with_partner(partner, {"agreed_on": str(today())}, by=who),
                    lambda who: operations.decline_partner(partner, "왜", by=who),
                    lambda who: operations.invite_to_partner(partner, "a@b.kr", by=who),
                    lambda who: operations.remove_person(partner, staff, by=who),
                    lambda who: operations.create_partner(told(city), [city], by=who)):
            with pytest.raises(Forbidden):
                act(stranger)
        with pytest.raises(Missing):
            relations.get_tended_partner(partner.code, viewer=stranger)


@pytest.mark.parametrize("state", ["proposed", "talking", "ended", "declined"])
def test_outside_nobody_learns_of_a_relation_that_is_not_agreed(city, state):
    partner = b.a_partner(city, state)
    b.an_offer(partner)
    assert shown.agreed_partners() == [] and shown.municipalities_with_partners() == []
    with pytest.raises(Missing):
        shown.get_agreed_partner(partner.code)


def test_it_is_seen_through_its_last_day_and_no_longer(city):
    partner = b.a_partner(city, ends_on=today())
    assert shown.agreed_partners(city.code) == [partner] and shown.municipalities_with_partners() == [city]
    with clock.at(clock.now() + timedelta(days=1)):
        assert shown.agreed_partners(city.code) == [] and not partner.is_agreed


def test_its_people_are_invited_once_and_leave_when_they_are_removed(city, manager):
    partner = b.a_partner(city)
    person = b.a_partner_person(partner)
    with pytest.raises(Invalid):
        operations.invite_to_partner(partner, "no address", by=manager)
    with pytest.raises(Invalid, match="already"):
        operations.invite_to_partner(partner, person.email, by=manager)
    assert relations.get_own_partner(partner.code, viewer=person) is partner
    for _click in range(2):
        operations.remove_person(partner, person, by=manager)
    transactions.commit()
    assert [entry.verb for entry in history_of(partner)] == ["remove_person"]
    with pytest.raises(Missing):
        relations.get_own_partner(partner.code, viewer=person)

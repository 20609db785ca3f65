"""What a partner offers: slots that never fall below what is given, days in order, tended by the city and by its own people."""

from datetime import timedelta
from threading import Thread

import pytest

from portal.foundation import transactions
from portal.foundation.clock import today
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Invalid, Missing, Refused, Stale
from portal.foundation.history import history_of
from portal.partners import operations
from portal.partners.leaflet import leaflet
from portal.partners.models import Offer
from portal.partners.queries import offers as queries
from portal.partners.queries import shown
from tests import builders as b

GIVEN = {"kind": "technology", "field": "safety", "title_ko": "클라우드 사용권", "title_en": "Cloud credits", "text_ko": "1년 동안 드립니다.",
         "slots": "3", "opens_on": str(today()), "closes_on": str(today() + timedelta(9)), "abroad": ""}


@pytest.fixture
def partner():
    return b.a_partner(b.a_program().municipality)


@pytest.fixture
def person(partner):
    return b.a_partner_person(partner)


def test_its_people_offer_something_and_twice_is_once(partner, person):
    offer = operations.create_offer(partner, GIVEN, by=person)
    assert operations.create_offer(partner, GIVEN, by=person) is offer
    assert (offer.state, offer.left, offer.phase, offer.field) == ("shown", 3, "open", "safety")
    transactions.commit()
    assert [entry.verb for entry in history_of(offer)] == ["create"]


@pytest.mark.parametrize(("field", "value"), [
    ("slots", "0"), ("slots", "-1"), ("slots", "1001"), ("slots", "1e309"), ("slots", "2.5"), ("slots", ""), ("slots", "９"),
    ("kind", ""), ("field", "없음"), ("abroad", "KR"), ("abroad", "xx"), ("opens_on", ""), ("opens_on", "0001-01-01"),
    ("closes_on", str(today() - timedelta(1))), ("title_ko", "\0"), ("title_ko", "가" * 101), ("text_ko", ""), ("text_en", "x" * 2001)])
def test_what_cannot_be_taken_stands_beside_its_field(partner, person, field, value):
    with pytest.raises(Invalid) as refused:
        operations.create_offer(partner, {**GIVEN, field: value}, by=person)
    assert list(refused.value.fields) == [field]
    assert db.session.query(Offer).count() == 0


def test_its_last_day_never_comes_before_its_first(partner, person):
    with pytest.raises(Invalid) as refused:
        operations.create_offer(partner, {**GIVEN, "opens_on": str(today() + timedelta(10))}, by=person)
    assert list(refused.value.fields) == ["closes_on"]


def test_there_are_never_fewer_slots_than_are_given(partner, person):
    offer = b.an_offer(partner, slots=5, taken=3)
    with pytest.raises(Invalid) as refused:
        operations.edit_offer(offer, {**GIVEN, "slots": "2"}, by=person)
    assert "3 slots are given" in str(refused.value.fields["slots"][0])
    operations.edit_offer(offer, {**GIVEN, "slots": "3"}, by=person)
    assert (offer.slots, offer.left, offer.phase) == (3, 0, "full")


def test_a_slot_that_is_given_meanwhile_counts(app, partner, person):
    offer = b.an_offer(partner, slots=3)
    transactions.commit()
    assert offer.taken == 0

    def give():
        with app.app_context():
            taken = db.session.get(Offer, offer.id)
            taken.taken = 2
            transactions.commit()

    thread = Thread(target=give)
    thread.start()
    thread.join()
    with pytest.raises(Invalid, match="2 slots are given"):
        operations.edit_offer(offer, {**GIVEN, "slots": "1"}, by=person)
    transactions.rollback()
    with pytest.raises(Stale):
        operations.edit_offer(offer, {**GIVEN, "slots": "4"}, by=person, seen=1)


def test_withdrawn_it_cannot_be_changed_until_it_is_offered_again(partner, person):
    offer = b.an_offer(partner)
    operations.withdraw_offer(offer, by=person, seen=offer.version)
    with pytest.raises(Refused, match="withdrawn"):
        operations.edit_offer(offer, GIVEN, by=person)
    with pytest.raises(Refused):
        operations.withdraw_offer(offer, by=person)
    assert shown.offers_now_of(partner)[partner.id] == []
    operations.show_offer_again(offer, by=person)
    assert shown.offers_now_of(partner)[partner.id] == [offer]


def test_nobody_touches_what_another_partner_offers(partner, person):
    offer, manager = b.an_offer(partner), b.a_manager(b.a_program())
    other = b.a_partner_person(b.a_partner(partner.municipality))
    for stranger in (other, manager, b.an_owner(b.a_company())):
        for act in (lambda who: operations.edit_offer(offer, GIVEN, by=who), lambda who: operations.withdraw_offer(offer, by=who),
                    lambda who: operations.create_offer(partner, GIVEN, by=who)):
            with pytest.raises(Forbidden):
                act(stranger)
        for get in (queries.get_tended_offer, queries.get_own_offer):
            with pytest.raises(Missing):
                get(offer.id, viewer=stranger)
    assert queries.get_own_offer(offer.id, viewer=person) is offer


def test_outside_one_sees_what_is_open_soon_or_full_but_not_what_is_over(partner):
    soon = b.an_offer(partner, opens_on=today() + timedelta(3))
    full = b.an_offer(partner, slots=1, taken=1, closes_on=today())
    b.an_offer(partner, opens_on=today() - timedelta(9), closes_on=today() - timedelta(1))
    assert shown.offers_now_of(partner)[partner.id] == [full, soon]


def test_the_leaflet_says_everything_in_both_languages(partner):
    partner.policy = {"ko": "반값에 드립니다.", "en": "Half the price."}
    b.an_offer(partner, slots=4, taken=1)
    blocks = leaflet([partner], shown.offers_now_of(partner))
    words = {language: str([block for block in blocks if block["lang"] == language]) for language in ("ko", "en")}
    assert "반값에 드립니다." in words["ko"] and "4자리 중 3자리" in words["ko"] and "클라우드 사용권" in words["ko"]
    assert "Half the price." in words["en"] and "3 of 4" in words["en"] and "Cloud credits" in words["en"]
    assert [block["kind"] for block in blocks].count("title") == 1

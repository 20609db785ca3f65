"""Pages of partners: the city's desk, the room of their own people, what companies read; bad input, two at once, how much is read."""

import re
import unicodedata
from datetime import timedelta

import pytest

from portal.accounts.links import token_from
from portal.accounts.models import Invitation
from portal.foundation import history, outbox, transactions
from portal.foundation.clock import today
from portal.foundation.db import db
from portal.partners.models import Offer, Partner
from tests import builders as b
from tests.client import words_of

GIVEN = {"kind": "technology", "title_ko": "클라우드 사용권", "text_ko": "1년 동안 드립니다.", "text_en": "kept words", "slots": "3",
         "opens_on": str(today()), "closes_on": str(today() + timedelta(9))}


@pytest.fixture
def program():
    return b.a_program()


@pytest.fixture
def city(program):
    return program.municipality


@pytest.fixture
def window(visitor, program):
    return visitor.sign_in(b.a_manager(program))


def told(city, **more):
    return {"municipality": city.id, "code": "hanbit", "name_ko": "한빛클라우드(가상)", "country": "KR", "brn": "124-81-00998",
            "strength_ko": "공공 클라우드", "policy_ko": "반값에 드립니다.", "note": "내부에서만 봅니다.", **more}


def test_from_the_first_note_to_the_page_that_anyone_reads(window, city):
    assert "아직 협력기업이 없습니다" in words_of(window.get("/manage/partners"))
    assert window.post("/manage/partners/new", data=told(city)).location == f"/manage/partners/{city.code}-HANBIT"
    partner = db.session.query(Partner).one()
    at = f"/manage/partners/{partner.code}"
    assert "내부에서만 봅니다." in words_of(window.get(at)) and window.get(f"/partners/{partner.code}").status_code == 404
    assert window.post(f"{at}/talk", data={"version": partner.version}).status_code == 302
    days = {"agreed_on": str(today()), "ends_on": str(today() + timedelta(99))}
    assert window.post(f"{at}/agree", data={**days, "version": partner.version}).status_code == 302
    assert window.post(f"{at}/offers/new", data=GIVEN).location == f"{at}#offers"
    assert window.post(f"{at}/offers/new", data=GIVEN).status_code == 302
    assert db.session.query(Offer).count() == 1
    window.delete_cookie("portal")
    for address in ("/partners", f"/partners?municipality={city.code}", f"/partners/{partner.code}"):
        read = words_of(window.get(address))
        assert all(words in read for words in ("한빛클라우드(가상)", "반값에 드립니다.", "클라우드 사용권", "3자리 중 3자리")), address
        assert "내부에서만 봅니다." not in read
    assert window.get(f"/partners/list/{city.code}.pdf").data.startswith(b"%PDF")


@pytest.mark.parametrize(("field", "value"), [
    ("brn", "124-81-00999"), ("brn", ""), ("homepage", "http://a.example.com"), ("strength_ko", "가" * 101), ("name_ko", "\0"),
    ("name_ko", "😀"), ("code", "1"), ("country", "ZZ"), ("municipality", "x"), ("policy_ko", "x" * 2001), ("note", "x" * 99_999)])
def test_what_cannot_be_taken_stands_beside_its_field(window, city, field, value):
    answer = window.post("/manage/partners/new", data=told(city, strength_en="kept words", **{field: value}))
    assert answer.status_code == 422 and "error-summary" in answer.text and "kept words" in answer.text
    assert f'id="{field}-error"' in answer.text and db.session.query(Partner).count() == 0


def test_a_double_click_makes_one_partner_and_hangul_in_parts_is_composed(window, city):
    parts = unicodedata.normalize("NFD", "한빛")
    window.post("/manage/partners/new", data=told(city, name_ko=parts))
    again = words_of(window.post("/manage/partners/new", data=told(city)))
    assert f"이미 등록한 기업입니다: 한빛({city.code}-HANBIT)" in again
    assert db.session.query(Partner).one().name["ko"] == "한빛"


def test_what_is_saved_comes_back_unchanged_and_the_second_of_two_keeps_their_words(window, city):
    window.post("/manage/partners/new", data=told(city))
    partner = db.session.query(Partner).one()
    at, seen = f"/manage/partners/{partner.code}/edit", partner.version
    page = window.get(at).text
    assert "반값에 드립니다." in page and 'value="1248100998"' in page and "agreed_on" not in page
    window.post(at, data=told(city, version=seen))
    assert db.session.query(Partner).one().version == seen
    window.post(at, data=told(city, strength_ko="새 강점", version=seen))
    late = window.post(at, data=told(city, strength_ko="늦은 강점", version=seen))
    assert late.status_code == 409 and "늦은 강점" in late.text
    assert window.post(at, data=told(city, brn="1", version=seen)).status_code == 422
    assert history.history_of(partner)[-1].details == {"fields": ["strength"]}


def test_a_reason_is_asked_and_an_agreement_that_is_over_says_so(window, city):
    partner = b.a_partner(city, ends_on=today() - timedelta(1))
    at = f"/manage/partners/{partner.code}"
    assert "협약 종료일이 지나" in words_of(window.get(at))
    bare = window.post(f"{at}/end", data={"version": partner.version, "reason": " "})
    assert bare.status_code == 422 and 'id="end-reason-error"' in bare.text
    stale = window.post(f"{at}/end", data={"version": "0", "reason": "꼭 남아야 할 사유"})
    assert stale.status_code == 409 and "꼭 남아야 할 사유" in stale.text
    assert window.post(f"{at}/end", data={"version": partner.version, "reason": "예산이 없습니다."}).status_code == 302
    late = window.post(f"{at}/end", data={"version": partner.version, "reason": "두 번째 사람의 사유"})
    assert late.status_code == 409 and "두 번째 사람의 사유" in late.text
    page = words_of(window.get(at))
    assert "예산이 없습니다." in page and "협의 시작" in page
    early = window.post(f"{at}/agree", data={"version": partner.version, "agreed_on": str(today())})
    assert early.status_code == 409


def test_days_that_make_no_sense_come_back_with_the_form(window, city):
    partner = b.a_partner(city, "talking")
    for agreed_on, ends_on in (("", ""), ("9999-12-31", ""), (str(today()), "0001-01-01"), (str(today()), "2001-01-01"), ("😀", "\0")):
        answer = window.post(f"/manage/partners/{partner.code}/agree", data={
            "version": partner.version, "agreed_on": agreed_on, "ends_on": ends_on})
        assert answer.status_code == 422 and "error-summary" in answer.text
    assert db.session.query(Partner).one().state == "talking"


def test_someone_of_the_partner_accepts_the_letter_and_tends_what_it_offers(window, visitor, city):
    partner = b.a_partner(city)
    at = f"/manage/partners/{partner.code}"
    assert window.post(f"{at}/people", data={"email": "not an address"}).status_code == 422
    assert window.post(f"{at}/people", data={"email": "nara@hanbit.example"}).status_code == 302
    assert "nara@hanbit.example" in words_of(window.get(at))
    seed = outbox.letters_to("nara@hanbit.example")[-1].context["seed"]
    visitor.sign_in(b.a_user("한나라(가상)", email="nara@hanbit.example"))
    assert "협력기업 담당자" in words_of(visitor.get(f"/invitations/{token_from(seed)}"))
    assert visitor.post(f"/invitations/{token_from(seed)}").location == "/partner"
    assert "아직 제공 항목이 없습니다" in words_of(visitor.get("/partner"))
    assert visitor.post(f"/partner/partners/{partner.code}/offers/new", data=GIVEN).location == "/partner"
    offer = db.session.query(Offer).one()
    assert visitor.post(f"/partner/offers/{offer.id}", data={**GIVEN, "slots": "7", "version": offer.version}).status_code == 302
    assert "7자리 중 0자리" in words_of(visitor.get("/partner"))
    assert "내부 메모" not in visitor.get("/partner").text


def test_an_invitation_is_taken_back_and_a_person_removed_as_often_as_one_clicks(window, visitor, city):
    partner, other = b.a_partner(city), b.a_partner(city)
    person = b.a_partner_person(partner)
    at = f"/manage/partners/{partner.code}"
    window.post(f"{at}/people", data={"email": "nara@hanbit.example"})
    invitation = db.session.query(Invitation).one()
    assert window.post(f"/manage/partners/{other.code}/invitations/{invitation.id}/withdraw").status_code == 404
    for _click in range(2):
        assert window.post(f"{at}/invitations/{invitation.id}/withdraw").status_code == 302
        assert window.post(f"{at}/people/{person.id}/remove").status_code == 302
    page = words_of(window.get(at))
    assert "nara@hanbit.example" not in page and person.email not in page and "아직 담당자가 없습니다" in page
    assert visitor.sign_in(person).get("/partner").status_code == 404


@pytest.mark.parametrize(("field", "value"), [
    ("slots", "0"), ("slots", "1e309"), ("slots", "-3"), ("kind", "x"), ("field", "x"), ("abroad", "x"), ("title_ko", ""),
    ("text_ko", "\0"), ("opens_on", "0001-01-01"), ("closes_on", "2001-01-01"), ("closes_on", "x" * 3000)])
def test_a_bad_offer_comes_back_with_everything_that_was_typed(visitor, city, field, value):
    partner = b.a_partner(city)
    visitor.sign_in(b.a_partner_person(partner))
    answer = visitor.post(f"/partner/partners/{partner.code}/offers/new", data={**GIVEN, field: value})
    assert answer.status_code == 422 and f'id="{field}-error"' in answer.text and "kept words" in answer.text
    assert db.session.query(Offer).count() == 0


def test_slots_that_are_given_are_never_taken_away(window, city):
    offer = b.an_offer(b.a_partner(city), slots=5, taken=3)
    at = f"/manage/offers/{offer.id}"
    answer = window.post(at, data={**GIVEN, "slots": "2", "version": offer.version})
    assert answer.status_code == 422 and "이미 3자리를 승인했습니다. 3 이상으로" in words_of(answer)
    stale = window.post(at, data={**GIVEN, "version": "0"})
    assert stale.status_code == 409 and "kept words" in stale.text
    assert window.post(f"{at}/withdraw", data={"version": offer.version}).status_code == 302
    assert window.post(f"{at}/withdraw", data={"version": offer.version}).status_code == 409
    page = words_of(window.get(at))
    assert "먼저 다시 제공해 주세요" in page and "3자리를 승인" in page
    withdrawn = window.post(at, data={**GIVEN, "version": offer.version})
    assert withdrawn.status_code == 409 and "kept words" in withdrawn.text
    assert window.post(at, data=GIVEN).status_code == 409
    assert window.post(f"{at}/show-again", data={"version": offer.version}).status_code == 302


def test_only_tenders_and_its_own_people_learn_of_a_relation_that_is_not_agreed(visitor, city):
    secrets = [b.a_partner(city, state, name=f"비밀{n}기업(가상)") for n, state in enumerate(("proposed", "talking", "ended", "declined"))]
    secrets.append(b.a_partner(city, name="비밀9기업(가상)", ends_on=today() - timedelta(1)))
    for partner in secrets:
        b.an_offer(partner, title={"ko": "비밀 제공", "en": ""})
    manager = b.a_manager(b.a_program(b.a_department(city)))
    strangers = [None, b.a_manager(b.a_program()), b.an_officer(b.a_department(city)), b.an_owner(b.a_company()), b.a_partner_person(b.a_partner(city))]
    for stranger in strangers:
        if stranger is not None:
            visitor.sign_in(stranger)
        for address in ("/partners", f"/partners?municipality={city.code}", "/manage/partners", "/partner", "/sites", "/"):
            assert "비밀" not in words_of(visitor.get(address)), (stranger, address)
        for partner in secrets:
            assert visitor.get(f"/partners/{partner.code}").status_code == 404
    assert b"%PDF" in visitor.get(f"/partners/list/{city.code}.pdf").data[:8]
    seen = words_of(visitor.sign_in(manager).get("/manage/partners"))
    assert all(partner.name["ko"] in seen for partner in secrets)
    visitor.sign_in(b.a_partner_person(secrets[1]))
    assert "비밀1기업" in words_of(visitor.get("/partner")) and "비밀0기업" not in words_of(visitor.get("/partner"))


def test_the_filter_stands_in_the_address_and_nonsense_finds_nothing(visitor, city):
    here, far = b.a_partner(city, name="여기기업(가상)"), b.a_partner(name="먼기업(가상)")
    for asked, expected in (("", {here, far}), (f"municipality={city.code}", {here}), ("municipality=%00", {here, far}),
                            ("municipality=없음", set()), ("after=ZZZZZZZ", set())):
        page = visitor.get(f"/partners?{asked}").text
        assert {each for each in (here, far) if each.name["ko"] in page} == expected, asked
    assert visitor.get("/partners/list/NOWHERE.pdf").status_code == 404


def test_the_desk_shows_one_state_at_a_time(window, city):
    for state in ("proposed", "talking", "agreed"):
        b.an_offer(b.a_partner(city, state, name=f"{state}(가상)"))
    for asked, expected in (("", 3), ("state=talking", 1), ("state=declined", 0), ("state=nonsense", 3)):
        page = window.get(f"/manage/partners?{asked}").text
        assert len(re.findall(r"(?:proposed|talking|agreed)\(가상\)", page)) == expected, asked


@pytest.mark.parametrize("rows", [1, 30])
def test_the_pages_read_a_constant_number_of_statements(visitor, statements, program, city, rows):
    manager, partner = b.a_manager(program), b.a_partner(city)
    person = b.a_partner_person(partner)
    for n in range(rows):
        b.an_offer(partner)
        b.an_offer(b.a_partner(city))
        b.with_role(person, "staff", "partner", b.a_partner(city).id)
        history.record(partner, "edit", by=manager, fields=[str(n)])
    transactions.commit()
    offer = db.session.query(Offer).filter_by(partner_id=partner.id).first()
    pages = {manager: (("/partners", 4), (f"/partners/{partner.code}", 4), ("/manage/partners", 4), (f"/manage/partners/{partner.code}", 9),
                       (f"/manage/partners/{partner.code}/edit", 2), (f"/manage/offers/{offer.id}", 4)),
             person: (("/partner", 3), (f"/partner/offers/{offer.id}", 2))}
    for who, addresses in pages.items():
        visitor.sign_in(who)
        found = []
        for address, _most in addresses:
            visitor.get(address)
            statements.clear()
            assert visitor.get(address).status_code == 200
            found.append((address, len(statements)))
        assert found == list(addresses), found


def test_twenty_partners_a_page_outside_and_thirty_at_the_desk(window, city):
    for n in range(31):
        b.a_partner(city, code=f"P-{n:02}", name=f"{n:02}번 기업(가상)")
    for address, gone in (("/partners", "20번 기업"), ("/manage/partners", "30번 기업")):
        page = window.get(address).text
        following = page.split('class="page-navi next" rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
        assert gone not in page and gone in window.get(following).text

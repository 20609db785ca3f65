"""Pages of challenges, interests, matches and the pool: what people meet, what is kept, how much is read."""

from datetime import timedelta

import pytest

from portal.demand.models import Challenge, Interest, PoolEntry
from portal.foundation import transactions
from portal.foundation.clock import today
from portal.foundation.db import db
from tests import builders as b
from tests.client import words_of

DAY = (today() + timedelta(days=30)).isoformat()
WHOLE = {
    "title_ko": "횡단보도 대기가 깁니다", "problem_ko": "어린이가 오래 기다립니다.", "measure_ko": "민원 건수", "data_ko": "신호 기록",
    "figure": "42", "unit": "건", "source": "민원 처리대장", "target": "20건 이하", "field": "safety", "closes_on": DAY,
}
OFFER = {"field": "safety", "strength": "보행 신호를 줄입니다", "wish": "학교 앞에서 시험합니다.", "place": "", "tell": "y"}


@pytest.fixture
def department():
    return b.a_department()


@pytest.fixture
def officer(department):
    return b.an_officer(department)


def test_written_posted_read_by_anyone_and_similar_ones_named_before(visitor, officer):
    other = b.a_challenge()
    visitor.sign_in(officer)
    assert visitor.post("/manage/challenges/new", data={"title_ko": "횡단보도 대기가 깁니다"}).status_code == 302
    mine = db.session.query(Challenge).order_by(Challenge.id.desc()).first()
    at = f"/manage/challenges/{mine.id}"
    assert "아직 비어 있습니다" in words_of(visitor.get(at))
    assert visitor.post(f"{at}/post", data={"version": mine.version}).status_code == 409
    assert visitor.post(f"{at}/edit", data={**WHOLE, "version": mine.version}).status_code == 302
    page = words_of(visitor.get(at))
    assert "비슷한 수요과제가 있습니다" in page and other.title["ko"] in page and "횡단보도" in page and "같은 분야" in page
    db.session.expire_all()
    assert visitor.post(f"{at}/post", data={"version": mine.version}).status_code == 302
    visitor.sign_in(b.a_user(locale="en"))
    read = words_of(visitor.get(f"/challenges/{mine.id}"))
    assert "not translated yet" in read and "횡단보도 대기가 깁니다" in read and "42 건" in read
    assert "횡단보도 대기가 깁니다" in words_of(visitor.get("/challenges"))


@pytest.mark.parametrize(("name", "typed"), [
    ("title_ko", ""), ("title_ko", "가" * 200), ("title_ko", "\0"), ("figure", "1e309"), ("figure", "-"), ("closes_on", "0001-01-01"),
    ("closes_on", "x" * 3000), ("field", "\0"), ("field", "없음"), ("site_id", "-1"), ("problem_ko", "😀" * 2001), ("department", "x"),
])
def test_a_bad_challenge_comes_back_with_everything_that_was_typed(visitor, officer, name, typed):
    visitor.sign_in(officer)
    answer = visitor.post("/manage/challenges/new", data={**WHOLE, "source": "꼭 남아야 할 출처", name: typed})
    if (name, typed) in (("department", "x"), ("field", "\0")):
        assert answer.status_code == 302
        return
    assert answer.status_code == 422 and "꼭 남아야 할 출처" in answer.text and "error-summary" in answer.text
    assert db.session.query(Challenge).count() == 0


def test_an_older_tab_is_refused_and_keeps_its_words(visitor, department, officer):
    challenge = b.a_challenge(department=department)
    visitor.sign_in(officer)
    answer = visitor.post(f"/manage/challenges/{challenge.id}/edit", data={**WHOLE, "source": "늦은 탭의 출처", "version": "0"})
    assert answer.status_code == 409 and "늦은 탭의 출처" in answer.text


def test_withdrawing_needs_a_reason_which_the_public_reads(visitor, department, officer):
    challenge = b.a_challenge(department=department)
    visitor.sign_in(officer)
    at = f"/manage/challenges/{challenge.id}/withdraw"
    assert visitor.post(at, data={"version": challenge.version, "reason": ""}).status_code == 422
    assert visitor.post(at, data={"version": challenge.version, "reason": "예산이 없어졌습니다."}).status_code == 302
    visitor.sign_in(b.a_user())
    assert "예산이 없어졌습니다." in words_of(visitor.get(f"/challenges/{challenge.id}"))


def test_a_company_answers_a_challenge_with_its_field_and_place_filled_in(visitor, department):
    challenge, company = b.a_challenge(department=department), b.a_company()
    visitor.sign_in(b.an_owner(company))
    page = visitor.get(f"/apply/interests/new?challenge={challenge.id}").text
    assert '<option selected value="safety">' in page and f'<option selected value="city:{department.municipality_id}">' in page
    assert visitor.get("/apply/interests/new?challenge=999999").status_code == 200
    assert visitor.post("/apply/interests/new", data={**OFFER, "place": f"city:{department.municipality_id}"}).status_code == 302
    interest = db.session.query(Interest).one()
    assert interest.agreed_at is not None and interest.municipality_id == department.municipality_id
    again = visitor.post("/apply/interests/new", data={**OFFER, "strength": "다른 기술"})
    assert again.status_code == 422 and "다른 기술" in again.text
    assert visitor.post(f"/apply/interests/{interest.id}", data={**OFFER, "version": "0"}).status_code == 409
    assert visitor.post(f"/apply/interests/{interest.id}/withdraw", data={"version": interest.version}).status_code == 302
    assert "보행 신호를" not in words_of(visitor.get("/apply/interests"))


def test_a_suggestion_says_why_and_a_person_decides(visitor, department, officer):
    challenge, interest = b.a_challenge(department=department), b.an_interest()
    visitor.sign_in(officer)
    at = f"/manage/challenges/{challenge.id}/matches"
    page = words_of(visitor.get(at))
    assert "같은 분야" in page and "같은 낱말: 횡단보도" in page and interest.company.name_ko in page
    wrong = visitor.post(f"{at}/{interest.id}/decline", data={"reason": ""})
    assert wrong.status_code == 422 and f'id="reason-{interest.id}"' in wrong.text
    assert visitor.post(f"{at}/{interest.id}/accept").status_code == 302
    assert visitor.post(f"{at}/{interest.id}/accept").status_code == 302
    assert visitor.post(f"{at}/{b.an_interest(municipality=b.a_municipality()).id}/accept").status_code == 404
    visitor.sign_in(interest.registered_by)
    assert challenge.title["ko"] in words_of(visitor.get("/apply/interests"))


def test_a_late_draft_offers_the_pool_and_every_city_finds_it_until_it_is_taken_out(visitor):
    company = b.a_company()
    owner = b.an_owner(company)
    proposal = b.a_proposal("draft", call=b.a_call("closed"), company=company, owner=owner)
    proposal.title = "소리로 찾는 누수"
    visitor.sign_in(owner)
    assert "동의하고 상시 풀에 올리기" in words_of(visitor.get(f"/apply/proposals/{proposal.id}"))
    assert visitor.post(f"/apply/proposals/{proposal.id}/pool").status_code == 302
    entry = db.session.query(PoolEntry).one()
    assert "상시 풀에 올렸습니다" in words_of(visitor.get(f"/apply/proposals/{proposal.id}"))
    visitor.sign_in(b.a_manager(b.a_program()))
    assert "소리로 찾는 누수" in words_of(visitor.get("/manage/pool?words=누수"))
    assert "소리로 찾는 누수" not in words_of(visitor.get("/manage/pool?words=없는말&field=x&city=x&before=x"))
    visitor.sign_in(owner)
    assert visitor.post(f"/apply/pool/{entry.id}/withdraw", data={"version": entry.version}).status_code == 302
    visitor.sign_in(b.a_manager(b.a_program()))
    assert "소리로 찾는 누수" not in words_of(visitor.get("/manage/pool"))


def test_an_open_draft_is_not_offered_the_pool(visitor):
    company = b.a_company()
    owner = b.an_owner(company)
    proposal = b.a_proposal("draft", call=b.a_call("open"), company=company, owner=owner)
    visitor.sign_in(owner)
    assert "상시 풀" not in words_of(visitor.get(f"/apply/proposals/{proposal.id}"))
    assert visitor.post(f"/apply/proposals/{proposal.id}/pool").status_code == 409


@pytest.mark.parametrize("rows", [1, 30])
def test_the_pages_read_a_constant_number_of_statements(visitor, statements, department, officer, rows):
    company = b.a_company()
    owner = b.an_owner(company)
    for n in range(rows):
        challenge = b.a_challenge(department=department)
        interest = b.an_interest(company, by=owner, field=f"f{n}")
        b.a_pool_entry(company)
        b.an_interest()
    transactions.commit()
    assert challenge.id and interest.id
    pages = {officer: (("/challenges", 2), (f"/challenges/{challenge.id}", 4), ("/manage/challenges", 3), ("/manage/matches", 3),
                       (f"/manage/challenges/{challenge.id}", 3), (f"/manage/challenges/{challenge.id}/matches", 4), ("/manage/pool", 3)),
             owner: (("/apply/interests", 5),)}
    for person, addresses in pages.items():
        visitor.sign_in(person)
        for address, most in addresses:
            visitor.get(address)
            statements.clear()
            assert visitor.get(address).status_code == 200
            assert (address, len(statements)) == (address, most)


def test_twenty_challenges_a_page_and_thirty_of_the_pool(visitor, department, officer):
    for n in range(21):
        b.a_challenge(department=department, days=n + 1, title={"ko": f"{n:03}번 과제", "en": ""})
    for n in range(31):
        b.a_pool_entry(title=f"{n:03}번 제안")
    visitor.sign_in(officer)
    for address, gone in (("/challenges", "020번 과제"), ("/manage/challenges", "000번 과제"), ("/manage/matches", "020번 과제"),
                          ("/manage/pool", "000번 제안")):
        page = visitor.get(address).text
        following = page.split('class="page-navi next" rel="next" href="')[1].split('"')[0].replace("&amp;", "&")
        assert gone not in page and gone in visitor.get(following).text

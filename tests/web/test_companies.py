"""A company's pages: register once, change, invite, leave."""

import pytest
from sqlalchemy import select

from portal.accounts import queries
from portal.accounts.models import Company
from portal.foundation.db import db
from tests import builders as b
from tests.accounts.letters import templates_to
from tests.accounts.windows import each_request_starts_afresh  # noqa: F401
from tests.client import words_of

FILE = {"brn": "124-81-00998", "name_ko": "㈜보듬걸음(가상)", "representative": "이대표(가상)"}


def test_a_company_is_registered_and_shown(visitor):
    visitor.sign_in(b.a_user())
    assert "아직 등록된 기업이 없습니다" in words_of(visitor.get("/apply/company"))
    answer = visitor.post("/apply/company/new", data=FILE)
    assert answer.status_code == 302
    words = words_of(visitor.get(answer.headers["Location"]))
    assert "124-81-00998" in words
    assert "㈜보듬걸음(가상)" in words
    assert "㈜보듬걸음(가상)" in words_of(visitor.get("/apply/company"))


def test_a_company_that_is_here_is_said_beside_the_number_and_typing_stays(visitor):
    visitor.sign_in(b.a_user()).post("/apply/company/new", data=FILE)
    visitor.sign_in(b.a_user())
    page = visitor.post("/apply/company/new", data={**FILE, "name_ko": "다른 이름"})
    assert page.status_code == 422
    words = words_of(page)
    assert "대표 담당자에게 초대를 요청" in words
    assert "다른 이름" in page.get_data(as_text=True)
    assert db.session.scalars(select(Company)).all() != []


@pytest.mark.parametrize("odd", [
    "", "\x00", "😀" * 5000, "\u1112\u1161\u11ab", "-1", "1e309", "0001-01-01", "900101-1234567", "<b>"])
def test_odd_input_is_answered_kindly(visitor, odd):
    company = b.a_company()
    visitor.sign_in(b.an_owner(company))
    names = ("brn", "name_ko", "name_en", "representative", "address", "founded", "staff", "one_line", "version",
             "email", "role")
    for address in ("new", f"{company.id}/edit", f"{company.id}/invitations"):
        assert visitor.post(f"/apply/company/{address}", data=dict.fromkeys(names, odd)).status_code in (409, 422)
        assert visitor.post(f"/apply/company/{address}", data={}).status_code == 422


def test_the_second_of_two_editors_keeps_what_they_typed(visitor):
    company = b.a_company()
    visitor.sign_in(b.an_owner(company))
    seen = company.version
    visitor.post(f"/apply/company/{company.id}/edit", data={**FILE, "version": str(seen)})
    page = visitor.post(f"/apply/company/{company.id}/edit", data={**FILE, "one_line": "두 번째", "version": str(seen)})
    assert page.status_code == 409
    assert "두 번째" in page.get_data(as_text=True)
    assert "다른 사람이" in words_of(page) or "바뀌었습니다" in words_of(page)
    newer = {**FILE, "one_line": "두 번째", "version": str(company.version)}
    again = visitor.post(f"/apply/company/{company.id}/edit", data=newer)
    assert again.status_code == 302
    assert company.one_line == "두 번째"


@pytest.mark.parametrize("rows", [1, 30])
def test_members_read_the_same_however_many(visitor, statements, rows):
    company = b.a_company()
    owner = b.an_owner(company)
    for _n in range(rows):
        b.a_member(company)
    visitor.sign_in(owner)
    statements.clear()
    visitor.get(f"/apply/company/{company.id}/members")
    assert len(statements) == 4


def test_an_owner_invites_withdraws_and_removes(visitor):
    company = b.a_company()
    owner, member = b.an_owner(company), b.a_member(company)
    visitor.sign_in(owner)
    at = f"/apply/company/{company.id}"
    assert visitor.post(f"{at}/invitations", data={"email": "Colleague@company.kr", "role": "owner"}).status_code == 302
    assert templates_to("colleague@company.kr") == ["invitation"]
    assert "colleague@company.kr" in words_of(visitor.get(f"{at}/members"))
    (waiting,) = queries.open_invitations_to("company", company.id)
    assert visitor.post(f"{at}/invitations/{waiting.id}/withdraw").status_code == 302
    assert "colleague@company.kr" not in words_of(visitor.get(f"{at}/members"))
    assert visitor.post(f"{at}/members/{member.id}/make_owner").status_code == 302
    assert visitor.post(f"{at}/members/{member.id}/remove").status_code == 302
    assert visitor.post(f"{at}/members/{member.id}/remove").status_code == 404


def test_the_only_owner_reads_why_they_cannot_leave(visitor):
    company = b.a_company()
    visitor.sign_in(b.an_owner(company))
    at = f"/apply/company/{company.id}"
    assert "먼저 다른 구성원을 대표 담당자로" in words_of(visitor.get(f"{at}/members"))
    page = visitor.post(f"{at}/leave")
    assert page.status_code == 409
    assert "먼저 다른 구성원을 대표 담당자로" in words_of(page)


def test_a_member_sees_no_address_of_invited_people_and_leaves(visitor):
    company = b.a_company()
    owner, member = b.an_owner(company), b.a_member(company)
    visitor.sign_in(owner).post(f"/apply/company/{company.id}/invitations", data={"email": "x@company.kr", "role": "member"})
    visitor.sign_in(member)
    assert "x@company.kr" not in words_of(visitor.get(f"/apply/company/{company.id}/members"))
    assert visitor.post(f"/apply/company/{company.id}/leave").status_code == 302
    assert visitor.get(f"/apply/company/{company.id}").status_code == 404

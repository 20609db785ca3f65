"""The administrator's pages of people."""

import pytest

from portal.foundation import transactions
from tests import builders as b
from tests.accounts.windows import each_request_starts_afresh  # noqa: F401
from tests.client import visit, words_of


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_reads_the_same_however_many_people(visitor, statements, rows):
    for _n in range(rows):
        b.an_owner(b.a_company())
        b.an_officer(b.a_department())
    visitor.sign_in(b.an_administrator())
    statements.clear()
    visitor.get("/admin/people")
    assert len(statements) == 5


def test_people_are_paged_from_the_newest_by_their_number(visitor):
    people = [b.a_user(f"사람{n:02}(가상)") for n in range(40)]
    visitor.sign_in(b.an_administrator())
    first = words_of(visitor.get("/admin/people"))
    assert people[39].name in first
    assert people[5].name not in first
    last_seen = people[40 - 29].id
    second = words_of(visitor.get(f"/admin/people?before={last_seen}"))
    assert people[0].name in second
    assert people[39].name not in second


def test_someone_is_found_by_part_of_name_or_address(visitor):
    b.a_user("찾을사람(가상)", email="needle@company.kr")
    b.a_user("다른사람(가상)", email="other_100@company.kr")
    visitor.sign_in(b.an_administrator())
    assert "needle@company.kr" in words_of(visitor.get("/admin/people?words=NEEDLE"))
    assert "needle@company.kr" in words_of(visitor.get("/admin/people?words=찾을"))
    assert "other_100" not in words_of(visitor.get("/admin/people?words=찾을"))
    assert "other_100" in words_of(visitor.get("/admin/people?words=r_1"))
    assert "찾는 사람이 없습니다" in words_of(visitor.get("/admin/people?words=%25"))


def test_a_role_works_and_stops_working_from_the_next_page_on(visitor):
    someone, department = b.a_user(), b.a_department()
    theirs = visit(visitor.application).sign_in(someone)
    visitor.sign_in(b.an_administrator())
    visitor.post(f"/admin/people/{someone.id}/roles", data={"role": "administrator"})
    assert theirs.get("/admin/people").status_code == 200
    visitor.post(f"/admin/people/{someone.id}/roles", data={"role": f"officer:{department.id}"})
    words = words_of(visitor.get(f"/admin/people/{someone.id}"))
    assert "디지털도시과" in words
    role = next(one for one in someone.roles if one.name == "administrator")
    visitor.post(f"/admin/people/{someone.id}/roles/{role.id}/take")
    assert theirs.get("/admin/people").status_code == 404


@pytest.mark.parametrize("odd", ["", "manager", "officer:", "officer:999999", "officer:x", "administrator:1\x00", "officer:-1"])
def test_a_role_that_is_not_on_the_list_is_refused(visitor, odd):
    someone = b.a_user()
    visitor.sign_in(b.an_administrator())
    page = visitor.post(f"/admin/people/{someone.id}/roles", data={"role": odd})
    assert page.status_code in (302, 422)
    assert [role.name for role in someone.roles] in ([], ["administrator"] if odd.startswith("administrator") else [])


def test_the_last_administrator_is_told_why_not(visitor):
    admin = b.an_administrator()
    visitor.sign_in(admin)
    page = visitor.post(f"/admin/people/{admin.id}/roles/{admin.roles[0].id}/take")
    assert page.status_code == 409
    assert "한 명뿐인 관리자" in words_of(page)


def test_a_role_of_a_company_is_not_taken_here(visitor):
    owner = b.an_owner(b.a_company())
    visitor.sign_in(b.an_administrator())
    assert visitor.post(f"/admin/people/{owner.id}/roles/{owner.roles[0].id}/take").status_code == 404
    assert owner.roles


def test_a_closed_account_is_signed_out_at_once(visitor):
    someone = b.a_user()
    theirs = visit(visitor.application).sign_in(someone)
    visitor.sign_in(b.an_administrator())
    visitor.post(f"/admin/people/{someone.id}/deactivate")
    assert theirs.get("/account").status_code == 302
    assert "닫힌 계정" in words_of(visitor.get(f"/admin/people/{someone.id}"))
    visitor.post(f"/admin/people/{someone.id}/reactivate")
    transactions.commit()
    assert "사용 중" in words_of(visitor.get(f"/admin/people/{someone.id}"))

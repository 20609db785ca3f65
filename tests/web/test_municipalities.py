"""From an empty portal to a program with its manager, by pages alone; bad input, doubles and two people at once."""

import pytest

from portal.accounts.models import Department, Municipality
from portal.foundation import history
from portal.foundation.db import db
from portal.programs.models import Program
from tests import builders as b
from tests.client import words_of

CITY = {"code": "gn", "name_ko": "강남구(가상)", "name_en": "Gangnam (fictional)"}


@pytest.fixture
def window(visitor):
    return visitor.sign_in(b.an_administrator())


def a_city(window, code="GN"):
    window.post("/admin/municipalities/new", data={**CITY, "code": code})
    window.post(f"/admin/municipalities/{code}/departments", data={"new-name_ko": "디지털도시과", "new-name_en": "Digital City"})
    return db.session.query(Municipality).filter_by(code=code).one()


def told(**more):
    return {"code": "gn-oi", "title_ko": "오픈이노베이션", "department": db.session.query(Department).first().id,
            "operator_ko": "", "intake": ["demand_task", "free_proposal"], **more}


def test_an_empty_portal_is_set_up_by_pages(window):
    assert "지자체, 부서, 사업, 주무관 순서로" in words_of(window.get("/admin/municipalities"))
    assert "지자체, 부서, 사업, 주무관 순서로" in words_of(window.get("/admin/programs"))
    assert window.post("/admin/municipalities/new", data=CITY).location == "/admin/municipalities/GN"
    assert window.post("/admin/municipalities/GN/departments", data={"new-name_ko": "디지털도시과"}).status_code == 302
    assert window.post("/admin/programs/new", data=told()).status_code == 302
    program, someone = db.session.query(Program).one(), b.a_user()
    assert (program.code, program.municipality.code, program.intake) == ("GN-OI", "GN", ["demand_task", "free_proposal"])
    window.post("/admin/programs/GN-OI/appoint", data={"email": someone.email, "role": "manager"})
    assert someone.email in words_of(window.get("/admin/programs"))
    assert [entry.verb for entry in history.history_of(program)] == ["create", "appoint"]


def test_a_program_is_edited_on_record_and_keeps_its_code(window):
    a_city(window)
    window.post("/admin/programs/new", data=told())
    program = db.session.query(Program).one()
    changed = told(title_ko="새 이름", code="OTHER", version=program.version)
    assert window.post("/admin/programs/GN-OI/edit", data=changed).status_code == 302
    program = db.session.query(Program).one()
    assert (program.code, program.title["ko"]) == ("GN-OI", "새 이름")
    assert history.history_of(program)[-1].details == {"fields": ["title"]}
    stale = window.post("/admin/programs/GN-OI/edit", data={**changed, "title_ko": "늦은 이름"})
    assert stale.status_code == 409 and "늦은 이름" in stale.text


def test_a_program_stays_in_its_municipality(window):
    a_city(window)
    window.post("/admin/programs/new", data=told())
    far = b.a_department()
    answer = window.post("/admin/programs/GN-OI/edit", data=told(department=far.id, version=1))
    assert answer.status_code == 422 and "담당 부서를 골라 주세요" in words_of(answer)


@pytest.mark.parametrize("field, value", [
    ("code", ""), ("code", "가나다"), ("code", "A"), ("code", "A" * 21), ("code", "A/B"), ("code", "-A"), ("code", "😀😀"),
    ("code", "A\0"), ("name_ko", ""), ("name_ko", "   "), ("name_ko", "가" * 101), ("name_ko", "😀"), ("name_ko", "\0"),
    ("name_en", "x" * 5000)])
def test_what_cannot_be_taken_comes_back_with_the_reason(window, field, value):
    answer = window.post("/admin/municipalities/new", data={**CITY, field: value})
    assert answer.status_code == 422 and "error-summary" in answer.text and "Gangnam" in answer.text + CITY["name_en"]
    assert db.session.query(Municipality).count() == 0


@pytest.mark.parametrize("change", [{"department": "999999"}, {"department": "1e309"}, {"department": ""}, {"intake": []},
                                    {"intake": ["nonsense"]}, {"title_ko": ""}, {"code": "GN OI"}])
def test_a_program_that_lacks_something_is_not_set_up(window, change):
    a_city(window)
    answer = window.post("/admin/programs/new", data=told(**change))
    assert answer.status_code == 422 and "error-summary" in answer.text
    assert db.session.query(Program).count() == 0


def test_a_double_click_makes_one(window):
    city = a_city(window)
    assert window.post("/admin/municipalities/new", data=CITY).status_code == 422
    again = window.post(f"/admin/municipalities/{city.code}/departments", data={"new-name_ko": "디지털도시과"})
    assert again.status_code == 422 and "같은 이름의 부서가 이미 있습니다" in words_of(again)
    window.post("/admin/programs/new", data=told())
    assert "이미 쓰고 있는 코드" in words_of(window.post("/admin/programs/new", data=told()))


def test_composed_hangul_is_kept_and_a_name_typed_in_parts_is_the_same_name(window):
    import unicodedata
    city = a_city(window)
    parts = unicodedata.normalize("NFD", "디지털도시과")
    assert window.post(f"/admin/municipalities/{city.code}/departments", data={"new-name_ko": parts}).status_code == 422


def test_two_people_rename_at_once_and_the_second_keeps_their_words(window):
    city = a_city(window)
    unit = db.session.query(Department).one()
    for address, row in ((f"/admin/municipalities/{city.code}", city),
                         (f"/admin/municipalities/{city.code}/departments/{unit.id}", unit)):
        version = db.session.get(type(row), row.id).version
        assert window.post(address, data={"name_ko": "앞사람", "version": version}).status_code == 302
        late = window.post(address, data={"name_ko": "뒷사람", "version": version})
        assert late.status_code == 409 and "뒷사람" in late.text
        assert db.session.get(type(row), row.id).name["ko"] == "앞사람"


def test_a_department_of_another_municipality_is_not_here(window):
    city, far = a_city(window), b.a_department()
    assert window.get(f"/admin/municipalities/{city.code}/departments/{far.id}").status_code == 404


@pytest.mark.parametrize("rows", [1, 30])
def test_the_pages_read_a_constant_number_of_statements(window, statements, rows):
    for _n in range(rows):
        b.a_program()
    for address in ("/admin/municipalities", "/admin/programs"):
        window.get(address)
        statements.clear()
        assert window.get(address).status_code == 200
        assert len(statements) == {"/admin/municipalities": 3, "/admin/programs": 4}[address]

"""Nothing typed is lost when a sign-in runs out: it waits, is shown, and is sent again only by the person's own hand."""

import html
import re

import pytest
from sqlalchemy import select

from portal.accounts import passwords
from portal.accounts.models import Company
from portal.foundation.db import db
from portal.web.accounts.resuming import MOST_BYTES
from tests import builders as b
from tests.accounts.windows import each_request_starts_afresh  # noqa: F401
from tests.client import words_of

PASSWORD = "느티나무 아래 파란 우산"
TEXT = "여러 줄로\r\n쓴 “글” <b>& 더\n"
COMPANY = {"brn": "124-81-00998", "name_ko": "㈜보듬걸음(가상)", "representative": "이대표(가상)", "one_line": TEXT}


def a_person():
    return b.a_user(password_hash=passwords.hash_of_password(PASSWORD))


def hidden(page):
    """The hidden inputs of the main form of a page, by name."""
    text = page.get_data(as_text=True).split('<main id="content"')[1]
    return {html.unescape(name): html.unescape(value)
            for name, value in re.findall(r'<input type="hidden" name="([^"]+)" value="([^"]*)"', text)}


def typed_in(page):
    return {name: value for name, value in hidden(page).items() if name.startswith("typed")}


def test_what_was_typed_survives_the_end_of_the_sign_in(visitor):
    user = a_person()
    asked = visitor.post("/apply/company/new", data=COMPANY)
    assert asked.status_code == 401
    assert "4개 항목을 이 화면에 보관" in words_of(asked)
    carried = typed_in(asked)
    assert carried["typed:one_line"] == TEXT
    shown = visitor.post("/sign-in", data={"email": user.email, "password": PASSWORD, **carried})
    assert shown.status_code == 200
    assert "아직 보내지 않았으니" in words_of(shown)
    assert db.session.scalars(select(Company)).first() is None, "never sent by itself"
    again = hidden(shown)
    assert 'action="/apply/company/new"' in shown.get_data(as_text=True)
    done = visitor.post("/apply/company/new", data=again, without_token=True)
    assert done.status_code == 302, "the token of the page is fresh"
    assert db.session.scalars(select(Company)).one().one_line == " ".join(TEXT.split())


def test_a_wrong_password_in_between_loses_nothing(visitor):
    user = a_person()
    carried = typed_in(visitor.post("/apply/company/new", data=COMPANY))
    wrong = visitor.post("/sign-in", data={"email": user.email, "password": "wrong", **carried})
    assert wrong.status_code == 422
    assert typed_in(wrong) == carried


def test_passwords_tokens_and_files_are_not_carried(visitor):
    from io import BytesIO
    data = {"current": "secret-one", "password": "secret-two", "name": "이름", "file": (BytesIO(b"x"), "plan.pdf")}
    page = visitor.post("/account/password", data=data, content_type="multipart/form-data")
    text = page.get_data(as_text=True)
    assert page.status_code == 401
    assert "secret" not in text
    assert set(hidden(page)) - {"csrf_token", "next"} == {"typed_to", "typed_files", "typed:name"}
    assert "파일은 보관할 수 없습니다" in words_of(page)


def test_an_old_page_of_someone_signed_in_is_sent_again_with_a_fresh_token(visitor):
    visitor.sign_in(a_person())
    page = visitor.post("/apply/company/new", data=COMPANY, without_token=True)
    assert page.status_code == 400
    assert "입력하신 내용" in words_of(page)
    assert visitor.post("/apply/company/new", data=hidden(page), without_token=True).status_code == 302


def test_an_old_page_of_someone_signed_out_asks_to_sign_in(visitor):
    page = visitor.post("/apply/company/new", data=COMPANY, without_token=True)
    assert page.status_code == 401
    assert hidden(page)["typed:name_ko"] == COMPANY["name_ko"]


def test_an_old_sign_in_page_only_has_to_be_sent_again(visitor):
    typed = {"email": "x@company.kr", "typed_to": "/apply/company/new", "typed:a": "b"}
    page = visitor.post("/sign-in", data=typed, without_token=True)
    assert page.status_code == 400
    assert hidden(page)["typed:a"] == "b"


def test_an_old_public_form_is_sent_again_without_signing_in(visitor):
    page = visitor.post("/register", data={"email": "x@company.kr", "name": "이름", "password": PASSWORD}, without_token=True)
    assert page.status_code == 400
    assert PASSWORD not in page.get_data(as_text=True)
    assert visitor.post("/register", data=hidden(page), without_token=True).status_code == 422


@pytest.mark.parametrize("elsewhere", ["https://evil.example/", "//evil.example", "/\\evil.example"])
def test_what_was_typed_is_never_sent_elsewhere(visitor, elsewhere):
    user = a_person()
    answer = visitor.post("/sign-in", data={"email": user.email, "password": PASSWORD, "typed_to": elsewhere, "typed:a": "b"})
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/apply"


def test_autosave_and_programs_get_a_bare_401(visitor):
    page = visitor.post("/apply/company/new", data=COMPANY, headers={"HX-Request": "true"})
    assert (page.status_code, page.mimetype) == (401, "text/plain")
    assert visitor.get("/account", headers={"HX-Request": "true"}).status_code == 401
    answer = visitor.get("/account", headers={"Accept": "application/json"})
    assert (answer.status_code, answer.mimetype) == (401, "application/json")


def test_too_much_to_carry_is_said_instead_of_cut(visitor):
    page = visitor.post("/apply/company/new", data={"text": "x" * (MOST_BYTES + 1)})
    assert page.status_code == 401
    assert "창을 닫지 마시고" in words_of(page)
    assert "typed:text" not in hidden(page)
    many = visitor.post("/apply/company/new", data={f"n{n}": "" for n in range(1600)})
    assert "typed:n1" not in hidden(many)


def test_fields_of_the_same_name_all_come_back(visitor):
    page = visitor.post("/apply/company/new", data={"site": ["one", "two"]})
    assert re.findall(r'name="typed:site" value="(\w+)"', page.get_data(as_text=True)) == ["one", "two"]

"""Registering, signing in and out, passwords and one's own account, as people meet them."""

import re

import pytest

from portal.accounts import operations, passwords
from portal.accounts.models import FailedSignIn, SignIn
from portal.accounts.queries import find_user_by_email, sign_ins_of
from portal.foundation.db import db
from tests import builders as b
from tests.accounts.letters import link_in_last, templates_to
from tests.accounts.windows import each_request_starts_afresh  # noqa: F401
from tests.client import visit, words_of

PASSWORD = "느티나무 아래 파란 우산"
OTHER = "자전거 도둑과 노란 방석"
ADDRESS = "new@company.kr"


def a_person(**more):
    return b.a_user(password_hash=passwords.hash_of_password(PASSWORD), **more)


def register(visitor, **more):
    typed = {"email": ADDRESS, "name": "새사람(가상)", "password": PASSWORD, "locale": "ko", **more}
    return visitor.post("/register", data=typed)


def sign_in(visitor, user, password=PASSWORD, **more):
    return visitor.post("/sign-in", data={"email": user.email, "password": password, **more})


def test_from_registering_to_the_first_page(visitor):
    assert visitor.get("/register?next=/apply/company/new").status_code == 200
    assert register(visitor, next="/apply/company/new").headers["Location"] == "/register/sent"
    assert ADDRESS in words_of(visitor.get("/register/sent"))
    link = link_in_last(ADDRESS)
    assert "내 이메일이 맞습니다" in words_of(visitor.get(link))
    assert find_user_by_email(ADDRESS).confirmed_at is None, "opening the link alone does nothing: mail scanners open links"
    assert visitor.post(link).headers["Location"] == "/sign-in?next=/apply/company/new"
    assert "쓸 수 없는 링크" in words_of(visitor.get(link))
    answer = sign_in(visitor, find_user_by_email(ADDRESS), next="/apply/company/new")
    assert answer.headers["Location"] == "/apply/company/new"
    assert visitor.get("/apply/company/new").status_code == 200


def test_known_and_unknown_addresses_get_the_same_answer(visitor):
    a_person(email=ADDRESS)
    known, unknown = register(visitor), register(visitor, email="unknown@company.kr")
    assert (known.status_code, known.headers["Location"]) == (unknown.status_code, unknown.headers["Location"])
    one = visitor.post("/reset", data={"email": ADDRESS})
    other = visitor.post("/reset", data={"email": "nobody@company.kr"})
    assert (one.status_code, one.headers["Location"]) == (other.status_code, other.headers["Location"])


def test_what_was_typed_stays_but_not_the_password(visitor):
    page = register(visitor, email="없는주소", password="short")
    assert page.status_code == 422
    text = page.get_data(as_text=True)
    assert "없는주소" in text
    assert "새사람(가상)" in text
    assert "short" not in text


def test_wrong_and_unknown_say_the_same_and_are_remembered(visitor):
    user = a_person()
    one = visitor.post("/sign-in", data={"email": user.email, "password": "wrong"})
    other = visitor.post("/sign-in", data={"email": "nobody@company.kr", "password": "wrong"})
    assert one.status_code == other.status_code == 422
    assert words_of(one) == words_of(other)
    assert db.session.query(FailedSignIn).count() == 2


def test_after_five_wrong_tries_one_waits(visitor):
    user = a_person()
    for _n in range(5):
        sign_in(visitor, user, "wrong")
    page = sign_in(visitor, user)
    assert (page.status_code, page.headers["Retry-After"]) == (429, "900")
    assert "15분 뒤에" in words_of(page)
    assert sign_in(visit(visitor.application), a_person()).status_code == 302


def test_a_new_session_begins_at_sign_in_and_keeps_the_language(visitor):
    visitor.post("/language", data={"locale": "en"})
    with visitor.session_transaction() as cookie:
        cookie["planted"], before = "by a stranger", cookie.get("csrf_token")
    sign_in(visitor, a_person())
    with visitor.session_transaction() as cookie:
        assert "planted" not in cookie
        assert cookie.get("csrf_token") != before
        assert cookie["locale"] == "en"


@pytest.mark.parametrize("wanted", [
    "//evil.example", "/\\evil.example", "https://evil.example/", "/\t/evil.example", "javascript:alert(1)",
    "/\r\nSet-Cookie: a=b", "evil.example", "/ /x", "\\\\evil.example", ""])
def test_one_never_lands_elsewhere(visitor, wanted):
    assert sign_in(visitor, a_person(), next=wanted).headers["Location"] == "/apply"
    assert visitor.post("/language", data={"locale": "ko", "next": wanted}).headers["Location"] == "/"


def test_a_protected_page_comes_back_after_signing_in(visitor):
    answer = visitor.get("/apply/company?x=%ED%95%9C")
    assert answer.status_code == 302
    page = visitor.get(answer.headers["Location"])
    wanted = re.search(r'id="next"[^>]* value="([^"]+)"', page.get_data(as_text=True)).group(1)
    assert sign_in(visitor, a_person(), next=wanted).headers["Location"] == "/apply/company?x=%ED%95%9C"


def test_signing_out_ends_the_sign_in_on_the_server(visitor):
    user = a_person()
    sign_in(visitor, user)
    cookie = visitor.get_cookie("portal").value
    assert visitor.post("/sign-out").headers["Location"] == "/"
    assert visitor.get("/account").status_code == 302
    visitor.set_cookie("portal", cookie)
    assert visitor.get("/account").status_code == 302, "the old cookie does not work again"
    assert visitor.post("/sign-out").status_code == 302


def test_a_forgotten_password_is_set_anew(visitor):
    user = a_person()
    elsewhere = visit(visitor.application)
    sign_in(elsewhere, user)
    visitor.post("/reset", data={"email": user.email})
    assert user.email in words_of(visitor.get("/reset/sent"))
    link = link_in_last(user.email)
    assert visitor.get(link).status_code == 200
    assert visitor.post(link, data={"password": "company2026"}).status_code == 422
    assert visitor.post(link, data={"password": OTHER}).headers["Location"] == "/sign-in"
    assert visitor.get(link).status_code == visitor.post(link, data={"password": OTHER}).status_code == 404
    assert elsewhere.get("/account").status_code == 302
    assert sign_in(visitor, user, OTHER).status_code == 302
    assert templates_to(user.email) == ["reset_password", "password_changed"]


def test_ones_account_shows_and_changes_ones_data(visitor, statements):
    user = a_person()
    visitor.sign_in(user)
    statements.clear()
    visitor.get("/account")
    assert len(statements) == 3
    typed = {"name": "  새 이름(가상)\u0000 ", "phone": "02-1234-5678", "locale": "en"}
    assert visitor.post("/account", data=typed).status_code == 302
    assert (user.name, user.phone, user.locale) == ("새 이름(가상)", "02-1234-5678", "en")
    assert "About me" in words_of(visitor.get("/account"))
    page = visitor.post("/account", data={"name": "", "phone": "900101-1234567", "locale": "fr"})
    assert page.status_code == 422


def test_a_sign_in_elsewhere_is_ended_from_ones_account(visitor):
    user = a_person()
    elsewhere = visit(visitor.application)
    sign_in(elsewhere, user)
    sign_in(visitor, user)
    first = sign_ins_of(user)[-1]
    assert visitor.post(f"/account/sign-ins/{first.id}/end").status_code == 302
    assert elsewhere.get("/account").status_code == 302
    assert visitor.get("/account").status_code == 200


def test_nobody_ends_a_strangers_sign_in(visitor):
    other = visit(visitor.application).sign_in(b.a_user())
    theirs = db.session.query(SignIn).one()
    visitor.sign_in(b.a_user())
    assert visitor.post(f"/account/sign-ins/{theirs.id}/end").status_code == 404
    assert other.get("/account").status_code == 200


def test_the_password_is_changed_with_the_current_one(visitor):
    user = a_person()
    sign_in(visitor, user)
    page = visitor.post("/account/password", data={"current": "wrong", "password": OTHER})
    assert page.status_code == 422
    assert OTHER not in page.get_data(as_text=True)
    assert visitor.post("/account/password", data={"current": PASSWORD, "password": OTHER}).status_code == 302
    assert visitor.get("/account").status_code == 200
    assert sign_in(visit(visitor.application), user, OTHER).status_code == 302


def test_the_language_is_remembered_for_letters_too(visitor):
    user = a_person(locale="ko")
    visitor.sign_in(user)
    visitor.post("/language", data={"locale": "en", "next": "/account"})
    assert user.locale == "en"
    visitor.post("/language", data={"locale": "xx"})
    assert user.locale == "en"


@pytest.mark.parametrize("odd", [
    "", "\x00", "😀" * 5000, "\u1112\u1161\u11ab", "1e309", "'; DROP TABLE user; --", "\ud800", "<script>"])
@pytest.mark.parametrize("address", [
    "/register", "/sign-in", "/reset", "/confirm/x", "/reset/x", "/invitations/x", "/language"])
def test_odd_input_is_answered_kindly(visitor, address, odd):
    value = odd.encode("utf-8", "replace").decode()
    names = ("email", "name", "password", "locale", "next", "typed_to", "typed:title", "typed_files")
    assert visitor.post(address, data=dict.fromkeys(names, value)).status_code < 500
    assert visitor.get(f"{address}?next={'%00' if odd == chr(0) else 'x'}&words=1e309&before=-1").status_code < 500


def test_an_invitation_is_shown_to_anyone_and_taken_by_one(visitor):
    company = b.a_company()
    owner = b.an_owner(company)
    operations.invite_to_company(company, ADDRESS, "member", by=owner)
    link = link_in_last(ADDRESS)
    words = words_of(visitor.get(link))
    assert owner.name in words
    assert company.name_ko in words
    assert ADDRESS not in words
    visitor.sign_in(b.a_user())
    assert "다른 이메일로 보낸" in words_of(visitor.get(link))
    assert visitor.post(link).status_code == 403
    window = visit(visitor.application).sign_in(a_person(email=ADDRESS))
    assert window.post(link).headers["Location"] == f"/apply/company/{company.id}"
    assert window.get(f"/apply/company/{company.id}").status_code == 200
    assert window.post(link).status_code == 409

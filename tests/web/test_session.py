"""Who is here, in which language, with which rooms; and what protects every answer."""

import pytest

from portal.accounts.models import Nobody
from portal.foundation.db import db
from portal.web.session import rooms_of
from tests import builders as b
from tests.client import words_of

HEADERS = {
    "Content-Security-Policy": "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
                               "frame-ancestors 'none'; form-action 'self'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def test_each_role_has_a_key_to_its_room_and_every_room_comes_once():
    call = b.a_call()
    department = call.program.department
    for user, rooms in (
        (Nobody(), []), (b.a_user(), ["apply"]), (b.an_owner(b.a_company()), ["apply"]),
        (b.a_seat(call).user, ["apply", "review"]), (b.a_manager(call), ["apply", "manage"]),
        (b.an_approver(call), ["apply", "manage"]), (b.an_officer(department), ["apply", "manage"]),
        (b.an_administrator(), ["apply", "admin"]),
    ):
        assert rooms_of(user) == rooms, user
    many = b.with_role(b.a_manager(call), "officer", "department", department.id)
    b.with_role(many, "administrator", "portal", 0)
    assert rooms_of(many) == ["apply", "manage", "admin"]


@pytest.mark.parametrize(("chosen", "own", "browser", "read"), [
    ("en", "ko", "ko", "en"), ("ko", "en", "en", "ko"), (None, "en", "ko", "en"), (None, "ko", "en", "ko"),
    (None, None, "en-US,en;q=0.9", "en"), (None, None, "ko-KR,en;q=0.5", "ko"), (None, None, "fr", "ko"),
    (None, None, "en;q=0.3,ko-KR;q=0.8", "ko"), (None, None, "fr,en-GB", "en"), (None, None, "en;q=0", "ko"), (None, None, "*", "ko"),
    (None, None, None, "ko"), ("fr", None, "en", "en"),
])
def test_the_language_is_the_one_chosen_by_hand_then_ones_own_then_the_browsers_then_korean(visitor, chosen, own, browser, read):
    if own:
        visitor.sign_in(b.a_user(locale=own))
    if chosen:
        with visitor.session_transaction() as cookie:
            cookie["locale"] = chosen
    page = visitor.get("/calls", headers={"Accept-Language": browser} if browser else {})
    assert f'<html lang="{read}"' in page.get_data(as_text=True)


@pytest.mark.parametrize("room", ["apply", "review", "manage", "admin"])
def test_a_room_is_told_by_the_first_part_of_the_address_and_shows_its_pages_to_those_inside_only(visitor, room):
    page = visitor.get(f"/{room}/no-such-page").get_data(as_text=True)
    assert f'class="room-{room} ' in page and "room-pages" not in page
    visitor.sign_in(b.an_administrator())
    page = visitor.get(f"/{room}/no-such-page").get_data(as_text=True)
    assert f'class="room-{room} ' in page and ("room-pages" in page) is (room != "manage")
    assert 'class="room-public ' in visitor.get("/no-such-page").get_data(as_text=True)


def test_a_sign_in_that_ended_is_nobody_from_the_next_page_on(visitor):
    user = b.a_user()
    visitor.sign_in(user)
    assert user.name in words_of(visitor.get("/account"))
    from portal.accounts.models import SignIn
    db.session.query(SignIn).delete()
    assert visitor.get("/account").status_code == 302


def test_every_answer_carries_every_header_whoever_asks_and_however_it_ends(visitor):
    for address, status in (("/", 200), ("/no-such-page", 404), ("/apply", 302), ("/static/css/forms.css", 200)):
        answer = visitor.get(address)
        assert answer.status_code == status
        assert {name: answer.headers.get(name) for name in HEADERS} == HEADERS, address
        assert "Strict-Transport-Security" not in answer.headers


def test_pages_are_kept_by_no_cache_and_the_portals_own_files_may_be(visitor):
    page, file = visitor.get("/"), visitor.get("/static/css/forms.css")
    assert page.headers["Cache-Control"] == "no-store" and "Cookie" in page.headers["Vary"]
    assert file.headers["Cache-Control"] != "no-store"


def test_behind_https_browsers_are_told_to_stay_there(app, visitor):
    app.config["HTTPS"] = True
    try:
        assert visitor.get("/").headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    finally:
        app.config["HTTPS"] = False


def test_an_address_with_a_nul_in_it_is_simply_not_here_and_the_database_never_hears_of_it(visitor, statements):
    for address in ("/calls/%00", "/%00", "/static/%00.css"):
        assert visitor.get(address).status_code == 404
    assert statements == []


def test_text_that_is_far_too_long_is_refused_before_it_is_read_and_a_long_one_is_taken(visitor):
    assert visitor.post("/language", data={"locale": "en", "x": "y" * 3_900_000}).status_code == 302
    assert visitor.post("/language", data={"locale": "en", "x": "y" * 4_300_000}).status_code == 413

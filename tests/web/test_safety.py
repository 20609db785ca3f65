"""What every answer carries, and what every refusal says."""

import pytest

from tests import builders as b
from tests.client import words_of

HEADERS = {
    "X-Content-Type-Options": "nosniff", "Referrer-Policy": "same-origin", "Cache-Control": "no-store",
    "Cross-Origin-Opener-Policy": "same-origin",
}


def test_every_page_carries_the_headers(visitor):
    for address in ("/", "/calls", "/no-such-page"):
        answer = visitor.get(address)
        for name, value in HEADERS.items():
            assert answer.headers[name] == value, f"{name} at {address}"
        policy = answer.headers["Content-Security-Policy"]
        assert "default-src 'self'" in policy
        assert "unsafe" not in policy
        assert "Cookie" in answer.headers["Vary"]


def test_a_missing_page_is_friendly_and_has_a_code(visitor):
    answer = visitor.get("/no-such-page")
    words = words_of(answer)
    assert answer.status_code == 404
    assert "찾으시는 화면이 없습니다" in words
    assert "Traceback" not in words


def test_the_wrong_method_is_named_as_such(visitor):
    answer = visitor.post("/calls")
    assert answer.status_code == 405
    assert "GET" in answer.headers["Allow"]


def test_a_form_without_its_token_changes_nothing(visitor):
    answer = visitor.post("/language", data={"locale": "en"}, without_token=True)
    assert answer.status_code == 400
    assert "보내지 못했습니다" in words_of(answer)


def test_too_large_a_body_is_refused_with_the_limit(visitor):
    answer = visitor.post("/language", data={"locale": "x" * 5_000_000})
    assert answer.status_code == 413
    assert "64 MB" in words_of(answer)


def test_a_crash_shows_no_trace_and_a_code(app, visitor, monkeypatch):
    from portal.web import home

    def broken(*_args, **_kwargs):
        raise RuntimeError("the secret inside")

    monkeypatch.setattr(home.queries, "calls_in_phase", broken)
    answer = visitor.get("/")
    words = words_of(answer)
    assert answer.status_code == 500
    assert "secret" not in answer.get_data(as_text=True)
    assert "저희 쪽에서 문제가 생겼습니다" in words


def test_a_database_that_does_not_answer_is_a_503_with_a_time_to_come_back(visitor, monkeypatch):
    from sqlalchemy.exc import OperationalError

    from portal.web import home

    def locked(*_args, **_kwargs):
        raise OperationalError("select", {}, Exception("database is locked"))

    monkeypatch.setattr(home.queries, "calls_in_phase", locked)
    answer = visitor.get("/")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"] == "5"


@pytest.mark.parametrize("where", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_going_back_never_leaves_the_portal(visitor, where):
    answer = visitor.post("/language", data={"locale": "en", "next": where})
    assert answer.headers["Location"] == "/"


def test_the_chosen_language_stays(visitor):
    visitor.post("/language", data={"locale": "en", "next": "/calls"})
    assert "Calls" in words_of(visitor.get("/calls"))
    visitor.post("/language", data={"locale": "ko"})
    assert "공고" in words_of(visitor.get("/calls"))


@pytest.mark.parametrize("number", ["2147483648", "9" * 30])
def test_a_number_that_no_row_can_have_is_no_address(visitor, number):
    visitor.sign_in(b.a_manager(b.a_program()))
    for address in (f"/challenges/{number}", f"/manage/offers/{number}", f"/sites/S1/photos/{number}"):
        assert visitor.get(address).status_code == 404, address


def test_a_page_that_is_not_public_asks_for_a_sign_in_and_remembers_the_way(visitor):
    answer = visitor.get("/apply")
    assert answer.status_code == 302
    assert "next=" in answer.headers["Location"]


def test_every_page_of_the_demo_says_that_it_is_one(visitor):
    b.a_call("open")
    for address in ("/", "/calls", "/no-such-page"):
        assert "데모" in words_of(visitor.get(address))


def test_the_government_masthead_stays_off(visitor):
    assert "공식 전자정부 누리집" not in words_of(visitor.get("/"))

"""The same portal without JavaScript, in English, on a phone, and without a mouse."""

import pytest

from portal.accounts.passwords import hash_of_password
from portal.foundation import transactions
from portal.foundation.db import db
from tests import builders as b
from tests.journeys import steps


@pytest.fixture
def call_code(running):
    with running.app.app_context():
        code = b.a_call("open").code
        transactions.commit()
        db.session.remove()
    return code


@pytest.fixture
def member(running):
    with running.app.app_context():
        user = b.a_member(b.a_company())
        user.password_hash = hash_of_password(steps.PASSWORD)
        email = user.email
        transactions.commit()
        db.session.remove()
    return email


def test_a_call_reads_without_javascript_in_english_on_a_phone(running, person, call_code):
    reader = person(width=360, locale="en-US", java_script_enabled=False)
    reader.page.goto(f"{running.url}/calls/{call_code}")
    for words in ("What it is for", "Who may apply", "Demonstration plan", "Apply for this call"):
        assert reader.page.get_by_text(words).first.is_visible(), words
    reader.page.get_by_role("button", name="한국어").click()
    reader.page.get_by_text("사업 목적").first.wait_for(state="visible")


def test_signing_in_and_out_needs_no_mouse(running, person, member):
    page = person().open("/sign-in")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent.trim()") == "본문 바로가기"
    for _key in range(30):
        if page.evaluate("document.activeElement.name") == "email":
            break
        page.keyboard.press("Tab")
    outline = page.evaluate("getComputedStyle(document.activeElement).outlineStyle + getComputedStyle(document.activeElement).boxShadow")
    assert outline not in ("nonenone", "none"), "the focus cannot be seen"
    page.keyboard.type(member)
    page.keyboard.press("Tab")
    page.keyboard.type(steps.PASSWORD)
    page.keyboard.press("Enter")
    page.wait_for_url("**/apply")
    assert page.get_by_role("heading", level=1, name="내 업무").is_visible()


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_the_first_pages_hold_at_every_width(running, person, member, call_code, width):
    someone = person(width=width)
    for address in ("/", "/calls", f"/calls/{call_code}", "/register", "/sign-in", "/reset", "/no-such-page"):
        someone.open(address)
    steps.signs_in(someone, member)
    for address in ("/apply", "/apply/company", "/apply/pilots", "/account", f"/apply/calls/{call_code}/new"):
        someone.open(address)


def test_body_text_is_17_px_and_korean_words_stay_whole(running, person):
    page = person().open("/")
    assert page.evaluate("getComputedStyle(document.querySelector('main p')).fontSize") in ("17px", "19px")
    assert page.evaluate("getComputedStyle(document.body).fontSize") == "17px"
    assert page.evaluate("getComputedStyle(document.body).wordBreak") == "keep-all"
    assert "Pretendard GOV" in page.evaluate("getComputedStyle(document.body).fontFamily")

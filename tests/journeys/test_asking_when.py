"""A form that follows its answers in a real browser: questions come and go at once, and nothing typed is lost."""

import pytest

from portal.accounts.passwords import hash_of_password
from portal.foundation import transactions
from portal.foundation.db import db
from tests import builders as b
from tests.calls.asking import FOLLOWS, KIND, a_body, a_question
from tests.calls.test_kinds_of_answers import ALL
from tests.calls.test_rules import a_rule, a_total
from tests.calls.test_self_check import CHECKS
from tests.calls.test_tracks import FREE, TASK
from tests.journeys import steps

SHORT = a_question("short", "text", max_chars=100, max_words=2)


@pytest.fixture
def written(running):
    with running.app.app_context():
        draft = b.a_proposal(call=b.a_call(definition=a_body(KIND, FOLLOWS, SHORT)))
        draft.owner.password_hash = hash_of_password(steps.PASSWORD)
        made = (draft.owner.email, f"/apply/proposals/{draft.id}/sections/summary")
        transactions.commit()
        db.session.remove()
        return made


@pytest.mark.parametrize("width", [360, 1280])
def test_a_question_comes_and_goes_with_the_answer(written, person, width):
    email, address = written
    someone = person(width=width)
    steps.signs_in(someone, email)
    page = someone.open(address)
    follower = page.locator("#question-street_name")
    assert not follower.is_visible()
    page.select_option("[name=q-kind]", "street")
    follower.wait_for(state="visible")
    someone.reads("이 답에 따라 질문이 1개 더 나왔습니다")
    someone.look()
    page.fill("[name=q-street_name]", "가온대로")
    page.select_option("[name=q-kind]", "indoor")
    follower.wait_for(state="hidden")
    page.select_option("[name=q-kind]", "street")
    assert page.input_value("[name=q-street_name]") == "가온대로"
    page.fill("[name=q-short]", "하나 둘 셋")
    assert "1낱말 넘었습니다" in page.locator("[data-unit=words]").inner_text()
    page.click("button[value=next]")
    page.wait_for_url("**/sections/plan*")
    assert someone.open(address).locator("#question-street_name").is_visible()


def test_without_scripts_the_next_save_brings_it_up(written, person):
    email, address = written
    someone = person(java_script_enabled=False)
    someone.look = lambda: None  # axe needs scripts
    steps.signs_in(someone, email)
    page = someone.open(address)
    page.select_option("[name=q-kind]", "street")
    assert not page.locator("#question-street_name").is_visible()
    page.click("button[value=next]")
    assert page.locator("#question-street_name").is_visible() and page.url.endswith("#question-street_name")


@pytest.mark.parametrize("width", [360, 1280])
def test_the_pages_around_the_form_are_for_everyone(running, person, width):
    with running.app.app_context():
        rule = a_rule("budget:own_share", "at_least", percent=10, right="budget:total")
        call = b.a_call(definition=a_body(KIND, FOLLOWS, *ALL, tracks=[FREE, TASK], self_check=CHECKS, rules=[rule],
                                          totals=[a_total("budget:self_cash", "budget:self_inkind")]))
        draft, manager = b.a_proposal(call=call), b.a_manager(call)
        b.a_revision(call)
        for user in (draft.owner, manager):
            user.password_hash = hash_of_password(steps.PASSWORD)
        code, here, owner, officer = call.code, f"/apply/proposals/{draft.id}", draft.owner.email, manager.email
        place = len(call.definition.questions) - len(ALL) - 1
        transactions.commit()
        db.session.remove()
    company, desk = person(width=width), person(width=width)
    company.open(f"/calls/{code}/self-check")
    company.open(f"/calls/{code}/self-check?track=task&done=1&q-company=no&q-debts=no&q-small=no")
    steps.signs_in(company, owner)
    for address in (here, f"{here}/sections/summary?check=1", f"{here}/sections/budget", f"{here}/review"):
        company.open(address)
    steps.signs_in(desk, officer)
    for rest in ("tracks", "tracks/tracks/1", "tracks/self_check/1", "form", "form/rules/0", f"form/questions/{place}",
                 "try", "try/sections/summary?track=task&check=1"):
        desk.open(f"/manage/calls/{code}/build/{rest}")

"""The check of oneself before the form: what answers mean, told with reasons and a way on, to anyone, without a trace."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from portal.calls.answers.self_checks import outcome_of
from portal.calls.definition import Definition, DefinitionError
from portal.foundation import transactions
from tests import builders as b
from tests.calls.asking import a_body, words
from tests.calls.test_tracks import FREE, TASK
from tests.client import words_of


def a_check(key, disqualifies="no", effect="blocks", **more):
    return {"key": key, "question": words(f"{key}?"), "disqualifies": disqualifies, "effect": effect, "why": words(f"why {key}"), **more}


CHECKS = [a_check("company"), a_check("debts", "yes", advice=words("Pay them first.")), a_check("small", "no", "warns")]
FINE = {"q-company": "yes", "q-debts": "no", "q-small": "yes", "done": "1"}


def call_with(*checks, **more):
    call = b.a_call(definition=a_body(self_check=list(checks or CHECKS), **more))
    transactions.commit()
    return call


def asked(visitor, call, **answers):
    return visitor.get(f"/calls/{call.code}/self-check", query_string=answers)


def test_anyone_checks_without_an_account(visitor):
    call = call_with()
    assert f"/calls/{call.code}/self-check" in visitor.get(f"/calls/{call.code}").text
    assert "답은 저장하지 않으며" in words_of(asked(visitor, call))
    page = asked(visitor, call, **FINE)
    assert page.status_code == 200 and "답하신 내용으로는 신청할 수 있습니다" in words_of(page)
    assert f'href="/apply/calls/{call.code}/new"' in page.text


def test_what_stands_in_the_way_is_told_with_its_reason_and_what_to_do(visitor):
    page = asked(visitor, call_with(), **{**FINE, "q-debts": "yes", "q-small": "no"})
    said = words_of(page)
    assert "지금 답으로는 신청할 수 없습니다" in said and "why debts Pay them first." in said and "why small" in said
    assert "why company" not in said and "시에 질문하기" in said and "그래도 신청 시작하기" in said


def test_a_warning_leaves_the_way_open(visitor):
    said = words_of(asked(visitor, call_with(), **{**FINE, "q-small": "no"}))
    assert "먼저 다음을 확인해 주세요" in said and "why small" in said and "신청할 수 없습니다" not in said


@pytest.mark.parametrize("nonsense", ["", "maybe", "\x00", "💥" * 3000, "1e309", "YES"])
def test_what_is_neither_yes_nor_no_is_asked_again(visitor, nonsense):
    page = asked(visitor, call_with(), **{**FINE, "q-company": nonsense})
    assert page.status_code == 422 and 'id="q-company-error"' in page.text and 'href="#q-company"' in page.text


def test_a_track_is_chosen_first_and_another_one_is_offered(visitor):
    call = call_with(a_check("all"), a_check("briefing", tracks=["task"]), tracks=[FREE, TASK])
    assert 'name="track"' in asked(visitor, call).text and "q-all" not in asked(visitor, call, done="1").text
    page = asked(visitor, call, track="task", done="1", **{"q-all": "yes", "q-briefing": "no"})
    assert f'href="/calls/{call.code}/self-check?track=free"' in page.text
    assert "q-briefing" not in asked(visitor, call, track="free").text
    assert "track=free" in asked(visitor, call, track="free", done="1", **{"q-all": "yes"}).text


def test_starting_without_it_is_possible_and_offers_it(visitor):
    call, owner = call_with(), b.an_owner(b.a_company())
    transactions.commit()
    window = visitor.sign_in(owner)
    assert "질문 3개로 먼저 확인하기" in words_of(window.get(f"/apply/calls/{call.code}/new"))
    assert window.post(f"/apply/calls/{call.code}/new", data={}).status_code == 302


def test_a_call_without_it_leads_to_the_call(visitor):
    call = b.a_call()
    transactions.commit()
    assert asked(visitor, call).headers["Location"].endswith(f"/calls/{call.code}")
    assert "self-check" not in visitor.get(f"/calls/{call.code}").text
    assert visitor.get("/calls/NONE/self-check").status_code == 404


def test_it_is_written_in_the_builder(visitor):
    call = call_with()
    revision, manager = b.a_revision(call), b.a_manager(call)
    transactions.commit()
    window = visitor.sign_in(manager)
    where = f"/manage/calls/{call.code}/build/tracks"
    assert "company?" in words_of(window.get(where))
    page = window.get(f"{where}/self_check/1")
    assert '<option value="yes" selected>' in page.text and "Pay them first." in page.text
    added = window.post(where, data={"version": revision.version, "do": "add:definition.self_check"})
    assert added.headers["Location"].partition("?")[0].endswith("/self_check/3") or "/self_check/3" in added.headers["Location"]


def test_a_definition_with_it_is_written_back_and_a_wrong_one_is_named():
    whole = Definition.parse(a_body(self_check=CHECKS))
    assert Definition.parse(whole.body()) == whole
    with pytest.raises(DefinitionError) as error:
        Definition.parse(a_body(self_check=[a_check("x", tracks=["moon"]), a_check("x", "perhaps")]))
    assert {"self_check.0.tracks.0", "self_check.1.disqualifies", "self_check.1.key"} == {path for path, _m in error.value.problems}


@settings(max_examples=80, deadline=None)
@given(st.lists(st.builds(a_check, st.sampled_from("abc"), st.sampled_from(["yes", "no"]), st.sampled_from(["blocks", "warns"])),
                max_size=4), st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["yes", "no", "", "?"])),
       st.none() | st.sampled_from(["free", "task", "gone"]))
def test_any_accepted_self_check_has_an_outcome(checks, answers, track):
    try:
        whole = Definition.parse(a_body(self_check=checks, tracks=[FREE, TASK]))
    except DefinitionError as error:
        assert error.problems
        return
    found = outcome_of(whole, answers, track)
    assert not set(found.blocks) & set(found.warns) and not set(found.unanswered) & set(found.blocks + found.warns)
    assert found.open_tracks == () or found.blocks

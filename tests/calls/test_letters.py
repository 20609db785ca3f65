"""A city's own words in letters and results: filled in, checked when typed, never telling an outcome by e-mail."""

import pytest

from portal.calls.definition import DefinitionError, own_words
from portal.calls.definition.letters import LETTERS, RESULTS
from portal.foundation import transactions
from portal.foundation.db import db
from portal.foundation.outbox import Letter
from portal.jobs.letters import compose
from portal.proposals.lifecycle import PROPOSAL
from tests import builders as b
from tests import workflows
from tests.client import words_of
from tests.proposals import story

SAID = {"ko": "{회사}의 “{제목}”({번호})\n\n협약 설명회는 5월 3일입니다.", "en": "{company}: briefing on 3 May for {call}."}


def with_words(*where, words=SAID):
    return workflows.plain() | {"letters": [{"where": each, "words": words} for each in where]}


def test_blanks_are_filled_in_both_languages_and_braces_of_others_stay():
    call = b.a_call("open", definition=with_words("proposal_received"))
    filled = own_words(call.definition.letters, "proposal_received", {
        "company": {"ko": "㈜가(가상)", "en": "Ga"}, "title": "{number}", "number": "N-1", "call": {"ko": "공고", "en": "The call"}})
    assert filled == {"ko": "㈜가(가상)의 “{number}”(N-1)\n\n협약 설명회는 5월 3일입니다.", "en": "Ga: briefing on 3 May for The call."}
    assert own_words(call.definition.letters, "selected", {}) == {} and own_words(None, "selected", {}) == {}


@pytest.mark.parametrize("text", ["{name}", "{ company }", "{}", "{회사명}"])
def test_a_blank_that_nothing_fills_is_said_where_it_was_typed(text):
    with pytest.raises(DefinitionError) as caught:
        b.a_call("open", definition=with_words("selected", words={"ko": text, "en": ""})).definition  # noqa: B018
    assert "letters.0.words.ko" in dict(caught.value.problems)


def test_the_receipt_carries_the_words_in_text_and_html():
    story.a_received_proposal(call=b.a_call("open", definition=with_words("proposal_received")))
    [letter] = db.session.query(Letter).filter_by(template="proposal_received")
    message = compose(letter)
    text, html = (message.get_body((kind,)).get_content() for kind in ("plain", "html"))
    assert "협약 설명회는 5월 3일입니다." in text and "접수번호" in text
    assert "<p>협약 설명회는 5월 3일입니다.</p>" in html


def test_a_call_without_words_sends_what_it_always_sent():
    story.a_received_proposal()
    [letter] = db.session.query(Letter).filter_by(template="proposal_received")
    assert "own_words" not in letter.context and "담당 부서 안내" not in compose(letter).get_body(("plain",)).get_content()


def test_the_words_for_an_outcome_are_in_no_letter_but_on_the_page_of_the_company(visitor):
    call = b.a_call("closed", definition=with_words("result_released", *RESULTS))
    proposal = b.a_proposal("in_review", call=call, stage="final")
    stranger = b.an_owner(b.a_company("㈜남(가상)"))
    PROPOSAL.move(proposal, "select", by=b.an_approver(call))
    selection = b.a_selection(call, state="released")
    b.a_decision("selected", selection=selection, proposal=proposal, rank=1, final_e4=900_000)
    transactions.commit()
    [letter] = db.session.query(Letter).filter_by(template="was_selected")
    assert letter.context["own_words"]["ko"].startswith("㈜보듬걸음(가상)의")
    page = words_of(visitor.sign_in(proposal.owner).get(f"/apply/proposals/{proposal.id}/result"))
    assert "담당 부서 안내" in page and "협약 설명회는 5월 3일입니다." in page
    assert visitor.sign_in(stranger).get(f"/apply/proposals/{proposal.id}/result").status_code == 404


def test_the_builder_shows_each_letter_as_it_will_be_sent(visitor):
    call = b.a_call("soon", state="draft", definition=with_words(*LETTERS, *RESULTS))
    revision = b.a_revision(call)
    transactions.commit()
    page = words_of(visitor.sign_in(b.a_manager(call)).get(f"/manage/calls/{call.code}/build/letters"))
    assert page.count("협약 설명회는 5월 3일입니다.") >= len(LETTERS) and "㈜보듬걸음(가상)의" in page
    assert revision.state == "writing"

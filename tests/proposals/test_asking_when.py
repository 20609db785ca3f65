"""Questions that follow from answers, as a company meets them: shown, required and received only while they are asked."""

import pytest

from portal.foundation import transactions
from portal.foundation.db import db
from portal.proposals import operations
from portal.proposals.models import Answer
from tests import builders as b
from tests.calls.asking import FOLLOWS, KIND, a_body
from tests.client import words_of
from tests.proposals import story
from tests.proposals.pages import at, forms_in


@pytest.fixture
def draft():
    return story.a_written_proposal(call=b.a_call(definition=a_body(KIND, FOLLOWS)))


def save(draft, **answers):
    for key, value in answers.items():
        row = db.session.get(Answer, (draft.id, key), populate_existing=True)
        operations.save_answer(draft, key, value, seen=row.version if row else 0, by=draft.owner)
    transactions.commit()


def lacking(draft):
    return [gap.key for gap in operations.missing_for_submission(draft)]


def hidden(page):
    return 'id="question-street_name" data-shown-when' in page.text and 'id="question-street_name"' in page.text and (
        " hidden>" in page.text.partition('id="question-street_name"')[2].partition("\n")[0])


def test_it_is_asked_only_after_the_answer_that_brings_it_up(draft):
    assert lacking(draft) == []
    save(draft, kind="street")
    assert lacking(draft) == ["street_name"]
    save(draft, kind="indoor")
    assert lacking(draft) == []


def test_what_was_typed_stays_and_is_not_received_while_it_is_hidden(draft):
    save(draft, kind="street", street_name="가온대로")
    save(draft, kind="indoor")
    received = operations.submit_proposal(draft, by=draft.owner)
    transactions.commit()
    assert received.answers["kind"] == "indoor" and "street_name" not in received.answers
    save(draft, kind="street")
    again = operations.submit_proposal(draft, by=draft.owner)
    assert again.answers["street_name"] == "가온대로"


def test_a_supplement_may_answer_what_follows(draft):
    save(draft, kind="indoor", street_name="가온대로")
    operations.submit_proposal(draft, by=draft.owner)
    transactions.commit()
    story.a_supplement(draft, by=b.a_manager(draft.call), fields=("kind",))
    assert draft.supplement_scope["fields"] == ["kind", "street_name"]
    save(draft, kind="street")
    received = operations.supplement(draft, by=draft.owner)
    assert received.answers["street_name"] == "가온대로" and received.answers["title"]


def test_the_page_hides_it_until_the_next_save_brings_it_up(visitor, draft):
    window = visitor.sign_in(draft.owner)
    page = window.get(at(draft, "/sections/summary"))
    assert hidden(page)
    sent = {**forms_in(page), "q-kind": "street", "then": "next"}
    answer = window.post(at(draft, "/sections/summary"), data=sent)
    assert answer.headers["Location"].endswith("/sections/summary#question-street_name")
    page = window.get(at(draft, "/sections/summary"))
    assert not hidden(page) and "이 쪽에 더 답할 질문이 있습니다" in words_of(page)
    answer = window.post(at(draft, "/sections/summary"), data={**forms_in(page), "q-street_name": "가온대로", "then": "next"})
    assert answer.headers["Location"].endswith("/sections/plan")


def test_reviewers_and_the_check_desk_do_not_see_a_hidden_question(visitor, draft):
    save(draft, kind="indoor", street_name="숨은 글")
    operations.submit_proposal(draft, by=draft.owner)
    story.close(draft)
    page = visitor.sign_in(b.a_manager(draft.call)).get(f"/manage/proposals/{draft.id}")
    assert page.status_code == 200 and "숨은 글" not in page.text and 'id="question-kind"' in page.text
    assert 'id="question-street_name"' not in page.text


def test_it_is_tried_out_in_the_builder(visitor, draft):
    call = draft.call
    manager = b.a_manager(call)
    b.a_revision(call)
    transactions.commit()
    window = visitor.sign_in(manager)
    where = f"/manage/calls/{call.code}/build/try/sections/summary"
    assert hidden(window.get(where))
    assert window.post(where, data={"q-kind-version": "0.", "q-kind": "street"}).status_code == 302
    page = window.get(where + "?check=1")
    assert not hidden(page) and "이 질문에 답해 주세요" in words_of(page) or "답" in words_of(page)

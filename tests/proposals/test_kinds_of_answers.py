"""The newer kinds of answers on the form: typed, kept, told when wrong, drawn for whoever reads them."""

import pytest

from portal.foundation import transactions
from portal.foundation.db import db
from portal.proposals import operations
from portal.proposals.models import Answer
from tests import builders as b
from tests.calls.asking import a_body
from tests.calls.test_kinds_of_answers import ALL
from tests.client import words_of
from tests.proposals import story
from tests.proposals.pages import at, forms_in

TYPED = {"q-several-is-a": "a", "q-several-is-c": "c", "q-day": "2026-12-31", "q-amount": "1,200,000", "q-sure": "no",
         "q-page": "https://www.example.kr/시연", "q-short": "하나 둘 셋"}
KEPT = {"several": ["a", "c"], "day": "2026-12-31", "amount": 1_200_000, "sure": False, "page": "https://www.example.kr/시연",
        "short": "하나 둘 셋"}
PAGE = "/sections/summary"


@pytest.fixture
def draft():
    return story.a_written_proposal(call=b.a_call(definition=a_body(*ALL)))


@pytest.fixture
def window(visitor, draft):
    return visitor.sign_in(draft.owner)


def kept(draft):
    rows = db.session.query(Answer).filter_by(proposal_id=draft.id).populate_existing()
    return {row.key: row.value for row in rows if row.key in KEPT}


def test_everything_typed_is_kept_and_stays_when_nothing_is_touched(window, draft):
    assert window.post(at(draft, PAGE), data={**forms_in(window.get(at(draft, PAGE))), **TYPED}).status_code == 302
    assert kept(draft) == KEPT
    assert window.post(at(draft, PAGE), data=forms_in(window.get(at(draft, PAGE)))).status_code == 302
    assert kept(draft) == KEPT


def test_what_is_read_later_shows_it(window, visitor, draft):
    window.post(at(draft, PAGE), data={**forms_in(window.get(at(draft, PAGE))), **TYPED})
    operations.submit_proposal(draft, by=draft.owner)
    transactions.commit()
    page = window.get(at(draft, "/receipts/1"))
    assert 'href="https://www.example.kr/시연" rel="nofollow noopener noreferrer"' in page.text
    assert "1,200,000원 (120만원)" in words_of(page) and "2026-12-31" in words_of(page)


def test_a_draft_address_that_is_none_is_never_a_link(window, draft):
    window.post(at(draft, PAGE), data={**forms_in(window.get(at(draft, PAGE))), "q-page": "javascript:alert(1)"})
    page = window.get(at(draft, "/review"))
    assert "javascript:alert(1)" in page.text and 'href="javascript' not in page.text
    assert "주소를 처음부터 끝까지 적어 주세요" in words_of(page)


@pytest.mark.parametrize(("name", "text"), [
    ("q-amount", "1e309"), ("q-amount", "비쌈"), ("q-day", "가" * 300), ("q-page", "x" * 9000), ("q-day", "\x00"), ("q-sure", "perhaps"),
])
def test_the_impossible_is_told_beside_its_field_and_stays_on_the_page(window, draft, name, text):
    answer = window.post(at(draft, PAGE), data={**forms_in(window.get(at(draft, PAGE))), name: text})
    assert answer.status_code == 422 and f'id="{name}-error"' in answer.text


def test_words_are_counted_on_the_page(window, draft):
    window.post(at(draft, PAGE), data={**forms_in(window.get(at(draft, PAGE))), "q-short": "하나 둘 셋 넷"})
    page = window.get(at(draft, PAGE + "?check=1"))
    assert 'data-unit="words"' in page.text and "지금 4낱말입니다" in words_of(page) and "/ 3낱말" in words_of(page)

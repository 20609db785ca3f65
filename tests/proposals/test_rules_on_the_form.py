"""Rules and totals as a company meets them: at the field, in the list before submitting, on the form and the receipt."""

import pytest

from portal.foundation import transactions
from portal.foundation.errors import Refused
from portal.proposals import operations
from tests import builders as b
from tests.calls.asking import a_body
from tests.calls.test_rules import a_rule, a_total
from tests.client import words_of
from tests.proposals import story
from tests.proposals.pages import at, forms_in

RULE = a_rule("budget:own_share", "at_least", percent=90, right="budget:total")


@pytest.fixture
def draft():
    body = a_body(rules=[RULE], totals=[a_total("budget:self_cash", "budget:self_inkind")])
    return story.a_written_proposal(call=b.a_call(definition=body))


def test_a_broken_rule_keeps_it_from_being_submitted(draft):
    gaps = operations.missing_for_submission(draft)
    assert [(gap.key, gap.path) for gap in gaps] == [("budget", "self")]
    with pytest.raises(Refused):
        operations.submit_proposal(draft, by=draft.owner)


def test_it_stands_at_its_field_and_in_the_list(visitor, draft):
    window = visitor.sign_in(draft.owner)
    review = window.get(at(draft, "/review"))
    assert "총사업비의 90% 이상이어야 합니다" in words_of(review) and 'href="' + at(draft, "/sections/budget?check=1#q-budget-self_cash") in review.text
    page = window.get(at(draft, "/sections/budget?check=1"))
    assert words_of(page).count("총사업비의 90% 이상이어야 합니다") == 2


def test_a_total_is_drawn_on_the_form_renewed_with_each_save_and_never_typed(visitor, draft):
    window = visitor.sign_in(draft.owner)
    page = window.get(at(draft, "/sections/budget"))
    assert 'id="totals-budget"' in page.text and "q-sum" not in page.text
    sent = {**forms_in(page), "q-budget-self_cash": "7,000,000", "q-budget-self_inkind": "1"}
    answer = window.post(at(draft, "/sections/budget"), data=sent, headers={"HX-Request": "true"})
    assert answer.status_code == 200 and "7,000,001원" in answer.text and "data-hx-swap-oob" in answer.text


def test_the_receipt_and_the_check_desk_show_the_totals(visitor):
    draft = story.a_written_proposal(call=b.a_call(definition=a_body(totals=[a_total("budget:self_cash", "budget:self_inkind")])))
    operations.submit_proposal(draft, by=draft.owner)
    transactions.commit()
    assert 'id="totals-budget"' in visitor.sign_in(draft.owner).get(at(draft, "/receipts/1")).text
    story.close(draft)
    assert 'id="totals-budget"' in visitor.sign_in(b.a_manager(draft.call)).get(f"/manage/proposals/{draft.id}").text


def test_a_rule_is_written_in_the_builder_from_lists(visitor):
    call = b.a_call(definition=a_body(rules=[RULE], totals=[a_total("question:trl")]))
    revision = b.a_revision(call)
    manager = b.a_manager(call)
    transactions.commit()
    window = visitor.sign_in(manager)
    page = window.get(f"/manage/calls/{call.code}/build/form")
    assert "자부담 ≥ 90% × 총사업비" in words_of(page)
    page = window.get(f"/manage/calls/{call.code}/build/form/rules/0")
    assert '<option value="cost:labor"' in page.text and '<option value="percent" selected>' in page.text
    window.post(f"/manage/calls/{call.code}/build/form/rules/0", data={
        "version": revision.version, "definition.rules.0.left": "question:trl", "definition.rules.0.compared_with": "number"})
    page = window.get(f"/manage/calls/{call.code}/build/form/rules/0?check=1")
    assert "여기서는 비교하지 않는 값입니다" in words_of(page) and "무엇과 비교할지 정해 주세요" in words_of(page)
    added = window.post(f"/manage/calls/{call.code}/build/form", data={"version": revision.version, "do": "add:definition.totals"})
    assert added.status_code == 302 and window.get(f"/manage/calls/{call.code}/build/form?check=1").status_code == 200

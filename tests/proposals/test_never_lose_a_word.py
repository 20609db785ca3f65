"""Whatever is wrong with one field, with the clock or with a colleague's timing, what can be kept is kept."""

from datetime import timedelta

import pytest

from portal.foundation import clock, transactions
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Invalid, Refused
from portal.proposals import operations
from portal.proposals.models import Answer
from tests import builders as b
from tests.client import words_of
from tests.proposals import story
from tests.proposals.pages import at, forms_in

HX = {"HX-Request": "true"}


@pytest.fixture
def draft():
    return story.a_written_proposal()


@pytest.fixture
def owner(visitor, draft):
    return visitor.sign_in(draft.owner)


def kept(proposal, key):
    return db.session.get(Answer, (proposal.id, key), populate_existing=True).value


def test_the_rest_is_saved_when_one_field_clashes(draft):
    with pytest.raises(operations.Clash) as clash:
        operations.save_answers(draft, {"team": ("내 글", 99), "safety": ("새 안전 계획", 1)}, by=draft.owner)
    assert list(clash.value.fields) == ["team"] and clash.value.saved.versions == {"safety": 2}
    assert kept(draft, "safety") == "새 안전 계획" and kept(draft, "team") != "내 글"
    assert transactions.kept()


def test_the_rest_is_saved_when_one_value_is_impossible(draft):
    with pytest.raises(Invalid) as invalid:
        operations.save_answers(draft, {"trl": ("칠", 1), "safety": ("새 안전 계획", 1)}, by=draft.owner)
    assert list(invalid.value.fields) == ["trl"] and transactions.kept()
    assert (kept(draft, "safety"), kept(draft, "trl")) == ("새 안전 계획", 7)


def test_a_table_with_one_bad_cell_keeps_the_other_cells(draft):
    rows = kept(draft, "kpis")
    typed = [{**rows[0], "name": "새 지표", "baseline": "1e309"}, *rows[1:]]
    with pytest.raises(Invalid) as invalid:
        operations.save_answer(draft, "kpis", typed, seen=1, by=draft.owner)
    assert list(invalid.value.fields) == ["kpis.0.baseline"]
    assert kept(draft, "kpis") == [{**rows[0], "name": "새 지표", "baseline": ""}, *rows[1:]]


@pytest.mark.parametrize("other", [{"team": ("내 글", 99)}, {"trl": ("칠", 1)}])
def test_late_text_is_kept_though_another_field_cannot_be(other):
    proposal = story.close(b.a_proposal())
    with pytest.raises(Refused) as refused:
        operations.save_answers(proposal, {**other, "safety": ("늦은 글", 1)}, by=proposal.owner)
    assert "except where a message stands" in str(refused.value)
    assert kept(proposal, "safety") == "늦은 글" and transactions.kept()


def test_late_text_can_be_submitted_when_the_deadline_is_extended():
    proposal = story.close(story.a_received_proposal())
    with pytest.raises(Refused):
        operations.save_answers(proposal, {"safety": ("늦은 글", 1)}, by=proposal.owner)
    assert proposal.changed_since
    proposal.call.closes_at = now() + timedelta(days=1)
    transactions.commit()
    again = operations.submit_proposal(proposal, by=proposal.owner)
    assert (again.number, again.answers["safety"]) == (2, "늦은 글")


def test_a_second_click_just_after_the_deadline_gets_the_same_receipt():
    proposal = story.close(story.a_received_proposal())
    assert operations.submit_proposal(proposal, by=proposal.owner).number == 1


def test_a_flag_is_raised_by_the_row_as_it_stands_not_as_it_was_loaded(draft):
    operations.submit_proposal(draft, by=draft.owner)
    transactions.commit()
    title, draft_as_loaded = draft.title, draft
    db.session.refresh(draft)
    draft_as_loaded.__dict__["submission_number"] = 0  # the other request looked before the submission came in
    operations.save_answer(draft_as_loaded, "title", "아직 내지 않은 이름", seen=1, by=draft.owner)
    transactions.commit()
    db.session.expire_all()
    assert (draft.title, draft.changed_since) == (title, True)


def test_what_arrived_by_the_deadline_is_in_time_however_long_it_waited(draft):
    closes = draft.call.closes_at = now() - timedelta(seconds=3)
    transactions.commit()
    with clock.arrived(closes):
        received = operations.submit_proposal(draft, by=draft.owner)
    assert received.received_at == draft.submitted_at == closes
    with clock.arrived(closes + timedelta(microseconds=1)), pytest.raises(Refused):
        operations.save_answer(draft, "team", "늦은 글", seen=1, by=draft.owner)


def test_the_instant_of_arrival_is_forgotten_with_its_request(owner, draft):
    owner.get(at(draft))
    with clock.at(draft.call.closes_at):
        assert clock.arrival() == draft.call.closes_at


def test_a_section_keeps_what_it_can_and_draws_the_rest_with_new_versions(owner, draft):
    form = forms_in(owner.get(at(draft, "/sections/plan")))
    page = owner.post(at(draft, "/sections/plan"), data={**form, "q-trl": "칠", "q-solution": "새 해결책"})
    assert page.status_code == 422 and kept(draft, "solution") == "새 해결책"
    again = {**forms_in(page), "q-trl": "8", "q-solution": "더 새로운 해결책"}
    assert owner.post(at(draft, "/sections/plan"), data=again).status_code == 302
    assert (kept(draft, "trl"), kept(draft, "solution")) == (8, "더 새로운 해결책")


def test_a_form_that_saves_itself_takes_over_the_versions_of_what_was_kept(owner, draft):
    form = forms_in(owner.get(at(draft, "/sections/plan")))
    page = owner.post(at(draft, "/sections/plan"), data={**form, "q-trl": "칠", "q-solution": "새 해결책"}, headers=HX)
    assert page.status_code == 422 and 'id="q-solution-version"' in page.text and 'id="q-trl-version"' not in page.text


def test_two_texts_without_a_choice_hold_up_nothing_else(owner, draft):
    form = forms_in(owner.get(at(draft, "/sections/plan")))
    owner.post(at(draft, "/sections/plan"), data={**form, "q-safety": "첫 창의 글"})
    again = forms_in(owner.post(at(draft, "/sections/plan"), data={**form, "q-safety": "둘째 창의 글"}))
    page = owner.post(at(draft, "/sections/plan"), data={**again, "q-solution": "새 해결책"})
    assert page.status_code == 422 and "첫 창의 글" in page.text and "둘째 창의 글" in page.text
    assert (kept(draft, "safety"), kept(draft, "solution")) == ("첫 창의 글", "새 해결책")


def test_a_clash_after_the_deadline_still_shows_both_texts(owner, draft):
    form = forms_in(owner.get(at(draft, "/sections/plan")))
    owner.post(at(draft, "/sections/plan"), data={**form, "q-safety": "첫 창의 글"})
    story.close(draft)
    page = owner.post(at(draft, "/sections/plan"), data={**form, "q-safety": "둘째 창의 글", "q-solution": "새 해결책"})
    assert page.status_code == 409 and "첫 창의 글" in page.text and "둘째 창의 글" in page.text
    assert kept(draft, "solution") == "새 해결책"


def test_one_late_answer_is_kept_without_javascript_too(owner, draft):
    story.close(draft)
    page = owner.post(at(draft, "/answers/team"), data={"q-team": "늦은 글", "version": "1"})
    assert (page.status_code, page.headers["X-Version"]) == (409, "2") and kept(draft, "team") == "늦은 글"


def test_a_save_in_another_window_does_not_hold_up_submitting(owner, draft):
    version = draft.version
    owner.post(at(draft, "/answers/team"), data={"q-team": "동료가 바꾼 글", "version": "1"})
    assert owner.post(at(draft, "/submit"), data={"version": version}).location == at(draft, "/receipts/1")
    assert draft.submission.answers["team"] == "동료가 바꾼 글"


def test_consents_to_an_older_text_are_asked_for_again(owner, draft):
    b.added(type(draft.call.edition)(call_id=draft.call_id, number=2, body=draft.call.edition.body))
    draft.call.edition_number = 2
    transactions.commit()
    assert "consents.pi_collect" in [gap.where for gap in operations.missing_for_submission(draft)]
    assert "공고문이 바뀌었습니다" in words_of(owner.get(at(draft, "/consents")))
    operations.save_consents(draft, b.proposal_file("P01")["consents"], by=draft.owner)
    assert operations.missing_for_submission(draft) == []

"""The applicant's pages: write, be kept from losing a word, submit in time, and hold a receipt."""

import pytest
from flask import url_for

from portal.foundation import outbox, transactions
from portal.foundation.db import db
from portal.proposals import operations
from portal.proposals.models import Answer, Proposal, Submission
from tests import builders as b
from tests.client import visit, words_of
from tests.proposals import story
from tests.proposals.pages import at, forms_in


@pytest.fixture
def draft():
    return story.a_written_proposal()


@pytest.fixture
def owner(visitor, draft):
    return visitor.sign_in(draft.owner)


def value_of(proposal, key):
    return db.session.get(Answer, (proposal.id, key), populate_existing=True).value


def mark_in(page, key):
    """The hidden version of a field as a browser would send it back."""
    text = page.get_data(as_text=True)
    return text.split(f'name="q-{key}-version" value="')[1].split('"')[0]


def test_somebody_without_a_company_is_led_to_register_one(visitor):
    page = visitor.sign_in(b.a_user()).get(f"/apply/calls/{b.a_call().code}/new")
    assert page.status_code == 200 and "아직 소속된 기업이 없습니다" in words_of(page)
    with visitor.application.test_request_context():
        assert f'href="{url_for("companies.new")}"' in page.text


def test_starting_opens_the_first_section_and_a_second_start_is_led_to_it(visitor):
    call, company = b.a_call(), b.a_company()
    visitor.sign_in(b.an_owner(company))
    began = visitor.post(f"/apply/calls/{call.code}/new")
    proposal = db.session.query(Proposal).one()
    assert began.location == at(proposal, "/sections/summary")
    assert visitor.post(f"/apply/calls/{call.code}/new").status_code == 409
    assert at(proposal) in visitor.get(f"/apply/calls/{call.code}/new").text


@pytest.mark.parametrize("phase", ["soon", "closed"])
def test_outside_the_dates_the_page_says_why(visitor, phase):
    call, company = b.a_call(phase), b.a_company()
    visitor.sign_in(b.an_owner(company))
    assert visitor.get(f"/apply/calls/{call.code}/new").status_code == 200
    assert visitor.post(f"/apply/calls/{call.code}/new").status_code == 409
    assert db.session.query(Proposal).count() == 0


@pytest.mark.parametrize("key", ["summary", "plan", "scale", "team", "budget", "declarations"])
def test_every_section_opens_and_saving_it_unchanged_changes_nothing(owner, draft, key):
    page = owner.get(at(draft, f"/sections/{key}"))
    before = {answer.key: (answer.value, answer.version) for answer in draft.answers}
    form = forms_in(page)
    assert owner.post(at(draft, f"/sections/{key}"), data=form).status_code == 302
    assert {answer.key: (answer.value, answer.version) for answer in draft.answers} == before


def test_a_section_saves_all_its_fields_without_javascript(owner, draft):
    form = forms_in(owner.get(at(draft, "/sections/summary")))
    typed = {"q-title": "새 과제명", "q-one_line": "새 요약", "then": "next"}
    saved = owner.post(at(draft, "/sections/summary"), data={**form, **typed})
    assert saved.location == at(draft, "/sections/plan")
    assert (value_of(draft, "title"), value_of(draft, "one_line")) == ("새 과제명", "새 요약")


def test_tables_keep_their_rows_whatever_numbers_they_have(owner, draft):
    form = forms_in(owner.get(at(draft, "/sections/plan")))
    more = {"q-kpis-9-name": "추가 지표", "q-kpis-9-target": "3", "q-kpis-9-weight": "1"}
    assert owner.post(at(draft, "/sections/plan"), data={**form, **more}).status_code == 302
    assert [row["name"] for row in value_of(draft, "kpis")][-1] == "추가 지표"
    assert value_of(draft, "data_plan")[1]["retention_days"] == 7


def test_asking_for_another_row_keeps_what_was_typed_and_saves_nothing(owner, draft):
    form = forms_in(owner.get(at(draft, "/sections/plan")))
    page = owner.post(at(draft, "/sections/plan"), data={**form, "q-solution": "쓰다 만 글", "add_row": "q-kpis"})
    assert page.status_code == 200 and "쓰다 만 글" in page.text and "q-kpis-6-name" in page.text
    assert value_of(draft, "solution") != "쓰다 만 글"


@pytest.mark.parametrize(("field", "text", "status"), [
    ("q-trl", "1e309", 422), ("q-trl", "-9" * 40, 422), ("q-solution", "널\x00문자", 422), ("q-solution", "가" * 90_000, 422),
    ("q-solution", "😀 한글", 302), ("q-kpis-0-baseline", "NaN", 422), ("q-data_plan-0-personal", "maybe", 422),
    ("q-site_pref-0", "<b>nope", 302), ("q-plan-version", "x" * 500, 302),
])
def test_odd_input_is_answered_with_words_and_nothing_typed_is_lost(owner, draft, field, text, status):
    form = forms_in(owner.get(at(draft, "/sections/plan")))
    page = owner.post(at(draft, "/sections/plan"), data={**form, "q-team": "x", field: text})
    assert page.status_code == status
    if status == 422 and text != "maybe":
        assert text.replace("\x00", "\ufffd")[:50] in page.text and "error-summary" in page.text


def test_over_the_limit_is_kept_as_a_draft_but_listed_before_submission(owner, draft):
    form = forms_in(owner.get(at(draft, "/sections/summary")))
    assert owner.post(at(draft, "/sections/summary"), data={**form, "q-title": "가" * 61}).status_code == 302
    page = owner.get(at(draft, "/review"))
    assert f'{at(draft, "/sections/summary")}?check=1#q-title' in page.text and "disabled" in page.text
    assert "60자" in words_of(owner.get(at(draft, "/sections/summary?check=1"))) or "error-summary" in page.text


def test_two_tabs_see_both_texts_and_choose(owner, draft):
    first = forms_in(owner.get(at(draft, "/sections/team")))
    second = dict(first)
    owner.post(at(draft, "/sections/team"), data={**first, "q-team": "첫 창의 글"})
    page = owner.post(at(draft, "/sections/team"), data={**second, "q-team": "둘째 창의 글"})
    assert page.status_code == 409
    assert "첫 창의 글" in page.text and "둘째 창의 글" in page.text and value_of(draft, "team") == "첫 창의 글"
    again = forms_in(page)
    assert owner.post(at(draft, "/sections/team"), data=again).status_code == 422
    assert owner.post(at(draft, "/sections/team"), data={**again, "q-team-choice": "mine"}).status_code == 302
    assert value_of(draft, "team") == "둘째 창의 글"


def test_choosing_the_other_text_leaves_it_as_it_is(owner, draft):
    form = forms_in(owner.get(at(draft, "/sections/team")))
    owner.post(at(draft, "/sections/team"), data={**form, "q-team": "첫 창의 글"})
    again = forms_in(owner.post(at(draft, "/sections/team"), data={**form, "q-team": "둘째 창의 글"}))
    owner.post(at(draft, "/sections/team"), data={**again, "q-team-choice": "stored"})
    assert value_of(draft, "team") == "첫 창의 글"


def test_a_field_this_tab_did_not_touch_never_undoes_another_tab(owner, draft):
    old = forms_in(owner.get(at(draft, "/sections/summary")))
    owner.post(at(draft, "/sections/summary"), data={**old, "q-title": "다른 창의 제목"})
    assert owner.post(at(draft, "/sections/summary"), data={**old, "q-one_line": "이 창의 요약"}).status_code == 302
    assert (value_of(draft, "title"), value_of(draft, "one_line")) == ("다른 창의 제목", "이 창의 요약")


def test_the_form_that_saves_itself_gets_its_new_versions(owner, draft):
    form = forms_in(owner.get(at(draft, "/sections/team")))
    hx = {"HX-Request": "true"}
    saved = owner.post(at(draft, "/sections/team"), data={**form, "q-team": "한 번"}, headers=hx)
    assert saved.status_code == 200 and 'data-hx-swap-oob="true"' in saved.text
    form["q-team-version"] = mark_in(saved, "team")
    assert owner.post(at(draft, "/sections/team"), data={**form, "q-team": "두 번"}, headers=hx).status_code == 200
    assert value_of(draft, "team") == "두 번"


def test_one_answer_is_saved_by_itself(owner, draft):
    saved = owner.post(at(draft, "/answers/team"), data={"q-team": "혼자 저장", "version": "1"})
    assert (saved.status_code, saved.headers["X-Version"]) == (204, "2")
    assert owner.post(at(draft, "/answers/team"), data={"q-team": "늦은 창", "version": "1"}).status_code == 409
    assert owner.post(at(draft, "/answers/team"), data={"q-team": "널\x00", "version": "2"}).status_code == 422
    assert owner.post(at(draft, "/answers/nope"), data={"q-nope": "x", "version": "0"}).status_code == 404


def test_a_late_save_is_refused_with_the_reason_and_the_text_is_kept(owner, draft):
    form = forms_in(owner.get(at(draft, "/sections/team")))
    story.close(draft)
    page = owner.post(at(draft, "/sections/team"), data={**form, "q-team": "마감 뒤의 글"})
    assert page.status_code == 409 and "마감되었습니다" in words_of(page) and "마감 뒤의 글" in page.text
    assert value_of(draft, "team") == "마감 뒤의 글"
    assert (draft.state, draft.submission_number) == ("draft", 0)
    form["q-team-version"] = "2"
    again = owner.post(at(draft, "/sections/team"), data={**form, "q-team": "또"}, headers={"HX-Request": "1"})
    assert again.status_code == 410


def test_a_late_submit_gives_no_receipt(owner, draft):
    version = draft.version
    story.close(draft)
    page = owner.post(at(draft, "/submit"), data={"version": version})
    assert page.status_code == 409 and "마감되었습니다" in words_of(page)
    assert db.session.query(Submission).count() == 0


def test_submitting_leads_to_the_receipt_and_twice_to_the_same(owner, draft):
    version = draft.version
    first = owner.post(at(draft, "/submit"), data={"version": version})
    second = owner.post(at(draft, "/submit"), data={"version": version})
    assert first.location == second.location == at(draft, "/receipts/1")
    page = owner.get(first.location)
    assert f"{draft.number}-1" in words_of(page) and draft.submission.sha256 in page.text
    assert [letter.template for letter in outbox.letters_to(draft.owner.email)] == ["proposal_received"]
    assert owner.get(at(draft, "/receipts/2")).status_code == 404


def test_submitting_needs_ten_statements_and_one_commit(owner, draft, statements):
    from sqlalchemy import event

    commits = []
    def note(connection):
        commits.append(connection)

    event.listen(db.engine, "commit", note)
    version = draft.version
    transactions.commit()
    statements.clear()
    commits.clear()
    owner.checks = False
    assert owner.post(at(draft, "/submit"), data={"version": version}).status_code == 302
    event.remove(db.engine, "commit", note)
    assert len(statements) <= 10, statements
    assert len(commits) == 1


def test_the_banner_stays_until_the_receipt_and_comes_back_with_changes(owner, draft):
    assert "deadline-banner" in owner.get(at(draft)).text
    owner.post(at(draft, "/submit"), data={"version": draft.version})
    assert "deadline-banner" not in owner.get(at(draft)).text
    owner.post(at(draft, "/answers/team"), data={"q-team": "바꾼 글", "version": "1"})
    page = owner.get(at(draft))
    assert "deadline-banner" in page.text and "제출하지 않은 변경이 있습니다" in words_of(page)


def test_the_applicant_reads_their_own_word_for_the_state(visitor):
    proposal = b.a_proposal("eligible")
    page = words_of(visitor.sign_in(proposal.owner).get(at(proposal)))
    assert "평가 중" in page and "적격" not in page


@pytest.mark.parametrize("state", ["draft", "submitted", "supplement_requested", "eligible", "ineligible", "in_review",
                                   "selected", "reserve", "not_selected", "withdrawn"])
def test_every_state_says_what_happens_next_and_every_page_opens(visitor, state):
    proposal = b.a_proposal(state)
    visitor.sign_in(proposal.owner)
    assert "앞으로" in words_of(visitor.get(at(proposal))) or "다음" in words_of(visitor.get(at(proposal)))
    for rest in ("/sections/plan", "/attachments", "/consents", "/review"):
        assert visitor.get(at(proposal, rest)).status_code == 200


def test_withdrawing_is_final_and_a_stale_page_is_told(owner, draft):
    assert owner.post(at(draft, "/withdraw"), data={"version": draft.version + 5}).status_code == 409
    assert owner.post(at(draft, "/withdraw"), data={"version": draft.version, "reason": "계획 변경"}).status_code == 302
    assert draft.state == "withdrawn"
    assert owner.post(at(draft, "/withdraw"), data={"version": draft.version}).status_code == 409


def test_consents_and_bonus_are_kept_and_missing_ones_listed(owner, draft):
    form = {f"consent-{c.key}": "no" for c in draft.call.definition.consents} | {"edition": "1"}
    assert owner.post(at(draft, "/consents"), data={**form, "bonus": "local"}).status_code == 302
    assert {c.key: c.given for c in draft.consents} == {key.removeprefix("consent-"): False for key in form if key != "edition"}
    assert [claim.key for claim in draft.bonus_claims] == ["local"]
    assert "?check=1#consent-pi_collect" in owner.get(at(draft, "/review")).text
    assert "error-summary" in owner.get(at(draft, "/consents?check=1")).text


@pytest.mark.parametrize("edition", ["", "0", "2", "-1", "1e309", "\u0661"])
def test_nobody_agrees_to_words_they_have_not_read(owner, draft, edition):
    key = draft.call.definition.consents[0].key
    before = {c.key: c.given for c in draft.consents}
    answer = owner.post(at(draft, "/consents"), data={f"consent-{key}": "no", "edition": edition})
    assert answer.status_code == 409 and "동의 내용을 다시 읽고" in words_of(answer)
    assert {c.key: c.given for c in draft.consents} == before



def test_a_stranger_meets_nothing_of_it(app, draft):
    stranger = visit(app).sign_in(b.an_owner(b.a_company()))
    for rest in ("", "/sections/plan", "/review", "/attachments", "/consents", "/receipts/1"):
        assert stranger.get(at(draft, rest)).status_code == 404


def test_text_typed_as_markup_is_shown_as_text(owner, draft):
    operations.save_answer(draft, "team", "<script>alert(1)</script> {{ 7*7 }}", seen=1, by=draft.owner)
    transactions.commit()
    page = owner.get(at(draft, "/review"))
    assert "&lt;script&gt;alert(1)" in page.text and "{{ 7*7 }}" in page.text

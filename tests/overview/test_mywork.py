"""The applicant's first page: what needs me first, and never more than I may know."""

import pytest

from tests import builders as b
from tests.client import words_of


def test_a_draft_waits_with_its_deadline_and_says_it_is_not_submitted(visitor):
    proposal = b.a_proposal("draft")
    words = words_of(visitor.sign_in(proposal.owner).get("/apply"))
    assert "아직 제출하지 않았습니다" in words
    assert proposal.title in words


def test_someone_without_a_company_is_told_what_to_do(visitor):
    assert "기업 등록하기" in words_of(visitor.sign_in(b.a_user()).get("/apply"))


def test_a_decision_that_is_not_released_is_nowhere_on_the_page(visitor):
    proposal = b.a_proposal("in_review", stage="final")
    selection = b.a_selection(proposal.call, state="confirmed")
    b.a_decision("selected", selection=selection, proposal=proposal, final_e4=931_700, rank=1)
    page = visitor.sign_in(proposal.owner).get("/apply").get_data(as_text=True)
    assert "93.17" not in page
    assert "결과와 평가의견 보기" not in page


def test_a_released_result_can_be_read(visitor):
    proposal = b.a_proposal("selected", stage="final")
    b.a_decision("selected", selection=b.a_selection(proposal.call, state="released"), proposal=proposal)
    assert "결과와 평가의견 보기" in words_of(visitor.sign_in(proposal.owner).get("/apply"))


def test_the_next_milestone_of_a_pilot_is_named(visitor):
    milestone = b.a_milestone()
    owner = b.an_owner(milestone.pilot.company)
    assert "다음 단계: 착수보고" in words_of(visitor.sign_in(owner).get("/apply"))


@pytest.mark.parametrize("rows", [1, 10])
def test_the_page_reads_seven_statements_however_much_there_is(visitor, statements, rows):
    company = b.a_company()
    owner = b.an_owner(company)
    for _n in range(rows):
        b.a_proposal("submitted", company=company, owner=owner)
    visitor.sign_in(owner).get("/apply")
    statements.clear()
    visitor.get("/apply")
    assert len(statements) == 7


def test_documents_that_end_are_named_beside_their_company(visitor):
    company = b.a_company()
    b.a_paper(company, left=30), b.a_paper(company, left=-1), b.a_paper(company, left=31), b.a_paper(b.a_company(), left=1)
    words = words_of(visitor.sign_in(b.a_member(company)).get("/apply"))
    assert "서류 2건이 곧 만료되거나 이미 만료되었습니다" in words

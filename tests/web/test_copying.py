"""The pages that copy from an earlier proposal."""

import pytest

from portal.foundation import transactions
from portal.proposals import operations, queries
from tests import builders as b
from tests.client import words_of
from tests.proposals import story


@pytest.fixture
def source():
    return story.a_written_proposal()


@pytest.fixture
def owner(visitor, source):
    return visitor.sign_in(source.owner)


def test_starting_from_an_earlier_proposal_shows_what_is_copied_then_copies_it(owner, source):
    call = b.a_call("open")
    transactions.commit()
    at = f"/apply/calls/{call.code}/new"
    assert "이전 제안서에서 가져와 시작하기" in words_of(owner.get(at))
    answer = owner.post(at, data={"company": source.company_id, "then": "copy"})
    copy = answer.headers["Location"]
    assert source.title in words_of(owner.get(copy))
    plan = queries.written_of(source).files["plan"][0]
    shown = owner.get(f"{copy}?from={source.id}")
    assert "답 17개를 가져옵니다" in words_of(shown) and plan.name in shown.text
    done = owner.post(copy, data={"from": source.id, "file": plan.id})
    words = words_of(done)
    assert done.status_code == 200 and "답 17개를 가져왔습니다" in words and "파일 1개를 가져왔습니다" in words
    assert "답 1개는 가져오지 않았습니다" in words
    assert "가져온 답이 없습니다" in words_of(owner.post(copy, data={"from": source.id, "file": plan.id}))


def test_who_never_wrote_a_proposal_is_not_offered_to_copy(visitor):
    call, company = b.a_call("open"), b.a_company()
    transactions.commit()
    visitor.sign_in(b.an_owner(company))
    assert "이전 제안서에서" not in words_of(visitor.get(f"/apply/calls/{call.code}/new"))
    answer = visitor.post(f"/apply/calls/{call.code}/new", data={"company": company.id, "then": "copy"})
    assert "가져올 이전 제안서가 없습니다" in words_of(visitor.get(answer.headers["Location"]))


@pytest.mark.parametrize("odd", ["", "x", "-1", "1e309", "\x00", "😀"])
def test_odd_input_is_answered_kindly(owner, source, odd):
    draft = operations.create_proposal(b.a_call("open"), source.company, by=source.owner)
    transactions.commit()
    at = f"/apply/proposals/{draft.id}/copy"
    assert owner.post(at, data={"from": odd}).status_code == 422
    assert owner.get(at, query_string={"from": odd, "before": odd}).status_code == 200
    assert owner.post(at, data={"from": source.id, "file": odd}).status_code == 200


def test_another_companys_proposal_is_nobodys(owner, source):
    draft = operations.create_proposal(b.a_call("open"), source.company, by=source.owner)
    foreign = b.a_proposal()
    transactions.commit()
    at = f"/apply/proposals/{draft.id}/copy"
    assert owner.get(f"{at}?from={foreign.id}").status_code == 404
    assert owner.post(at, data={"from": foreign.id}).status_code == 404
    assert owner.post(f"/apply/proposals/{source.id}/copy", data={"from": source.id}).status_code == 404

"""Revising between two stages, on the pages of the company, the reviewer and the manager."""

from datetime import timedelta

from portal.foundation import clock, transactions
from portal.foundation.db import db
from portal.proposals import operations
from portal.proposals.models import Answer
from portal.reviews import operations as reviewing
from tests import builders as b
from tests.client import words_of
from tests.proposals.test_revising import a_revisable
from tests.reviews import story


def test_a_company_revises_and_the_panel_and_the_manager_see_what_changed(visitor):
    proposal = a_revisable()
    review, manager = b.a_review(proposal=proposal, stage="final"), b.a_manager(proposal.call)
    reviewing.clear_review(review, by=review.reviewer)
    transactions.commit()
    at = f"/apply/proposals/{proposal.id}"

    visitor.sign_in(proposal.owner)
    assert "다음 단계 전에 제안서를 고칠 수 있습니다" in words_of(visitor.get("/apply"))
    assert "앞 단계를 통과했습니다" in words_of(visitor.get(at))
    assert "마지막 접수 뒤에" in words_of(visitor.get(f"{at}/review"))
    version = db.session.get(Answer, (proposal.id, "team")).version
    page = visitor.post(f"{at}/answers/team", data={"q-team": "연구원 두 명이 더 함께합니다.", "version": version})
    assert page.status_code == 204
    assert "아직 제출하지 않은 수정 내용" in words_of(visitor.get(at))
    sent = visitor.post(f"{at}/revise", data={"version": str(proposal.version)})
    assert sent.location.endswith("/receipts/2")
    assert "수정 제출" in words_of(visitor.get(sent.location))
    assert visitor.post(f"{at}/revise", data={"version": str(proposal.version)}).location == sent.location, "pressed twice"

    visitor.sign_in(review.reviewer)
    page = words_of(visitor.get(f"/review/{review.id}"))
    assert "앞 단계 뒤에 바뀐 내용" in page and "제안서를 고칠 수 있습니다" in page
    assert "연구원 두 명이" in page
    visitor.post(f"/review/{review.id}/write", data={"-".join(k): t.raw for k, t in story.typed(story.full_points(review), review).items()})
    refused = visitor.post(f"/review/{review.id}/confirm", data={"version": "1"})
    assert refused.status_code == 409 and "제안서를 고칠 수 있습니다" in words_of(refused)

    visitor.sign_in(manager)
    assert "앞 단계 뒤에 바뀐 내용" in words_of(visitor.get(f"/manage/proposals/{proposal.id}"))


def test_words_typed_after_the_date_are_kept_and_said_not_to_count(visitor):
    proposal = a_revisable()
    visitor.sign_in(proposal.owner)
    with clock.at(proposal.revise_due_at + timedelta(minutes=1)):
        late = visitor.post(f"/apply/proposals/{proposal.id}/answers/team", data={"q-team": "늦었습니다.", "version": "1"})
        assert late.status_code == 409 and "접수된 내용에는" in words_of(late)
        page = words_of(visitor.get(f"/apply/proposals/{proposal.id}"))
        assert "반영되지 않" in page and "고친 제안서 제출" not in page
    db.session.expire_all()
    assert db.session.get(Answer, (proposal.id, "team")).value == "늦었습니다."
    assert operations.obstacle_to_writing(proposal, by=proposal.owner) is None


def test_once_it_is_decided_no_page_speaks_of_revising(visitor):
    proposal = a_revisable()
    proposal.state = "selected"
    transactions.commit()
    visitor.sign_in(proposal.owner)
    for address in ("/apply", f"/apply/proposals/{proposal.id}", f"/apply/proposals/{proposal.id}/review"):
        page = words_of(visitor.get(address))
        assert "수정 기한" not in page and "고칠 수 있습니다" not in page, address

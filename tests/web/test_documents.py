"""Documents after passing, on the pages: the company hands in, the city watches and moves dates, the panel reads its own."""

import io
from datetime import timedelta

import pytest

from portal.foundation import clock, filing, transactions
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.files.scan import EICAR
from portal.proposals import operations
from portal.proposals.models import Attachment, Proposal
from tests import builders as b
from tests.client import words_of
from tests.proposals import story
from tests.proposals.story import CERTIFICATES, a_passed_proposal, a_selected_proposal, hand_in


@pytest.fixture
def passed():
    proposal = a_passed_proposal()
    transactions.commit()
    return proposal


def at(proposal, rest=""):
    return f"/apply/proposals/{proposal.id}/documents{rest}"


def upload(visitor, proposal, name, content, slot="brc"):
    data = {"file": (io.BytesIO(content), name)}
    return visitor.post(at(proposal, f"/{slot}"), data=data, content_type="multipart/form-data")


def really_hand_in(proposal, *keys):
    """With files that are there to be downloaded."""
    return [operations.hand_in_document(proposal, key, filing.receive(story.a_pdf(), f"{key}.pdf", ["pdf"], 10**6, proposal.owner),
                                        by=proposal.owner) for key in keys]


def test_the_first_page_the_proposal_and_the_documents_page_say_what_is_missing_and_until_when(visitor, passed):
    visitor.sign_in(passed.owner)
    assert "아직 내지 않은 필수 서류가 5건 있습니다" in words_of(visitor.get("/apply"))
    assert "제출할 서류" in words_of(visitor.get(f"/apply/proposals/{passed.id}"))
    page = words_of(visitor.get(at(passed)))
    assert "사업자등록증명" in page and "5건 미제출" in page and "통장사본" not in page


def test_a_file_is_received_at_once_replaced_and_taken_out(visitor, passed):
    visitor.sign_in(passed.owner)
    assert upload(visitor, passed, "증명.pdf", story.a_pdf().read()).status_code == 302
    assert "서류를 받았습니다" in words_of(visitor.get(at(passed)))
    row = db.session.query(Attachment).filter_by(slot="brc").one()
    assert db.session.get(Proposal, passed.id).documents_missing == 4
    assert visitor.post(at(passed, f"/{row.id}/remove")).status_code == 302
    assert visitor.post(at(passed, f"/{row.id}/remove")).status_code == 409
    assert db.session.get(Proposal, passed.id).documents_missing == 5


@pytest.mark.parametrize("name, content, status", [
    ("증명.pdf", b"this is no PDF", 415), ("증명.exe", b"MZ" * 50, 415), ("빈 파일.pdf", b"", 422), ("나쁜.pdf", EICAR, 422),
    ("a" * 400 + ".pdf", b"%PDF-", 415)])
def test_a_bad_file_is_refused_beside_its_slot(visitor, passed, name, content, status):
    visitor.sign_in(passed.owner)
    answer = upload(visitor, passed, name, content)
    assert 400 <= answer.status_code < 500 and "data-reason" in answer.text
    assert db.session.query(Attachment).filter_by(slot="brc").count() == 0


def test_no_file_an_unknown_slot_and_a_late_one_are_answered_in_words(visitor, passed):
    visitor.sign_in(passed.owner)
    assert visitor.post(at(passed, "/brc")).status_code == 422
    assert visitor.post(at(passed, "/nothing")).status_code == 404
    assert upload(visitor, passed, "a.pdf", story.a_pdf().read(), "bank").status_code == 409
    with clock.at(passed.documents_due_at + timedelta(seconds=1)):
        late = upload(visitor, passed, "a.pdf", story.a_pdf().read())
        assert late.status_code == 409 and "기한이 지났습니다" in words_of(late)
        assert "기한이 지났습니다" in words_of(visitor.get(at(passed)))


def test_a_company_that_was_asked_for_nothing_reads_so(visitor):
    proposal = b.a_proposal("in_review")
    visitor.sign_in(proposal.owner)
    assert "더 낼 서류가 없습니다" in words_of(visitor.get(at(proposal)))
    assert "제출할 서류" not in words_of(visitor.get(f"/apply/proposals/{proposal.id}"))


def test_the_manager_sees_who_is_incomplete_opens_a_file_and_sets_another_date(visitor, passed):
    row, = really_hand_in(passed, "brc")
    visitor.sign_in(b.a_manager(passed.call))
    assert "미제출 기업 1곳" in words_of(visitor.get(f"/manage/calls/{passed.call.code}"))
    listed = words_of(visitor.get(f"/manage/calls/{passed.call.code}/documents?missing=1"))
    assert passed.number in listed and "4건 미제출" in listed
    one = f"/manage/proposals/{passed.id}/documents"
    assert row.file.name in visitor.get(one).text
    assert visitor.get(f"{one}/{row.id}").headers["Content-Disposition"].startswith("attachment")
    version = {"version": db.session.get(Proposal, passed.id).version}
    wrong = visitor.post(f"{one}/due", data={**version, "due_on": "0001-01-01", "reason": ""})
    assert wrong.status_code == 422 and 'id="due_on"' in wrong.text
    assert visitor.post(f"{one}/due", data={**version, "due_on": "1e309", "reason": "사유"}).status_code == 422
    day = f"{clock.in_seoul(now()) + timedelta(days=20):%F}"
    assert visitor.post(f"{one}/due", data={**version, "due_on": day, "reason": "공휴일이 끼었습니다."}).status_code == 302
    assert visitor.post(f"{one}/due", data={**version, "due_on": day, "reason": "공휴일이 끼었습니다."}).status_code == 409
    assert f"{db.session.get(Proposal, passed.id).documents_due_at.astimezone(clock.KST):%F %H:%M}" == f"{day} 18:00"


def test_a_call_without_documents_says_when_they_are_asked_for(visitor):
    call = b.a_call("closed")
    visitor.sign_in(b.a_manager(call))
    assert "아직 서류를 요청한 기업이 없습니다" in words_of(visitor.get(f"/manage/calls/{call.code}/documents"))


@pytest.mark.parametrize("rows", [1, 30])
def test_the_list_reads_three_statements_however_many_rows(visitor, statements, rows):
    call = b.a_call("closed")
    for _ in range(rows):
        a_passed_proposal(call=call)
    visitor.sign_in(b.a_manager(call))
    address = f"/manage/calls/{call.code}/documents"
    visitor.get(address)
    statements.clear()
    assert visitor.get(address).status_code == 200
    assert len(statements) == 3


def test_the_panel_of_the_stage_reads_the_deck_and_no_certificate(visitor, passed):
    deck, certificate = really_hand_in(passed, "deck", "brc")
    review = b.a_review("open", proposal=passed, seat=b.a_seat(passed.call, stage="final"), stage="final")
    visitor.sign_in(review.seat.user)
    page = visitor.get(f"/review/{review.id}").text
    assert deck.file.name in page and certificate.file.name not in page
    assert visitor.get(f"/review/{review.id}/documents/{deck.id}").status_code == 200
    assert visitor.get(f"/review/{review.id}/documents/{certificate.id}").status_code == 404


def test_the_panel_of_the_first_stage_sees_no_document_of_a_later_one(visitor, passed):
    deck, = hand_in(passed, "deck")
    review = b.a_review("open", proposal=passed, seat=b.a_seat(passed.call))
    visitor.sign_in(review.seat.user)
    assert visitor.get(f"/review/{review.id}/documents/{deck.id}").status_code == 404


def test_complete_documents_ask_nothing_more_of_the_company(visitor):
    proposal = a_selected_proposal()
    hand_in(proposal, *CERTIFICATES, "bank", "insurance", "pledge")
    visitor.sign_in(proposal.owner)
    assert "필수 서류를 모두 냈습니다" in words_of(visitor.get(f"/apply/proposals/{proposal.id}"))
    assert "아직 내지 않은" not in words_of(visitor.get("/apply"))

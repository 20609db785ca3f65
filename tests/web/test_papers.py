"""The pages of a company's file."""

import io
from datetime import timedelta

import pytest

from portal.foundation import transactions
from portal.foundation.clock import today
from portal.foundation.db import db
from portal.papers.models import Paper
from tests import builders as b
from tests.client import words_of
from tests.proposals import story


@pytest.fixture
def company():
    company = b.a_company()
    transactions.commit()
    return company


@pytest.fixture
def owner(visitor, company):
    return visitor.sign_in(b.an_owner(company))


def send(owner, company, where="", content=b"", name="국세 납세증명서.pdf", **fields):
    data = {"kind": "tax_nat", **fields, "file": (io.BytesIO(content), name)}
    return owner.post(f"/apply/company/{company.id}/papers{where}", data=data, content_type="multipart/form-data")


def test_a_document_comes_in_is_downloaded_as_it_was_replaced_and_taken_out(owner, company):
    pdf, until = story.a_pdf().read(), today() + timedelta(days=20)
    assert send(owner, company, content=pdf, valid_until=until.isoformat()).status_code == 302
    row = db.session.query(Paper).one()
    words = words_of(owner.get(f"/apply/company/{company.id}/papers"))
    assert "국세 납세증명서" in words and "곧 만료" in words
    file = owner.get(f"/apply/company/{company.id}/papers/{row.id}/file")
    assert file.get_data() == pdf
    file.close()
    fresh = story.a_pdf("newer").read()
    assert send(owner, company, f"/{row.id}/replace", fresh, version="1").status_code == 302
    page = send(owner, company, f"/{row.id}/replace", fresh, version="1", valid_until="2099-01-31")
    assert page.status_code == 409 and "2099-01-31" in page.text
    assert "국세 납세증명서" in words_of(owner.get(f"/apply/company/{company.id}/papers/earlier"))
    newer = db.session.query(Paper).filter_by(replaces_id=row.id).one()
    at = f"/apply/company/{company.id}/papers/{newer.id}/remove"
    assert owner.post(at, data={"version": "0"}).status_code == 409
    assert owner.post(at, data={"version": str(newer.version)}).status_code == 302
    assert "보관 중인 서류가 없습니다" in words_of(owner.get(f"/apply/company/{company.id}/papers"))


def test_an_award_comes_in_with_its_proof(owner, company):
    assert "수상 추가" in words_of(owner.get(f"/apply/company/{company.id}/papers/new?kind=award"))
    page = send(owner, company, kind="award", title="CES 혁신상", giver="", year="2025", name="")
    assert page.status_code == 422 and "CES 혁신상" in page.text and "먼저 파일을 골라 주세요" in words_of(page)
    award = {"kind": "award", "title": "CES 혁신상", "giver": "CTA", "year": "2025"}
    assert send(owner, company, content=story.a_pdf().read(), **award).status_code == 302
    assert "CES 혁신상" in words_of(owner.get(f"/apply/company/{company.id}/papers"))


@pytest.mark.parametrize(("name", "content"), [("가짜.pdf", b"not a pdf"), ("그림.exe", b"MZ"), ("빈 파일.pdf", b"")])
def test_a_file_that_is_not_what_it_says_is_refused_beside_the_field(owner, company, name, content):
    page = send(owner, company, content=content, name=name, valid_until="2099-01-31")
    assert page.status_code == 422 and "form-hint-invalid" in page.text and "2099-01-31" in page.text
    assert db.session.query(Paper).count() == 0


@pytest.mark.parametrize("odd", ["", "\x00", "😀" * 5000, "\u1112\u1161\u11ab", "-1", "1e309", "0001-01-01", "<b>"])
def test_odd_input_is_answered_kindly(owner, company, odd):
    paper = b.a_paper(company)
    transactions.commit()
    names = ("kind", "title", "issued_on", "valid_until", "giver", "year", "version")
    at = f"/apply/company/{company.id}/papers"
    assert owner.post(at, data=dict.fromkeys(names, odd)).status_code == 422
    assert owner.post(at, data={**dict.fromkeys(names, odd), "kind": "award"}).status_code == 422
    assert owner.post(f"{at}/{paper.id}/replace", data=dict.fromkeys(names, odd)).status_code in (409, 422)
    assert owner.post(f"{at}/{paper.id}/remove", data={"version": odd}).status_code == 409
    assert owner.get(f"{at}/new", query_string={"kind": odd}).status_code == 200
    assert owner.get(f"{at}/earlier", query_string={"before": odd}).status_code == 200


@pytest.mark.parametrize("rows", [1, 30])
@pytest.mark.parametrize("page", ["", "/earlier"])
def test_the_pages_ask_the_same_whatever_they_hold(owner, company, statements, page, rows):
    for _each in range(rows):
        b.a_paper(company), b.an_award(company), b.a_paper(company, retired_at=b.now())
    transactions.commit()
    statements.clear()
    assert owner.get(f"/apply/company/{company.id}/papers{page}").status_code == 200
    assert len(statements) == 3


def test_a_slot_offers_what_may_be_used_first_what_was_made_for_it_and_says_why_another_may_not(visitor):
    proposal = story.a_passed_proposal()
    fresh, other = b.a_paper(proposal.company, "tax_loc"), b.a_paper(proposal.company, "patent", left=None)
    b.a_paper(proposal.company, "tax_nat", left=-1)
    transactions.commit()
    visitor.sign_in(proposal.owner)
    at = f"/apply/proposals/{proposal.id}/documents"
    page = visitor.get(at)
    local = page.text.split('id="slot-tax_loc"')[1].split("</section>")[0]
    assert local.index(f'value="{fresh.id}" selected') < local.index(f'value="{other.id}"')
    national = page.text.split('id="slot-tax_nat"')[1].split("</section>")[0]
    assert "유효기간이 끝났습니다" in national
    assert visitor.post(f"{at}/tax_loc/paper", data={"paper": fresh.id}).status_code == 302
    for odd in ("", "x", "1e309"):
        assert visitor.post(f"{at}/tax_nat/paper", data={"paper": odd}).status_code == 422
    assert visitor.post(f"{at}/tax_nat/paper", data={"paper": 999_999}).status_code == 404
    assert visitor.post(f"{at}/nonsense/paper", data={"paper": fresh.id}).status_code == 404


def test_an_award_is_offered_where_a_bonus_is_claimed(visitor):
    draft = b.a_proposal()
    award = b.an_award(draft.company)
    transactions.commit()
    visitor.sign_in(draft.owner)
    at = f"/apply/proposals/{draft.id}"
    assert "CES 혁신상" in words_of(visitor.get(f"{at}/consents"))
    assert visitor.post(f"{at}/attachments/bonus/paper", data={"paper": award.id}).status_code == 302
    bonus = visitor.get(f"{at}/attachments").text.split('id="slot-bonus"')[1].split("</section>")[0]
    assert award.file.name in bonus

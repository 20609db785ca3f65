"""Files of a proposal come in, are refused by name, go out; and a supplement opens only what was asked for."""

import io
from datetime import timedelta

import pytest
from flask import g

from portal.foundation import clock
from portal.foundation.db import db
from portal.foundation.files.scan import EICAR
from portal.proposals.models import Attachment, Proposal
from tests import builders as b
from tests.client import words_of
from tests.proposals import story
from tests.proposals.pages import at, forms_in


@pytest.fixture
def draft():
    return story.a_written_proposal()


@pytest.fixture
def owner(visitor, draft):
    return visitor.sign_in(draft.owner)


def upload(owner, proposal, name, content, slot="cert"):
    data = {"file": (content if hasattr(content, "read") else io.BytesIO(content), name)}
    return owner.post(at(proposal, f"/attachments/{slot}"), data=data, content_type="multipart/form-data")


def test_a_file_comes_in_is_downloaded_as_it_was_and_taken_out(owner, draft):
    pdf = story.a_pdf().read()
    assert upload(owner, draft, "시험 성적서.pdf", pdf).status_code == 302
    row = db.session.query(Attachment).filter_by(slot="cert").one()
    file = owner.get(at(draft, f"/files/{row.id}"))
    assert file.get_data() == pdf and file.headers["Content-Disposition"].startswith("attachment")
    assert "sandbox" in file.headers["Content-Security-Policy"]
    file.close()
    assert owner.post(at(draft, f"/attachments/{row.id}/remove")).status_code == 302
    assert owner.post(at(draft, f"/attachments/{row.id}/remove")).status_code == 409


@pytest.mark.parametrize(("name", "content"), [
    ("바이러스.pdf", None), ("그림.exe", b"MZ"), ("가짜.pdf", b"not a pdf at all"), ("빈 파일.pdf", b""),
    ("../../a.php", b"<?php"),
])
def test_a_refused_file_is_named_beside_its_slot(owner, draft, name, content):
    if content is None:
        content = story.a_pdf().read() + b"\n%" + EICAR
    page = upload(owner, draft, name, content)
    assert page.status_code == 422
    box = page.text.split('id="upload-cert"')[1].split("</section>")[0]
    assert "form-hint-invalid" in box and page.text.index("data-reason") < page.text.index("<main")
    assert db.session.query(Attachment).filter_by(slot="cert").count() == 0


def test_a_file_over_the_limit_is_refused(owner, draft):
    page = upload(owner, draft, "큰 파일.pdf", b"%PDF-1.7\n" + b"0" * 30_000_001)
    assert page.status_code == 413 and "form-hint-invalid" in page.text


def test_an_unknown_slot_or_file_is_missing(owner, draft):
    assert upload(owner, draft, "a.pdf", story.a_pdf(), slot="nope").status_code == 404
    assert owner.get(at(draft, "/files/99999")).status_code == 404
    other = story.a_written_proposal()
    g.pop("_login_user", None)
    assert owner.get(at(draft, f"/files/{other.attachments[0].id}")).status_code == 404
    assert owner.post(at(draft, f"/attachments/{other.attachments[0].id}/remove")).status_code == 404


def test_a_supplement_opens_only_what_was_asked_for(visitor):
    proposal = story.a_received_proposal()
    story.a_supplement(proposal, by=b.a_manager(proposal.call), fields=("team",), slots=("cert",))
    visitor.sign_in(proposal.owner)
    page = visitor.get(at(proposal))
    assert "인력 표를 보완해 주세요." in words_of(page) and "#question-team" in page.text
    assert "q-solution" not in visitor.get(at(proposal, "/sections/plan")).text
    form = forms_in(visitor.get(at(proposal, "/sections/team")))
    assert visitor.post(at(proposal, "/sections/team"), data={**form, "q-team": "보완한 인력"}).status_code == 302
    assert upload(visitor, proposal, "성적서.pdf", story.a_pdf()).status_code == 302
    version = proposal.version
    sent = visitor.post(at(proposal, "/supplement"), data={"version": version})
    assert sent.location == at(proposal, "/receipts/2")
    assert proposal.submission.answers["team"] == "보완한 인력"
    again = visitor.post(at(proposal, "/supplement"), data={"version": version})
    assert again.status_code == 302 and again.location == sent.location, "the second click shows the same receipt"
    assert db.session.get(Proposal, proposal.id).submission_number == 2


def test_a_late_supplement_says_so(visitor):
    proposal = story.a_received_proposal()
    story.a_supplement(proposal, by=b.a_manager(proposal.call))
    visitor.sign_in(proposal.owner)
    version = proposal.version
    with clock.at(proposal.supplement_due_at + timedelta(seconds=1)):
        assert visitor.post(at(proposal, "/supplement"), data={"version": version}).status_code == 409
    assert proposal.submission_number == 1

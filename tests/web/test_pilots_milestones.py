"""Claiming with files, checking, and sending back, over the pages."""

import io
from datetime import timedelta

import pytest
from flask import g

from portal.foundation.clock import today
from portal.foundation.db import db
from portal.foundation.stored_files import StoredFile
from portal.pilots.models import Claim, Milestone
from tests import builders as b
from tests.client import visit, words_of
from tests.foundation.files import samples

NOTE = "착수보고서와 세부 일정을 올립니다."


def as_(app, user):
    """A window of one's own; what an earlier window of this test knew of its person is forgotten."""
    g.pop("_login_user", None)
    return visit(app).sign_in(user)


def a_pdf(name="착수보고서.pdf"):
    return io.BytesIO(samples.pdf()), name


def address(milestone, room="apply"):
    return f"/{room}/pilots/{milestone.pilot_id}/milestones/{milestone.id}"


def claim(window, milestone, *files, note=NOTE, version=None):
    return window.post(f"{address(milestone)}/claim", content_type="multipart/form-data", data={
        "note": note, "version": milestone.version if version is None else version, "files": list(files)})


def test_a_claim_with_files_is_read_and_downloaded_by_the_other_side(app, visitor):
    milestone = b.a_milestone()
    owner, manager = b.an_owner(milestone.pilot.company), b.a_manager(milestone.pilot.call)
    assert claim(visitor.sign_in(owner), milestone, a_pdf(), a_pdf("일정표.pdf")).status_code == 302
    (row,) = db.session.query(Claim).all()
    assert [piece.file.name for piece in row.files] == ["착수보고서.pdf", "일정표.pdf"]
    window = as_(app, manager)
    words = words_of(window.get(address(milestone, "manage")))
    for told in ("1차 보고", NOTE, "착수보고서.pdf", owner.name, "한국시간", "승인하기", "돌려보내기"):
        assert told in words, told
    download = window.get(f"{address(milestone, 'manage')}/files/{row.files[0].id}")
    assert (download.status_code, download.data) == (200, samples.pdf())
    assert "attachment" in download.headers["Content-Disposition"]
    download.close()


def test_evidence_is_for_those_who_see_the_pilot_and_under_its_own_milestone(app, visitor):
    pilot = b.a_pilot()
    milestone, other = b.a_milestone(pilot=pilot), b.a_milestone(pilot=pilot)
    owner = b.an_owner(pilot.company)
    claim(visitor.sign_in(owner), milestone, a_pdf())
    piece = db.session.query(Claim).one().files[0].id
    assert as_(app, owner).get(f"{address(other)}/files/{piece}").status_code == 404
    assert as_(app, owner).get(f"{address(milestone, 'manage')}/files/{piece}").status_code == 404
    for stranger in (b.an_owner(b.a_company("㈜남의회사(가상)")), b.a_manager(b.a_program()), b.an_administrator()):
        window = as_(app, stranger)
        assert window.get(f"{address(milestone)}/files/{piece}").status_code == 404
        assert window.get(f"{address(milestone, 'manage')}/files/{piece}").status_code == 404


def test_a_refused_file_is_named_and_nothing_is_half_claimed(visitor):
    milestone = b.a_milestone()
    answer = claim(visitor.sign_in(b.an_owner(milestone.pilot.company)), milestone, a_pdf(),
                   (io.BytesIO(b"MZ..."), "설치프로그램.exe"), (io.BytesIO(b""), "빈 보고서.pdf"))
    assert answer.status_code == 422
    words = words_of(answer)
    assert "설치프로그램.exe" in words
    assert "빈 보고서.pdf" in words
    assert NOTE in answer.get_data(as_text=True)
    assert (db.session.query(Claim).count(), db.session.query(StoredFile).count()) == (0, 0)
    assert db.session.get(Milestone, milestone.id).state == "planned"


@pytest.mark.parametrize(("note", "files"), [
    ("", [a_pdf]), ("짧은 글", [a_pdf]), (NOTE, []), ("가" * 2001, [a_pdf]), ("\0" * 20, [a_pdf]), ("", [])])
def test_what_is_missing_is_said_beside_its_field_and_what_was_typed_stays(visitor, note, files):
    milestone = b.a_milestone()
    answer = claim(visitor.sign_in(b.an_owner(milestone.pilot.company)), milestone, *(make() for make in files), note=note)
    assert answer.status_code == 422
    text = answer.get_data(as_text=True)
    assert 'class="error-summary"' in text
    assert note.replace("\0", "") in text
    assert db.session.query(Claim).count() == 0


def test_a_short_note_and_a_refused_file_are_told_at_once(visitor):
    milestone = b.a_milestone()
    visitor.sign_in(b.an_owner(milestone.pilot.company))
    answer = claim(visitor, milestone, (io.BytesIO(b"MZ"), "설치.exe"), note="짧다")
    summary = answer.get_data(as_text=True).partition('class="error-summary"')[2].partition("</ul>")[0]
    assert (answer.status_code, summary.count("<li>")) == (422, 2)


def test_eleven_files_are_too_many(visitor):
    milestone = b.a_milestone()
    answer = claim(visitor.sign_in(b.an_owner(milestone.pilot.company)), milestone, *(a_pdf(f"{n}.pdf") for n in range(11)))
    assert (answer.status_code, db.session.query(StoredFile).count()) == (422, 0)
    assert "10개까지" in words_of(answer)


def test_a_double_click_makes_one_claim(visitor):
    milestone = b.a_milestone()
    visitor.sign_in(b.an_owner(milestone.pilot.company))
    seen = milestone.version
    assert [claim(visitor, milestone, a_pdf(), version=seen).status_code for _click in range(2)] == [302, 409]
    assert db.session.query(Claim).count() == 1


def test_of_two_managers_the_second_is_told_and_keeps_what_was_typed(app, visitor):
    milestone = b.a_milestone("claimed")
    b.a_claim(milestone, by=b.an_owner(milestone.pilot.company))
    seen, where = milestone.version, address(milestone, "manage")
    first, second = b.a_manager(milestone.pilot.call), b.a_manager(milestone.pilot.call)
    assert visitor.sign_in(first).post(f"{where}/accept", data={"version": seen}).status_code == 302
    answer = as_(app, second).post(f"{where}/return", data={"version": seen, "reason": "둘째 담당자의 사유입니다."})
    assert answer.status_code == 409
    assert "그 사이에" in words_of(answer) or "바뀌었습니다" in words_of(answer)
    assert db.session.get(Milestone, milestone.id).state == "accepted"


def test_sending_back_without_a_reason_stays_on_the_page(visitor):
    milestone = b.a_milestone("claimed")
    visitor.sign_in(b.a_manager(milestone.pilot.call))
    answer = visitor.post(f"{address(milestone, 'manage')}/return", data={"version": milestone.version, "reason": "미흡"})
    assert answer.status_code == 422
    assert "10자 이상" in words_of(answer)
    assert "<details class=\"fold\" open>" in answer.get_data(as_text=True)


def test_every_version_stays_to_be_read(visitor):
    milestone = b.a_milestone("claimed")
    owner, manager = b.an_owner(milestone.pilot.company), b.a_manager(milestone.pilot.call)
    b.a_claim(milestone, by=owner, note="첫 번째로 올린 보고서입니다.")
    visitor.sign_in(manager).post(f"{address(milestone, 'manage')}/return", data={
        "version": milestone.version, "reason": "보험 증권이 빠져 있습니다."})
    words = words_of(visitor.get(address(milestone, "manage")))
    for told in ("첫 번째로 올린 보고서입니다.", "보험 증권이 빠져 있습니다.", "돌려보냄", manager.name):
        assert told in words, told


def test_the_officer_claims_what_the_department_promised_and_somebody_else_checks_it(app, visitor):
    department = b.a_department()
    milestone = b.a_milestone(pilot=b.a_pilot(department=department), owner="demand_department", approver="demand_department")
    officer = b.an_officer(department)
    answer = visitor.sign_in(officer).post(f"{address(milestone, 'manage')}/claim", content_type="multipart/form-data", data={
        "note": "설치를 마쳤습니다. 점검표를 올립니다.", "version": milestone.version, "files": [a_pdf("점검표.pdf")]})
    assert answer.status_code == 302
    words = words_of(visitor.get(address(milestone, "manage")))
    assert "직접 완료를 보고했으므로 다른 사람이 확인합니다" in words
    assert "승인하기" not in words
    own = visitor.post(f"{address(milestone, 'manage')}/accept", data={
        "version": db.session.get(Milestone, milestone.id).version})
    assert own.status_code == 403
    colleague = as_(app, b.an_officer(department))
    assert colleague.post(f"{address(milestone, 'manage')}/accept", data={
        "version": db.session.get(Milestone, milestone.id).version}).status_code == 302


def test_a_due_date_is_moved_and_both_dates_are_shown(visitor):
    milestone = b.a_milestone(due_on=today() + timedelta(days=1))
    visitor.sign_in(b.a_manager(milestone.pilot.call))
    later = today() + timedelta(days=30)
    where = f"{address(milestone, 'manage')}/reschedule"
    given = {"version": milestone.version, "reason": "도로점용 허가가 늦어졌습니다."}
    for wrong in ("", "내일", "0001-01-01", "9999-12-31", "2026-02-30", "\0", "1e309"):
        assert visitor.post(where, data={**given, "due_on": wrong}).status_code == 422
    assert visitor.post(where, data={**given, "due_on": later.isoformat()}).status_code == 302
    words = words_of(visitor.get(address(milestone, "manage")))
    for told in (f"{later:%Y.%m.%d}", f"{today() + timedelta(days=1):%Y.%m.%d}", given["reason"], "기한을 바꾼 기록"):
        assert told in words, told


def test_after_the_end_nothing_is_asked_for(visitor):
    milestone = b.a_milestone(pilot=b.a_pilot("terminated"))
    page = visitor.sign_in(b.an_owner(milestone.pilot.company)).get(address(milestone))
    assert "실증이 끝났습니다" in words_of(page)
    assert 'type="file"' not in page.get_data(as_text=True)


@pytest.mark.parametrize("claims", [0, 4])
def test_a_milestone_reads_the_same_statements_however_many_claims(visitor, statements, claims):
    milestone = b.a_milestone("claimed")
    owner = b.an_owner(milestone.pilot.company)
    for _n in range(claims):
        b.a_claim(milestone, by=owner, files=(b.a_stored_file(), b.a_stored_file()))
    visitor.sign_in(b.a_manager(milestone.pilot.call))
    where = address(milestone, "manage")
    db.session.expunge_all()
    statements.clear()
    assert visitor.get(where).status_code == 200
    assert len(statements) == (6 if claims else 5)

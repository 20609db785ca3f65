"""A company's file: documents with their dates, awards with their proof; a newer one follows, the former is kept."""

from datetime import date, timedelta

import pytest

from portal.foundation import clock, transactions
from portal.foundation.clock import today
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Invalid, Missing, Refused, Stale
from portal.foundation.history import history_of
from portal.foundation.outbox import Letter
from portal.foundation.policy import SYSTEM
from portal.jobs.letters import compose
from portal.papers import operations, queries
from portal.papers.models import Paper
from portal.papers.standing import standing
from tests import builders as b

DOCUMENT = {"kind": "tax_nat", "issued_on": "2026-01-02", "valid_until": "2099-01-31"}
AWARD = {"kind": "award", "title": "CES 혁신상", "giver": "CTA", "year": "2025"}


@pytest.fixture
def company():
    return b.a_company()


@pytest.fixture
def member(company):
    return b.a_member(company)


@pytest.mark.parametrize(("left", "word"), [(31, "valid"), (30, "expiring"), (0, "expiring"), (-1, "expired")])
def test_how_it_stands_is_asked_of_the_calendar(left, word):
    assert standing(today() + timedelta(days=left), today()) == word


def test_without_a_last_day_it_does_not_expire():
    assert standing(None, date(2200, 1, 1)) == "valid"


def test_a_member_adds_a_document_and_an_award(company, member):
    document = operations.add_paper(company, DOCUMENT, b.a_stored_file(), by=member)
    award = operations.add_paper(company, AWARD, b.a_stored_file(), by=member)
    transactions.commit()
    assert (document.valid_until, document.is_award) == (date(2099, 1, 31), False)
    assert (award.year, award.giver, award.is_award) == (2025, "CTA", True)
    assert queries.papers_of(company.id, viewer=member) == [document, award]
    assert [entry.verb for entry in history_of(document)] == ["add"]


def test_the_same_file_with_the_same_words_once_more_changes_nothing(company, member):
    file, again = b.a_stored_file(), b.a_stored_file()
    again.sha256 = file.sha256
    first = operations.add_paper(company, DOCUMENT, file, by=member)
    assert operations.add_paper(company, DOCUMENT, again, by=member) is first


@pytest.mark.parametrize(("typed", "field"), [
    ({**DOCUMENT, "kind": "nonsense"}, "kind"), ({**DOCUMENT, "kind": "other"}, "title"), ({}, "kind"),
    ({**DOCUMENT, "issued_on": "2999-01-01"}, "issued_on"), ({**DOCUMENT, "valid_until": "0001-01-01"}, "valid_until"),
    ({**DOCUMENT, "valid_until": "1e309"}, "valid_until"), ({**DOCUMENT, "valid_until": "2025-12-31"}, "valid_until"),
    ({**DOCUMENT, "valid_until": "２０２７-01-01"}, "valid_until"), ({**DOCUMENT, "title": "가" * 101}, "title"),
    ({**AWARD, "year": ""}, "year"), ({**AWARD, "year": "-1"}, "year"), ({**AWARD, "title": "😀"}, "title"),
    ({**AWARD, "giver": "\0"}, "giver"),
])
def test_odd_words_are_refused_beside_their_field(company, member, typed, field):
    with pytest.raises(Invalid) as refusal:
        operations.add_paper(company, typed, b.a_stored_file(), by=member)
    assert field in refusal.value.fields


def test_a_newer_one_takes_its_place_and_the_former_is_kept(company, member):
    former = b.a_paper(company, left=-3)
    newer = operations.replace_paper(former, DOCUMENT, b.a_stored_file(), by=member, seen=former.version)
    transactions.commit()
    assert (newer.replaces_id, newer.kind) == (former.id, former.kind)
    assert queries.papers_of(company.id, viewer=member) == [newer]
    assert queries.earlier_papers_of(company.id, viewer=member) == [former]
    with pytest.raises(Refused, match="earlier document"):
        operations.replace_paper(former, DOCUMENT, b.a_stored_file(), by=member)


def test_dates_are_put_right_with_the_same_file(company, member):
    former = b.a_paper(company)
    assert operations.replace_paper(former, DOCUMENT, by=member).file_id == former.file_id


def test_the_second_of_two_is_told(company, member):
    paper = b.a_paper(company)
    with pytest.raises(Stale):
        operations.replace_paper(paper, DOCUMENT, by=member, seen=paper.version - 1)
    with pytest.raises(Stale):
        operations.remove_paper(paper, by=member, seen=paper.version - 1)
    operations.remove_paper(paper, by=member, seen=paper.version)
    transactions.commit()
    assert queries.papers_of(company.id, viewer=member) == []


def test_the_file_is_bounded(company, member, monkeypatch):
    monkeypatch.setattr(operations.adding, "MOST", 2)
    b.a_paper(company), b.a_paper(company, "fin")
    with pytest.raises(Refused, match="holds 2"):
        operations.add_paper(company, DOCUMENT, b.a_stored_file(), by=member)


def test_nobody_else_sees_or_changes_it(company):
    paper, stranger = b.a_paper(company), b.an_owner(b.a_company())
    manager = b.a_manager(b.a_program())
    for viewer in (stranger, manager):
        assert queries.papers_of(company.id, viewer=viewer) == []
        with pytest.raises(Missing):
            queries.get_paper(company.id, paper.id, viewer=viewer)
        with pytest.raises(Forbidden):
            operations.remove_paper(paper, by=viewer)
        with pytest.raises(Forbidden):
            operations.add_paper(company, DOCUMENT, b.a_stored_file(), by=viewer)


def remind(day):
    """What the clock does on a morning."""
    with clock.at(clock.start_of(day) + timedelta(hours=9)), transactions.transaction():
        return operations.remind_of_papers(by=SYSTEM)


def letters():
    return db.session.query(Letter).filter_by(template="paper_expires").order_by(Letter.id).all()


@pytest.fixture
def paper(company, member):
    paper = b.a_paper(company, left=40)
    transactions.commit()
    return paper


def test_it_is_told_thirty_and_seven_days_before_and_never_twice(paper):
    until = paper.valid_until
    told = [remind(until - timedelta(days=left)) for left in (31, 30, 29, 8, 7, 7, 6, 0)]
    assert told == [0, 1, 0, 0, 1, 0, 0, 0] and remind(until + timedelta(days=1)) == 0
    assert [letter.context["days"] for letter in letters()] == [30, 7]
    with clock.at(clock.start_of(until - timedelta(days=7)) + timedelta(hours=8)):
        assert operations.remind_of_papers(by=SYSTEM) == 0


def test_after_a_pause_only_the_later_one_is_sent(paper):
    assert remind(paper.valid_until - timedelta(days=5)) == 1
    assert [letter.context["days"] for letter in letters()] == [5]


def test_what_was_replaced_or_added_late_is_not_told(company, member, paper):
    newer = operations.replace_paper(paper, DOCUMENT, by=member)
    late = b.a_paper(company, left=20)
    transactions.commit()
    assert remind(today() + timedelta(days=1)) == 0 and newer.reminded_for is None
    assert remind(late.valid_until - timedelta(days=7)) == 1


def test_everyone_of_the_company_hears_in_their_language(company, member, paper):
    b.an_owner(company, locale="en"), b.an_owner(b.a_company())
    transactions.commit()
    remind(paper.valid_until - timedelta(days=7))
    subjects = {letter.locale: compose(letter)["Subject"] for letter in letters()}
    assert subjects == {"ko": "[만료 7일 전] “국세 납세증명서” 유효기간이 곧 끝납니다",
                        "en": "[7 days left] “National tax clearance certificate” expires"}


def test_only_the_portal_itself_reminds(paper, member):
    with pytest.raises(Forbidden):
        operations.remind_of_papers(by=member)


def test_the_database_refuses_an_award_without_a_year(company):
    with pytest.raises(Refused), transactions.told_kindly():
        db.session.add(Paper(company_id=company.id, kind="award", title="상", file=b.a_stored_file()))
        db.session.flush()

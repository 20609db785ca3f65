"""Owners of sites are asked about a proposal and answer: who sees what, letters both ways, repeats, races and bad input."""

from datetime import timedelta

import pytest

from portal.foundation import history, outbox, transactions
from portal.foundation.clock import today
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Invalid, Refused, Stale
from portal.proposals import operations
from portal.proposals.models import Siting
from portal.proposals.sitings import answers_of_owners, waiting_and_overdue
from portal.sites.models import Site
from tests import builders as b
from tests.client import words_of

NOTE = "보도에서 배송 로봇이 하루 네 시간 다닙니다."


@pytest.fixture
def proposal():
    found = b.a_proposal("submitted")
    found.submission.answers = {**found.submission.answers, "site_pref": ["GN-S2", "GN-S1"]}
    transactions.commit()
    return found


@pytest.fixture
def manager(proposal):
    return b.a_manager(proposal.call)


@pytest.fixture
def officer(proposal):
    return b.an_officer(proposal.call.program.department)


def in_days(n):
    return today() + timedelta(days=n)


def asked(proposal, manager):
    found = operations.ask_owners(proposal, NOTE, in_days(7), by=manager)
    transactions.commit()
    return found


def ranked(proposal):
    return proposal.submission.answers["site_pref"]


def test_each_owner_of_a_ranked_site_is_asked_once_and_told(proposal, manager, officer):
    found = asked(proposal, manager)
    assert [(siting.rank, siting.site.code) for siting in found] == list(enumerate(ranked(proposal), start=1))
    letters = outbox.letters_to(officer.email)
    assert [letter.template for letter in letters] == ["site_asked"] * len(found)
    assert proposal.company.name_ko not in str([letter.context for letter in letters])
    with pytest.raises(Refused, match="asked about already"):
        operations.ask_owners(proposal, NOTE, in_days(7), by=manager)


def test_a_site_named_later_is_asked_about_alone(proposal, manager):
    first = db.session.query(Site).filter_by(code=ranked(proposal)[0]).one()
    b.a_siting(proposal, first)
    assert first.code not in [siting.site.code for siting in asked(proposal, manager)]


@pytest.mark.parametrize("note, days", [("", 7), ("짧", 7), ("가" * 1001, 7), (NOTE, -1), (NOTE, 181), (NOTE, None), ("널\0문자입니다", 7)])
def test_asking_needs_words_and_a_day_on_which_one_can_answer(proposal, manager, note, days):
    with pytest.raises(Invalid):
        operations.ask_owners(proposal, note, None if days is None else in_days(days), by=manager)


def test_only_a_manager_asks_and_only_the_owner_answers(proposal, manager, officer):
    with pytest.raises(Forbidden):
        operations.ask_owners(proposal, NOTE, in_days(7), by=b.an_approver(proposal.call))
    siting = asked(proposal, manager)[0]
    for someone in (manager, b.an_officer(b.a_department(proposal.call.program.municipality)), b.an_administrator()):
        with pytest.raises(Forbidden):
            operations.answer_siting(siting, "yes", "", by=someone)


@pytest.mark.parametrize("state", ["withdrawn", "ineligible", "not_selected", "given_up"])
def test_of_a_proposal_out_of_the_running_nobody_is_asked(state):
    proposal = b.a_proposal(state)
    with pytest.raises(Refused, match="out of the running"):
        operations.ask_owners(proposal, NOTE, in_days(7), by=b.a_manager(proposal.call))


@pytest.mark.parametrize("answer, reason", [("conditional", ""), ("no", "  "), ("no", "짧"), ("maybe", NOTE), ("", NOTE),
                                            ("yes", "가" * 1001), ("no", "널\0문자입니다")])
def test_a_condition_and_a_no_need_a_reason(proposal, manager, officer, answer, reason):
    siting = asked(proposal, manager)[0]
    with pytest.raises(Invalid):
        operations.answer_siting(siting, answer, reason, by=officer)
    assert siting.state == "asked"


def test_an_answer_tells_the_managers_and_a_new_one_keeps_the_former_on_record(proposal, manager, officer):
    siting = asked(proposal, manager)[0]
    operations.answer_siting(siting, "yes", "", by=officer)
    transactions.commit()
    operations.answer_siting(siting, "conditional", "평일 오전에만 됩니다.", by=officer, seen=siting.version)
    transactions.commit()
    assert [letter.template for letter in outbox.letters_to(manager.email)] == ["site_answered"] * 2
    last = history.history_of(siting)[-1]
    assert last.details == {"answer": "conditional", "was_answer": "yes", "was_reason": ""}
    with pytest.raises(Stale):
        operations.answer_siting(siting, "no", "공사 중입니다.", by=officer, seen=siting.version - 1)


def test_the_pages_from_asking_to_the_answer(visitor, proposal, manager, officer):
    address = f"/manage/proposals/{proposal.id}/sites"
    visitor.sign_in(manager)
    wrong = visitor.post(address, data={"note": NOTE, "due_on": "0001-01-01"})
    assert wrong.status_code == 422 and NOTE in wrong.text
    assert visitor.post(address, data={"note": NOTE, "due_on": in_days(3).isoformat()}).status_code == 302
    assert visitor.post(address, data={"note": NOTE, "due_on": in_days(3).isoformat()}).status_code == 409
    siting = db.session.query(Siting).order_by(Siting.rank).first()
    visitor.sign_in(officer)
    assert siting.site.name["ko"] in words_of(visitor.get("/manage/site-requests"))
    page = visitor.get(f"/manage/site-requests/{siting.id}")
    assert NOTE in words_of(page) and proposal.company.name_ko not in page.text
    at = f"/manage/site-requests/{siting.id}"
    lacking = visitor.post(at, data={"answer": "no", "reason": "짧", "version": siting.version})
    assert lacking.status_code == 422 and "짧" in lacking.text and "error-summary" in lacking.text
    answered = {"answer": "no", "reason": "그 기간에 보도를 고칩니다.", "version": siting.version}
    assert visitor.post(at, data=answered).status_code == 302
    late = visitor.post(at, data={**answered, "reason": "늦게 쓴 사유입니다."})
    assert late.status_code == 409 and "늦게 쓴 사유입니다." in late.text
    visitor.sign_in(manager)
    assert "그 기간에 보도를 고칩니다." in words_of(visitor.get(address))
    assert "불가" in words_of(visitor.get(f"/manage/proposals/{proposal.id}"))


def test_a_panel_reads_the_bare_answer_alone(visitor, manager):
    review = b.a_review("open")
    proposal = review.proposal
    siting = b.a_siting(proposal, db.session.query(Site).filter_by(code=ranked(proposal)[0]).one())
    operations.answer_siting(siting, "conditional", "비밀스러운 사유입니다.", by=b.an_officer(siting.site.department))
    assert answers_of_owners(proposal) == [(siting.site.name, "conditional")]
    visitor.sign_in(review.reviewer)
    page = words_of(visitor.get(f"/review/{review.id}"))
    assert "조건부 가능" in page and "비밀스러운" not in page and "정주무" not in page


def test_what_is_overdue_stands_on_the_call_desk(visitor, proposal, manager):
    site = db.session.query(Site).filter_by(code=ranked(proposal)[0]).one()
    b.a_siting(proposal, site, days=-1)
    assert waiting_and_overdue(proposal.call) == (1, 1)
    visitor.sign_in(manager)
    assert "기한 지남 1건" in words_of(visitor.get(f"/manage/calls/{proposal.call.code}"))
    assert proposal.number in words_of(visitor.get(f"/manage/calls/{proposal.call.code}/sites"))


@pytest.mark.parametrize("rows", [1, 30])
def test_the_lists_read_a_constant_number_of_statements(visitor, statements, proposal, manager, officer, rows):
    department = proposal.call.program.department
    for n in range(rows):
        b.a_siting(proposal, b.a_site(department.municipality, f"L-{n:02}", department=department))
    for person, address in ((officer, "/manage/site-requests"), (manager, f"/manage/calls/{proposal.call.code}/sites")):
        visitor.sign_in(person)
        visitor.get(address)
        statements.clear()
        assert visitor.get(address).status_code == 200
        assert len(statements) == {"/manage/site-requests": 2}.get(address, 3)


def test_fifty_questions_a_page(visitor, proposal, officer):
    department = proposal.call.program.department
    last = [b.a_siting(proposal, b.a_site(department.municipality, f"L-{n:02}", department=department)) for n in range(51)]
    visitor.sign_in(officer)
    first = visitor.get("/manage/site-requests").text
    assert f"/manage/site-requests/{last[49].id}\"" in first and f"/manage/site-requests/{last[50].id}\"" not in first
    assert f"/manage/site-requests/{last[50].id}\"" in visitor.get(f"/manage/site-requests?after={last[49].id}").text

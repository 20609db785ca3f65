"""From an open call to an accepted milestone, lived by everyone it takes, in a real browser on a running portal."""

import csv
import io
from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

import pytest
from python_calamine import CalamineWorkbook

from portal.accounts.passwords import hash_of_password
from portal.calls.models import Call
from portal.calls.operations import change_closing
from portal.foundation import transactions
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.policy import SYSTEM
from portal.pilots.queries import find_pilot_of
from portal.proposals.models import Proposal
from portal.reviews.queries import reviews_of
from tests import builders as b
from tests.foundation.files import samples
from tests.journeys import steps
from tests.journeys.conftest import Running

STAGE = "final"
COMPANY = "㈜보듬걸음로보틱스(가상)"


@dataclass
class Cast:
    """The call and the people who were there before the story began; everyone has the same password."""

    code: str
    call_id: int
    definition: Any
    rival_id: int
    number: str
    emails: dict[str, str] = field(default_factory=dict)


@pytest.fixture
def cast(running: Running) -> Cast:
    """An open call with one stage and the panel that the Gangnam rule asks for, its manager and approver, one rival proposal."""
    with running.app.app_context():
        body = dict(b.program_file()["definition"])
        body["stages"] = [stage for stage in body["stages"] if stage["key"] == STAGE]
        call = b.a_call("open", definition=body)
        rival = b.a_proposal("draft", call=call, company=b.a_company("㈜초록신호(가상)"), story="P04")
        people = {"manager": b.a_manager(call), "approver": b.an_approver(call)}
        people |= {f"r{n}": b.a_user(f"위원{n}(가상)") for n in range(1, 9)}
        secret = hash_of_password(steps.PASSWORD)
        for person in (*people.values(), rival.owner):
            person.password_hash = secret
        number = b.a_brn()
        transactions.commit()
        made = Cast(call.code, call.id, call.definition, rival.id, f"{number[:3]}-{number[3:5]}-{number[5:]}",
                    {name: person.email for name, person in people.items()})
        made.emails["rival"] = rival.owner.email
        db.session.remove()
    return made


def test_from_an_open_call_to_an_accepted_milestone(running, cast, person, tmp_path):
    company = person(width=360)
    proposal_id = company_applies(company, cast, tmp_path)
    the_rival_submits(running, cast)
    the_deadline_passes(running, cast)

    manager = person()
    steps.signs_in(manager, cast.emails["manager"])
    for each in (proposal_id, cast.rival_id):
        steps.checks_eligibility(manager, each, cast.definition)
    reviewers = the_panel_is_seated(manager, cast, person)
    manager_assigns(manager, cast)
    the_panel_scores(running, cast, manager, reviewers, proposal_id)

    assert "검토" in (words := company_sees(company, proposal_id)) or "평가" in words
    the_results_are_released(manager, cast, person, company, proposal_id)
    company.open(f"/apply/proposals/{proposal_id}/result")
    company.reads("선정")
    company.reads(steps.REASON)

    milestone = a_pilot_is_started(running, manager, proposal_id)
    a_milestone_goes_back_and_is_accepted(running, company, manager, milestone, tmp_path)
    everything_is_counted(running, manager, cast)


def company_applies(company, cast, tmp_path):
    """Register, confirm, register a company, answer everything, attach, consent, get the receipt."""
    steps.registers(company, "founder@bodeum.example", "이대표(가상)")
    steps.registers_a_company(company, cast.number, COMPANY)
    here = steps.starts_a_proposal(company, cast.code)
    company.open(here)
    company.reads("아직 제출하지 않았습니다")
    steps.writes_every_section(company, here, cast.definition)
    steps.attaches(company, here, "plan", tmp_path)
    steps.consents(company, here, cast.definition)
    words = steps.submits(company, here)
    assert f"{cast.code}-" in words
    company.running.send_letters()
    receipt = [m for m in company.running.mailbox.messages if m["To"] == "founder@bodeum.example"][-1]
    assert f"{cast.code}-" in receipt.get_body(("plain",)).get_content()
    return int(here.rsplit("/", 1)[1])


def the_rival_submits(running, cast):
    """The other company's part, through the same operations."""
    from portal.proposals import operations

    told = b.proposal_file("P04")
    with running.app.app_context(), transactions.transaction():
        proposal = db.session.get(Proposal, cast.rival_id)
        operations.save_consents(proposal, told["consents"], by=proposal.owner)
        operations.claim_bonus(proposal, told["bonus_claims"], by=proposal.owner)
        operations.attach_file(proposal, "plan", b.a_stored_file("실증계획서.pdf"), by=proposal.owner)
        operations.submit_proposal(proposal, by=proposal.owner)


def the_deadline_passes(running, cast):
    """What only time can do."""
    with running.app.app_context(), transactions.transaction():
        call = db.session.get(Call, cast.call_id)
        change_closing(call, now() - timedelta(seconds=1), "이야기 속의 시간이 지났습니다.", by=SYSTEM)


def the_panel_is_seated(manager, cast, person):
    """Seven members and a substitute are invited, sign their pledges and accept."""
    address = f"/manage/calls/{cast.code}/panels/{STAGE}"
    for n in range(1, 9):
        page = manager.open(address)
        page.fill("[name=email]", cast.emails[f"r{n}"])
        page.fill("[name=name]", f"위원{n}(가상)")
        page.fill("[name=field]", "로봇")
        if n == 8:
            steps.ticks(page, "[name=substitute]")
        page.locator("form[action$='/invite'] button[type=submit]").click()
        page.wait_for_load_state("load")
    manager.look()
    reviewers = {}
    for n in range(1, 9):
        reviewers[n] = person(width=360 if n == 1 else 1280)
        steps.signs_in(reviewers[n], cast.emails[f"r{n}"])
        steps.takes_the_seat(reviewers[n])
    return reviewers


def manager_assigns(manager, cast):
    """Hand the eligible to the panel, look at the plan, assign by it."""
    page = manager.open(f"/manage/calls/{cast.code}/panels/{STAGE}")
    page.locator("form[action$='/hand'] button").click()
    page.wait_for_load_state("load")
    page = manager.open(f"/manage/calls/{cast.code}/panels/{STAGE}/assignment")
    page.get_by_role("button", name="배정안 보기").click()
    page.wait_for_load_state("load")
    manager.look()
    page.locator("form[action$='/balance'] button").click()
    page.wait_for_load_state("load")
    manager.look()


def ids_of(running, cast, proposal_id):
    """The reviews of one proposal by the reviewer's address."""
    with running.app.app_context():
        proposal = db.session.get(Proposal, proposal_id)
        manager = b.a_manager(proposal.call)
        found = {review.reviewer.email: review.id for review in reviews_of(proposal, STAGE, viewer=manager)}
        db.session.rollback()
        db.session.remove()
    return found


def the_panel_scores(running, cast, manager, reviewers, proposal_id):
    """One steps down and the substitute steps in; all others declare, score and confirm both proposals."""
    mine, theirs = ids_of(running, cast, proposal_id), ids_of(running, cast, cast.rival_id)
    steps.steps_down(reviewers[3], mine[cast.emails["r3"]])
    page = manager.open(f"/manage/calls/{cast.code}/panels/{STAGE}")
    page.locator("form[action$='/substitute'] button").first.click()
    page.wait_for_load_state("load")
    mine = ids_of(running, cast, proposal_id)
    for n, reviewer in reviewers.items():
        for ids, share in ((mine, 0.9), (theirs, 0.8)):
            review_id = ids.get(cast.emails[f"r{n}"])
            if review_id is None or (n == 3 and ids is mine):
                continue
            steps.opens_as_reviewer(reviewer, review_id)
            steps.scores(reviewer, review_id, cast.definition, STAGE, share)


def company_sees(company, proposal_id):
    """What the applicant reads before the release: no figure, no outcome."""
    words = company.open(f"/apply/proposals/{proposal_id}").inner_text("main")
    answer = company.page.goto(f"{company.running.url}/apply/proposals/{proposal_id}/result")
    assert answer.status == 404
    assert "미선정" not in words
    return words


def the_results_are_released(manager, cast, person, company, proposal_id):
    """Rank, propose, confirm by a second person, release; letters leave and say nothing of the score."""
    manager.open(f"/manage/calls/{cast.code}/ranking/{STAGE}")
    manager.reads(COMPANY)
    address = f"/manage/calls/{cast.code}/decisions/{STAGE}"
    steps.moves(manager, address, "create")
    steps.moves(manager, address, "propose")
    approver = person()
    steps.signs_in(approver, cast.emails["approver"])
    steps.moves(approver, address, "confirm")
    company_sees(company, proposal_id)
    steps.moves(manager, f"{address}/release", "release")
    before = len(manager.running.mailbox.messages)
    manager.running.send_letters()
    letters = [m.get_body(("plain",)).get_content() for m in manager.running.mailbox.messages[before:]]
    assert letters
    assert not any("90" in text.replace("2026", "") and "점" in text for text in letters)


def a_pilot_is_started(running, manager, proposal_id):
    """The manager starts the pilot; the first milestone's address for each side."""
    page = manager.open(f"/manage/proposals/{proposal_id}/pilot")
    page.select_option("[name=department]", index=1)
    page.locator("button[name=do][value=begin]").click()
    page.wait_for_load_state("load")
    manager.look()
    with running.app.app_context():
        pilot = find_pilot_of(db.session.get(Proposal, proposal_id))
        first = pilot.milestones[0]
        where = f"pilots/{pilot.id}/milestones/{first.id}"
        db.session.remove()
    return where


def a_milestone_goes_back_and_is_accepted(running, company, manager, milestone, tmp_path):
    """Claim with evidence, send back with a reason, claim again, accept; both versions stay."""
    evidence = tmp_path / "착수보고서.hwpx"
    evidence.write_bytes(samples.hwpx())
    for round_ in (1, 2):
        page = company.open(f"/apply/{milestone}")
        page.fill("[name=note]", f"{round_}차 제출: 착수보고서와 세부일정을 냅니다.")
        page.set_input_files("[name=files]", str(evidence))
        page.locator("form[action$='/claim'] button[type=submit]").click()
        page.wait_for_load_state("load")
        company.look()
        page = manager.open(f"/manage/{milestone}")
        if round_ == 1:
            page.locator("details:has(form[action$='/return']) summary").click()
            page.fill("form[action$='/return'] [name=reason]", "세부일정이 빠져 있습니다. 일정표를 더해 다시 내 주세요.")
            page.locator("form[action$='/return'] button[type=submit]").click()
        else:
            page.locator("form[action$='/accept'] button[type=submit]").click()
        page.wait_for_load_state("load")
        manager.look()
    company.open(f"/apply/{milestone}")
    company.reads("1차 제출: 착수보고서와 세부일정을 냅니다.")
    company.reads("2차 제출: 착수보고서와 세부일정을 냅니다.")


def everything_is_counted(running, manager, cast):
    """The pipeline, its exports, and the chain of history."""
    manager.open("/manage?state=selected")
    manager.reads("테헤란로 보도 배달로봇")
    request = manager.context.request
    rows = list(csv.reader(io.StringIO(request.get(f"{running.url}/manage/pipeline.csv").text()[1:])))
    assert sorted(row[0] for row in rows[1:]) == [cast.code, cast.code]
    book = CalamineWorkbook.from_filelike(io.BytesIO(request.get(f"{running.url}/manage/pipeline.xlsx?kind=pilots").body()))
    cells = book.get_sheet_by_index(0).to_python()
    assert len(cells) == 1 + len(cast.definition.milestones)
    with running.app.app_context():
        result = running.app.test_cli_runner().invoke(args=["history", "verify"])
        db.session.remove()
    assert result.exit_code == 0, result.output
    assert "whole" in result.output

"""A selected proposal becomes a pilot once, with what the call and the company promised."""

from datetime import date, timedelta

import pytest

from portal.foundation import counts, history, outbox, transactions
from portal.foundation.clock import today
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Invalid, Refused, Stale
from portal.pilots import operations
from portal.pilots.models import Pilot
from portal.pilots.operations import starting
from portal.proposals.lifecycle import PROPOSAL
from portal.sites.models import Site
from tests import builders as b

START = date(2026, 7, 1)


def a_chosen_one(story="P01", **more):
    return b.a_proposal("selected", stage="final", story=story, **more)


def test_milestones_kpis_grant_and_period_are_copied():
    proposal = a_chosen_one()
    pilot = operations.create_pilot(proposal, START, by=b.a_manager(proposal.call))
    assert pilot.number == f"{proposal.call.code}-P01"
    assert (pilot.state, pilot.starts_on, pilot.ends_on) == ("preparing", START, date(2026, 12, 31))
    assert pilot.grant_won == 20_000_000
    first, kickoff, street = pilot.milestones[:3]
    assert (first.key, first.due_on, first.owner) == ("M0", START, "applicant")
    assert (kickoff.label["ko"], kickoff.due_on, kickoff.payment_pct) == ("착수보고", date(2026, 7, 15), 70)
    assert (street.owner, street.approver) == ("demand_department", "demand_department")
    assert (pilot.milestones[-1].follow_up, pilot.milestones[-1].due_on) == (True, date(2027, 7, 1))
    assert [(kpi.name, kpi.baseline, kpi.target, kpi.direction, kpi.weight) for kpi in pilot.kpis][2] == (
        "보행 불편 민원", "42", "25", "down", 15)


def test_the_released_grant_counts_before_what_was_asked_for():
    proposal = a_chosen_one()
    released = b.a_selection(proposal.call, stage="final", state="released")
    b.a_decision("selected", selection=released, proposal=proposal, grant_won=15_000_000)
    assert operations.create_pilot(proposal, START, by=b.a_manager(proposal.call)).grant_won == 15_000_000


def test_an_unreleased_grant_is_nobodys_business_yet():
    proposal = a_chosen_one()
    draft = b.a_selection(proposal.call, stage="final", state="confirmed")
    b.a_decision("selected", selection=draft, proposal=proposal, grant_won=15_000_000)
    assert operations.create_pilot(proposal, START, by=b.a_manager(proposal.call)).grant_won == 20_000_000


def test_the_department_of_the_first_ranked_site_hosts_it_unless_another_is_chosen():
    proposal, other = a_chosen_one(), a_chosen_one("P02")
    manager = b.a_manager(proposal.call)
    host = b.a_department(proposal.call.program.municipality)
    site = db.session.query(Site).filter_by(code=proposal.submission.answers["site_pref"][0]).one()
    site.municipality, site.department = proposal.call.program.municipality, host
    db.session.flush()
    assert operations.create_pilot(proposal, START, by=manager).department_id == host.id
    elsewhere = b.a_department(other.call.program.municipality)
    assert operations.create_pilot(other, START, by=b.a_manager(other.call), department=elsewhere).department_id == elsewhere.id


def test_a_department_of_another_city_cannot_host():
    proposal = a_chosen_one()
    with pytest.raises(Invalid) as refused:
        operations.create_pilot(proposal, START, by=b.a_manager(proposal.call), department=b.a_department())
    assert list(refused.value.fields) == ["department"]


@pytest.mark.parametrize("state", ["submitted", "in_review", "reserve", "not_selected", "withdrawn"])
def test_only_a_selected_proposal_becomes_a_pilot(state):
    proposal = b.a_proposal(state)
    with pytest.raises(Refused, match="Only a selected proposal"):
        operations.create_pilot(proposal, START, by=b.a_manager(proposal.call))


def test_a_proposal_has_one_pilot():
    proposal = a_chosen_one()
    manager = b.a_manager(proposal.call)
    operations.create_pilot(proposal, START, by=manager)
    with pytest.raises(Refused, match="has its pilot already"):
        operations.create_pilot(proposal, START, by=manager)


def test_numbers_count_up_within_a_call():
    first = a_chosen_one()
    second = a_chosen_one("P02", call=first.call)
    manager = b.a_manager(first.call)
    assert [operations.create_pilot(p, START, by=manager).number[-4:] for p in (first, second)] == ["-P01", "-P02"]


@pytest.mark.parametrize("role", [b.an_approver, lambda call: b.a_manager(b.a_program())])
def test_only_a_manager_of_the_program_creates_it(role):
    proposal = a_chosen_one()
    with pytest.raises(Forbidden):
        operations.create_pilot(proposal, START, by=role(proposal.call))


@pytest.mark.parametrize("day", [date(1, 1, 1), date(2019, 12, 31), date(2041, 1, 1), date(9999, 12, 31)])
def test_the_first_day_lies_in_our_times(day):
    proposal = a_chosen_one()
    with pytest.raises(Invalid) as refused:
        operations.create_pilot(proposal, day, by=b.a_manager(proposal.call))
    assert list(refused.value.fields) == ["starts_on"]


def test_due_dates_may_be_moved_until_it_starts_but_not_before_the_first_day():
    proposal = a_chosen_one()
    manager = b.a_manager(proposal.call)
    pilot = operations.create_pilot(proposal, START, by=manager, dues={"M1": date(2026, 7, 20)})
    assert pilot.milestones[1].due_on == date(2026, 7, 20)
    dues = {each.key: each.due_on + timedelta(days=7) for each in pilot.milestones}
    operations.plan_pilot(pilot, date(2026, 7, 8), dues, by=manager, seen=pilot.version)
    db.session.flush()
    assert (pilot.starts_on, pilot.ends_on) == (date(2026, 7, 8), date(2027, 1, 7))
    assert pilot.milestones[1].due_on == date(2026, 7, 27)
    with pytest.raises(Invalid) as refused:
        operations.plan_pilot(pilot, date(2026, 8, 1), dues, by=manager)
    assert list(refused.value.fields) == ["due_M0", "due_M1"]


def test_the_second_of_two_planners_is_told():
    pilot = b.a_pilot("preparing")
    manager = b.a_manager(pilot.call)
    with pytest.raises(Stale):
        operations.plan_pilot(pilot, today(), {}, by=manager, seen=pilot.version - 1)


def test_it_cannot_start_without_a_host_when_the_department_owes_something():
    proposal = a_chosen_one()
    b.no_site_is_offered()
    manager = b.a_manager(proposal.call)
    pilot = operations.create_pilot(proposal, START, by=manager)
    with pytest.raises(Refused, match="Choose the hosting department first"):
        operations.begin_pilot(pilot, by=manager)


def test_starting_tells_the_company_and_the_host_and_is_counted_and_on_record():
    proposal = a_chosen_one()
    host = b.a_department(proposal.call.program.municipality)
    officer, manager = b.an_officer(host), b.a_manager(proposal.call)
    pilot = operations.create_pilot(proposal, START, by=manager, department=host)
    operations.begin_pilot(pilot, by=manager, seen=pilot.version)
    transactions.commit()
    assert pilot.state == "running"
    (letter,) = outbox.letters_to(proposal.owner.email)
    assert (letter.template, letter.context["path"]) == ("pilot_began", f"/apply/pilots/{pilot.id}")
    assert letter.context["starts"] == "2026.07.01"
    assert [each.context["path"] for each in outbox.letters_to(officer.email)] == [f"/manage/pilots/{pilot.id}"]
    assert outbox.letters_to(manager.email) == []
    assert counts.counts_of("pilot", [pilot.call_id]) == {"running": 1}
    assert counts.counts_of("milestone", [pilot.call_id]) == {"planned": 11}
    assert [entry.verb for entry in history.history_of(pilot)] == ["create", "begin"]
    assert list(history.broken_links()) == []


def test_the_database_itself_refuses_a_second_pilot_of_a_proposal():
    pilot = b.a_pilot()
    again = Pilot(proposal=pilot.proposal, call=pilot.call, company=pilot.company, number="X-1", title="", starts_on=START,
                  ends_on=START)
    with pytest.raises(Refused):
        starting._keep(again)
    assert db.session.get(Pilot, pilot.id) is pilot


@pytest.mark.parametrize("state, ends_as", [("preparing", "terminated"), ("running", "terminated"), ("finished", "finished")])
def test_a_place_given_back_ends_the_pilot_that_stood_on_it(state, ends_as):
    pilot = b.a_pilot(state)
    manager = b.a_manager(pilot.call)
    PROPOSAL.move(pilot.proposal, "give_up", by=manager, note="회사가 협약을 포기했습니다.")
    transactions.commit()
    assert (pilot.proposal.state, pilot.state) == ("given_up", ends_as)

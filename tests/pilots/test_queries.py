"""What waits, what is late and what comes next, for whoever may see it, in one statement each."""

from datetime import timedelta

import pytest

from portal.foundation.clock import today
from portal.foundation.db import db
from portal.foundation.errors import Missing
from portal.foundation.policy import may
from portal.pilots import queries
from portal.pilots.models import Milestone, Pilot
from portal.pilots.policy import accepted_by_them, owed_by_them
from tests import builders as b

LATE = today() - timedelta(days=3)


def test_claims_wait_for_those_who_may_answer_them():
    department = b.a_department()
    pilot = b.a_pilot(department=department)
    officer, manager, approver = b.an_officer(department), b.a_manager(pilot.call), b.an_approver(pilot.call)
    plain = b.a_milestone("claimed", pilot=pilot)
    hosted = b.a_milestone("claimed", pilot=pilot, owner="demand_department", approver="demand_department")
    panels = b.a_milestone("claimed", pilot=pilot, owner="panel", approver="panel")
    b.a_claim(plain, by=b.an_owner(pilot.company))
    b.a_claim(hosted, by=officer)
    b.a_claim(panels, by=manager)
    assert queries.claims_waiting_for(manager) == [plain, hosted]
    assert queries.claims_waiting_for(approver) == [panels]
    assert queries.claims_waiting_for(officer) == []
    assert queries.claims_waiting_for(b.an_officer(department)) == [hosted]
    assert queries.claims_waiting_for(b.a_manager(b.a_program())) == []


def test_rule_and_sql_agree_on_who_owes_and_who_accepts():
    department = b.a_department()
    pilot = b.a_pilot(department=department)
    people = [b.an_owner(pilot.company), b.a_member(pilot.company), b.an_officer(department), b.a_manager(pilot.call),
              b.an_approver(pilot.call), b.a_manager(b.a_program()), b.an_owner(b.a_company("㈜남의회사(가상)")),
              b.an_administrator()]
    for owner in ("applicant", "partner", "demand_department", "panel", "program_manager"):
        for approver in ("program_manager", "demand_department", "panel", "head_of_city"):
            for claimant in (None, people[2], people[3]):
                milestone = b.a_milestone("claimed", pilot=pilot, owner=owner, approver=approver)
                if claimant:
                    b.a_claim(milestone, by=claimant)
    rows = db.session.query(Milestone).join(Milestone.pilot)
    for person in people:
        for verb, twin in (("claim", owed_by_them), ("accept", accepted_by_them)):
            by_rule = {row.id for row in rows if may(person, f"milestone.{verb}", row)}
            assert by_rule == {row.id for row in rows.filter(twin(person))}, f"{verb} for {person.roles}"


def test_overdue_is_seen_by_everyone_who_sees_the_pilot():
    department = b.a_department()
    pilot = b.a_pilot(department=department)
    late = b.a_milestone(pilot=pilot, due_on=LATE)
    b.a_milestone(pilot=pilot)
    for person in (b.an_owner(pilot.company), b.an_officer(department), b.a_manager(pilot.call), b.an_approver(pilot.call)):
        assert queries.overdue_of(person) == [late]
    assert queries.overdue_of(b.an_owner(b.a_company("㈜남의회사(가상)"))) == []


def test_next_is_the_earliest_open_one_of_each_pilot_that_goes_on():
    company = b.a_company()
    soon, later, ended = (b.a_pilot(state, proposal=b.a_proposal("selected", company=company))
                          for state in ("running", "running", "terminated"))
    b.a_milestone("accepted", pilot=soon, due_on=LATE)
    first = b.a_milestone(pilot=soon, due_on=today() + timedelta(days=2))
    b.a_milestone(pilot=soon, due_on=today() + timedelta(days=5))
    other = b.a_milestone("claimed", pilot=later, due_on=today() + timedelta(days=9))
    b.a_milestone(pilot=ended)
    assert queries.next_milestones_of([company.id]) == [first, other]
    assert queries.next_milestones_of([]) == []
    assert [pilot.next_milestone for pilot in (soon, later, ended)] == [first, other, None]


def test_for_homes_each_question_is_one_statement(statements):
    pilot = b.a_pilot()
    manager = b.a_manager(pilot.call)
    for _n in range(9):
        b.a_claim(b.a_milestone("claimed", pilot=pilot), by=b.an_owner(pilot.company))
        b.a_milestone(pilot=pilot, due_on=LATE)
    assert manager.roles
    company_id = pilot.company_id
    db.session.expunge_all()
    for ask in (lambda: queries.overdue_of(manager), lambda: queries.claims_waiting_for(manager),
                lambda: queries.next_milestones_of([company_id])):
        statements.clear()
        found = ask()
        assert [(each.pilot.company.name_ko, each.pilot.call.code, each.pilot.department) for each in found]
        assert len(statements) == 1
        db.session.expunge_all()


def test_the_list_pages_by_key_and_filters():
    company = b.a_company()
    owner = b.an_owner(company)
    pilots = [b.a_pilot(state, proposal=b.a_proposal("selected", company=company))
              for state in ("running", "finished", "running")]
    b.a_milestone(pilot=pilots[0], due_on=LATE)
    newest_first = pilots[::-1]
    assert queries.pilots_seen(viewer=owner, side="company") == newest_first
    assert queries.pilots_seen(viewer=owner, side="company", after=pilots[2].id) == newest_first[1:]
    assert queries.pilots_seen(viewer=owner, side="company", state="finished") == [pilots[1]]
    assert queries.pilots_seen(viewer=owner, side="company", overdue=True) == [pilots[0]]
    assert queries.pilots_seen(viewer=owner, side="program") == []


def test_the_list_of_what_waits_is_the_viewers_own():
    pilot, other = b.a_pilot(), b.a_pilot()
    manager = b.a_manager(pilot.call)
    b.with_role(manager, "manager", "program", other.call.program_id)
    b.a_claim(b.a_milestone("claimed", pilot=pilot), by=b.an_owner(pilot.company))
    b.a_claim(b.a_milestone("claimed", pilot=other, owner="panel"), by=manager)
    assert queries.pilots_seen(viewer=manager, side="program", waiting=True) == [pilot]


def test_nested_numbers_must_belong_together():
    pilot, other = b.a_pilot(), b.a_pilot()
    manager = b.a_manager(pilot.call)
    b.with_role(manager, "manager", "program", other.call.program_id)
    milestone, kpi = b.a_milestone(pilot=pilot), b.a_kpi(pilot)
    reading = b.a_reading(kpi, by=manager)
    claim = b.a_claim(milestone, by=manager, files=(b.a_stored_file(),))
    piece = claim.files[0].id
    assert queries.get_milestone(pilot.id, milestone.id, viewer=manager) is milestone
    assert queries.get_claim_file(pilot.id, milestone.id, piece, viewer=manager).id == claim.files[0].file_id
    second = b.a_milestone(pilot=pilot)
    for ask in (lambda: queries.get_milestone(other.id, milestone.id, viewer=manager),
                lambda: queries.get_kpi(other.id, kpi.id, viewer=manager),
                lambda: queries.get_reading(pilot.id, b.a_kpi(pilot).id, reading.id, viewer=manager),
                lambda: queries.get_claim_file(pilot.id, second.id, piece, viewer=manager),
                lambda: queries.get_claim_file(other.id, milestone.id, piece, viewer=manager),
                lambda: queries.get_reading_file(pilot.id, kpi.id, reading.id, viewer=manager),
                lambda: queries.get_pilot(10**40, viewer=manager), lambda: queries.get_pilot(0, viewer=manager)):
        with pytest.raises(Missing):
            ask()


def test_a_room_shows_only_its_own_side():
    department = b.a_department()
    pilot = b.a_pilot(department=department)
    owner, manager, officer = b.an_owner(pilot.company), b.a_manager(pilot.call), b.an_officer(department)
    assert queries.get_pilot(pilot.id, viewer=owner, side="company") is pilot
    for person in (manager, officer):
        assert queries.get_pilot(pilot.id, viewer=person, side="city") is pilot
        with pytest.raises(Missing):
            queries.get_pilot(pilot.id, viewer=person, side="company")
    with pytest.raises(Missing):
        queries.get_pilot(pilot.id, viewer=owner, side="city")
    assert db.session.query(Pilot).count() == 1

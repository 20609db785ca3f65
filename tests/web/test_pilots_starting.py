"""The manager starts a pilot: looks at the dates, moves them, starts it."""

from datetime import date

import pytest

from portal.foundation import outbox
from portal.foundation.clock import today
from portal.foundation.db import db
from portal.pilots.models import Pilot
from tests import builders as b
from tests.client import words_of


@pytest.fixture
def chosen():
    department = b.a_department()
    return b.a_proposal("selected", stage="final", call=b.a_call("closed", program=b.a_program(department)))


def address(proposal):
    return f"/manage/proposals/{proposal.id}/pilot"


def typed(proposal, **changes):
    dues = {f"due_{each.key}": "2027-12-31" for each in proposal.call.definition.milestones}
    department = proposal.call.program.department_id
    return {"starts_on": "2026-07-01", "version": "0", "do": "plan", "department": str(department), **dues, **changes}


def test_the_page_shows_dates_money_and_what_will_happen(visitor, chosen):
    page = visitor.sign_in(b.a_manager(chosen.call)).get(address(chosen))
    words = words_of(page)
    for told in ("착수보고", "14,000,000원", "수요부서", "6개월", "시작하면 이렇게 됩니다", "저장하고 실증 시작하기"):
        assert told in words, told
    assert f'name="starts_on" value="{today().isoformat()}"' in page.get_data(as_text=True)


def test_dates_are_counted_again_from_another_first_day_and_nothing_is_kept(visitor, chosen):
    visitor.sign_in(b.a_manager(chosen.call))
    answer = visitor.post(address(chosen), data=typed(chosen, do="dates"))
    text = answer.get_data(as_text=True)
    assert answer.status_code == 200
    assert 'name="due_M1" value="2026-07-15"' in text
    assert 'name="due_M10" value="2027-07-01"' in text
    assert "2026.12.31" in text
    assert db.session.query(Pilot).count() == 0


def test_it_is_saved_first_and_started_later(visitor, chosen):
    visitor.sign_in(b.a_manager(chosen.call))
    assert visitor.post(address(chosen), data=typed(chosen, due_M1="2026-07-20")).status_code == 302
    pilot = db.session.query(Pilot).one()
    assert (pilot.state, pilot.milestones[1].due_on) == ("preparing", date(2026, 7, 20))
    again = visitor.get(address(chosen)).get_data(as_text=True)
    assert 'name="due_M1" value="2026-07-20"' in again
    begun = visitor.post(address(chosen), data=typed(chosen, do="begin", version=str(pilot.version)))
    assert begun.headers["Location"] == f"/manage/pilots/{pilot.id}"
    assert db.session.query(Pilot).one().state == "running"
    assert [letter.template for letter in outbox.letters_to(chosen.owner.email)] == ["pilot_began"]
    assert visitor.get(address(chosen)).status_code == 302


def test_it_is_saved_and_started_at_once(visitor, chosen):
    visitor.sign_in(b.a_manager(chosen.call))
    visitor.post(address(chosen), data=typed(chosen, do="begin"))
    pilot = db.session.query(Pilot).one()
    assert (pilot.state, pilot.department_id) == ("running", chosen.call.program.department_id)


def test_without_a_host_it_does_not_start_and_nothing_is_kept(visitor, chosen):
    b.no_site_is_offered()
    visitor.sign_in(b.a_manager(chosen.call))
    answer = visitor.post(address(chosen), data=typed(chosen, do="begin", department=""))
    assert answer.status_code == 409
    assert "수요부서를 먼저 정해 주세요" in words_of(answer)
    assert db.session.query(Pilot).count() == 0


def test_the_second_of_two_managers_is_told(visitor, chosen):
    visitor.sign_in(b.a_manager(chosen.call))
    answers = [visitor.post(address(chosen), data=typed(chosen)) for _twice in range(2)]
    assert [answer.status_code for answer in answers] == [302, 409]
    assert db.session.query(Pilot).count() == 1


@pytest.mark.parametrize("changes", [
    {"starts_on": ""}, {"starts_on": "내일"}, {"starts_on": "0001-01-01"}, {"starts_on": "2041-01-01"},
    {"due_M1": "2020-01-01"}, {"due_M1": ""}, {"due_M1": "2026-02-30"}, {"due_M5": "9999-12-31"},
    {"starts_on": "\0"}, {"starts_on": "9" * 5000},
])
@pytest.mark.parametrize("act", ["plan", "begin", "", "\0"])
def test_a_wrong_date_is_said_and_stays_typed(visitor, chosen, changes, act):
    visitor.sign_in(b.a_manager(chosen.call))
    answer = visitor.post(address(chosen), data=typed(chosen, **changes, do=act))
    assert answer.status_code == 422
    assert db.session.query(Pilot).count() == 0


@pytest.mark.parametrize("data", [
    {}, {"do": "dates"}, {"do": "dates", "starts_on": "0001-01-01"}, {"starts_on": "2026-07-01", "version": "x"}])
def test_a_form_with_nothing_in_it_is_answered(visitor, chosen, data):
    visitor.sign_in(b.a_manager(chosen.call))
    assert visitor.post(address(chosen), data=data).status_code in (409, 422)


def test_a_department_that_is_no_choice_counts_as_none(visitor, chosen):
    b.no_site_is_offered()
    visitor.sign_in(b.a_manager(chosen.call))
    assert visitor.post(address(chosen), data=typed(chosen, department="999999")).status_code == 302
    assert db.session.query(Pilot).one().department_id is None


@pytest.mark.parametrize("state", ["submitted", "in_review", "not_selected"])
def test_a_proposal_that_was_not_selected_is_refused_with_the_reason(visitor, state):
    proposal = b.a_proposal(state)
    answer = visitor.sign_in(b.a_manager(proposal.call)).get(address(proposal))
    assert answer.status_code == 409
    assert "선정된 제안만" in words_of(answer)

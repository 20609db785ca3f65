"""A milestone is claimed with evidence and answered by somebody else; every version stays."""

from datetime import timedelta

import pytest

from portal.foundation import counts, history, outbox, transactions
from portal.foundation.clock import today
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Invalid, Refused, Stale
from portal.pilots import operations
from tests import builders as b

DONE = "착수보고서와 일정표를 올립니다."


def a_side(**more):
    """A milestone, someone who owes it and a manager who accepts it."""
    milestone = b.a_milestone(**more)
    return milestone, b.an_owner(milestone.pilot.company), b.a_manager(milestone.pilot.call)


def test_a_claim_is_told_checked_and_accepted():
    milestone, owner, manager = a_side()
    operations.claim_milestone(milestone, DONE, [b.a_stored_file()], by=owner, seen=milestone.version)
    db.session.flush()
    operations.accept_milestone(milestone, "수고하셨습니다.", by=manager, seen=milestone.version)
    transactions.commit()
    claim = milestone.last_claim
    assert (milestone.state, claim.number, claim.verdict, claim.verdict_by_id) == ("accepted", 1, "accepted", manager.id)
    assert [letter.template for letter in outbox.letters_to(manager.email)] == ["milestone_claimed"]
    assert [letter.template for letter in outbox.letters_to(owner.email)] == ["milestone_accepted"]
    assert counts.counts_of("milestone", [milestone.pilot.call_id]) == {"accepted": 1}
    assert [(entry.verb, entry.before, entry.after) for entry in history.history_of(milestone)] == [
        ("claim", "planned", "claimed"), ("accept", "claimed", "accepted")]


def test_sent_back_it_is_claimed_again_and_both_versions_stay():
    milestone, owner, manager = a_side()
    operations.claim_milestone(milestone, DONE, [b.a_stored_file()], by=owner)
    operations.return_milestone(milestone, "보험 증권이 빠져 있습니다. 함께 올려 주세요.", by=manager)
    operations.claim_milestone(milestone, "보험 증권을 함께 올립니다.", [b.a_stored_file("보험증권.pdf")], by=owner)
    transactions.commit()
    assert [(claim.number, claim.verdict, claim.verdict_reason[:5]) for claim in milestone.claims] == [
        (1, "returned", "보험 증권"), (2, None, "")]
    assert milestone.state == "claimed"
    (back,) = [letter for letter in outbox.letters_to(owner.email) if letter.template == "milestone_returned"]
    assert back.context["reason"].startswith("보험 증권이")


@pytest.mark.parametrize("note", ["", "짧은 글", "가" * 2001, "NUL은 \0 남지 않습니다. 열 글자 이상.", "   \n\t  "])
def test_a_note_says_enough_and_not_too_much(note):
    milestone, owner, _manager = a_side()
    with pytest.raises(Invalid) as refused:
        operations.claim_milestone(milestone, note, [b.a_stored_file()], by=owner)
    assert list(refused.value.fields) == ["note"]
    assert (milestone.state, milestone.claims) == ("planned", [])


def test_words_are_kept_in_nfc_with_plain_line_ends():
    milestone, owner, _manager = a_side()
    claim = operations.claim_milestone(milestone, "  착수보고를 마쳤습니다\r\n감사합니다 🙂 ", [b.a_stored_file()], by=owner)
    assert claim.note == "착수보고를 마쳤습니다\n감사합니다 🙂"


def test_a_deliverable_needs_a_file_and_a_step_without_one_does_not():
    milestone, owner, _manager = a_side()
    with pytest.raises(Invalid, match="at least one file"):
        operations.claim_milestone(milestone, DONE, by=owner)
    milestone.deliverable = {"ko": " ", "en": ""}
    operations.claim_milestone(milestone, DONE, by=owner)
    assert milestone.state == "claimed"


def test_eleven_files_are_too_many():
    milestone, owner, _manager = a_side()
    with pytest.raises(Invalid, match="at most 10 files"):
        operations.claim_milestone(milestone, DONE, [b.a_stored_file() for _n in range(11)], by=owner)


def test_a_double_click_makes_one_claim():
    milestone, owner, _manager = a_side()
    seen, file = milestone.version, b.a_stored_file()
    operations.claim_milestone(milestone, DONE, [file], by=owner, seen=seen)
    db.session.flush()
    with pytest.raises(Stale):
        operations.claim_milestone(milestone, DONE, [file], by=owner, seen=seen)
    assert len(milestone.claims) == 1


def test_the_second_of_two_managers_is_told():
    milestone, owner, manager = a_side()
    operations.claim_milestone(milestone, DONE, [b.a_stored_file()], by=owner)
    db.session.flush()
    seen = milestone.version
    operations.return_milestone(milestone, "첫째 담당자가 먼저 돌려보냅니다.", by=manager, seen=seen)
    db.session.flush()
    with pytest.raises(Stale):
        operations.accept_milestone(milestone, by=b.a_manager(milestone.pilot.call), seen=seen)
    assert milestone.state == "returned"


@pytest.mark.parametrize("reason", ["", "다시", " " * 40, "가" * 1001])
def test_sending_back_needs_a_reason_that_helps(reason):
    milestone, owner, manager = a_side()
    operations.claim_milestone(milestone, DONE, [b.a_stored_file()], by=owner)
    with pytest.raises(Invalid):
        operations.return_milestone(milestone, reason, by=manager)
    assert milestone.state == "claimed"


def test_each_side_claims_its_own():
    department = b.a_department()
    pilot = b.a_pilot(department=department)
    owner, officer, manager = b.an_owner(pilot.company), b.an_officer(department), b.a_manager(pilot.call)
    theirs = {"applicant": owner, "partner": owner, "demand_department": officer, "panel": manager, "program_manager": manager}
    for side, person in theirs.items():
        for somebody in (owner, officer, manager):
            milestone = b.a_milestone(pilot=pilot, owner=side)
            if somebody is person:
                operations.claim_milestone(milestone, DONE, [b.a_stored_file()], by=somebody)
            else:
                with pytest.raises(Forbidden):
                    operations.claim_milestone(milestone, DONE, [b.a_stored_file()], by=somebody)


def test_nobody_accepts_what_they_claimed_themselves():
    department = b.a_department()
    pilot = b.a_pilot(department=department)
    officer, colleague, manager = b.an_officer(department), b.an_officer(department), b.a_manager(pilot.call)
    ours = b.a_milestone(pilot=pilot, owner="demand_department", approver="demand_department")
    operations.claim_milestone(ours, DONE, [b.a_stored_file()], by=officer)
    with pytest.raises(Forbidden, match="a second person"):
        operations.accept_milestone(ours, by=officer)
    operations.accept_milestone(ours, by=colleague)
    panels = b.a_milestone(pilot=pilot, owner="panel", approver="panel")
    operations.claim_milestone(panels, DONE, [b.a_stored_file()], by=manager)
    with pytest.raises(Forbidden):
        operations.return_milestone(panels, "자기 것을 자기가 돌려보냅니다.", by=manager)
    operations.accept_milestone(panels, by=b.an_approver(pilot.call))
    assert (ours.state, panels.state) == ("accepted", "accepted")


def test_the_host_accepts_only_where_it_is_named_and_the_approver_only_for_the_panel():
    department = b.a_department()
    pilot = b.a_pilot(department=department)
    owner = b.an_owner(pilot.company)
    plain, hosted = b.a_milestone(pilot=pilot), b.a_milestone(pilot=pilot, approver="demand_department")
    for milestone in (plain, hosted):
        operations.claim_milestone(milestone, DONE, [b.a_stored_file()], by=owner)
    for somebody in (b.an_officer(department), b.an_approver(pilot.call), owner):
        with pytest.raises(Forbidden):
            operations.accept_milestone(plain, by=somebody)
    operations.accept_milestone(hosted, by=b.an_officer(department))


def test_after_the_end_nothing_is_claimed_but_the_follow_up():
    pilot = b.a_pilot("finished")
    owner = b.an_owner(pilot.company)
    with pytest.raises(Refused, match="The pilot has ended"):
        operations.claim_milestone(b.a_milestone(pilot=pilot), DONE, [b.a_stored_file()], by=owner)
    yearly = b.a_milestone(pilot=pilot)
    yearly.follow_up = True
    operations.claim_milestone(yearly, DONE, [b.a_stored_file()], by=owner)
    assert yearly.state == "claimed"


def test_a_due_date_moves_with_a_reason_and_both_dates_stay():
    milestone, owner, manager = a_side(due_on=today() - timedelta(days=1))
    milestone.overdue_told_on = today()
    was, becomes = milestone.due_on, today() + timedelta(days=14)
    operations.reschedule_milestone(milestone, becomes, "도로점용 허가가 늦어졌습니다.", by=manager, seen=milestone.version)
    transactions.commit()
    assert (milestone.due_on, milestone.is_overdue, milestone.overdue_told_on) == (becomes, False, None)
    assert [(change.before, change.after, change.by_id) for change in milestone.due_changes] == [(was, becomes, manager.id)]
    entry = history.history_of(milestone.pilot)[-1]
    assert (entry.verb, entry.details["was"], entry.details["becomes"]) == ("reschedule", was.isoformat(), becomes.isoformat())
    assert [letter.template for letter in outbox.letters_to(owner.email)] == ["due_date_changed"]


@pytest.mark.parametrize("days", [0, -60, 365 * 60])
def test_a_due_date_moves_to_another_day_within_the_pilot(days):
    milestone, _owner, manager = a_side(due_on=today())
    with pytest.raises(Invalid):
        operations.reschedule_milestone(milestone, today() + timedelta(days=days), "도로점용 허가가 늦어졌습니다.", by=manager)


def test_only_the_manager_moves_a_date_and_only_one_that_is_owed():
    milestone, owner, manager = a_side()
    later = today() + timedelta(days=99)
    with pytest.raises(Forbidden):
        operations.reschedule_milestone(milestone, later, "조금 더 시간이 필요합니다.", by=owner)
    operations.claim_milestone(milestone, DONE, [b.a_stored_file()], by=owner)
    with pytest.raises(Refused):
        operations.reschedule_milestone(milestone, later, "조금 더 시간이 필요합니다.", by=manager)


def test_finishing_waits_for_every_milestone_but_the_follow_up():
    milestone, owner, manager = a_side()
    pilot = milestone.pilot
    yearly = b.a_milestone(pilot=pilot)
    yearly.follow_up = True
    with pytest.raises(Refused, match="1 milestone is not accepted yet"):
        operations.finish_pilot(pilot, by=manager)
    operations.claim_milestone(milestone, DONE, [b.a_stored_file()], by=owner)
    operations.accept_milestone(milestone, by=manager)
    operations.finish_pilot(pilot, by=manager, seen=pilot.version)
    transactions.commit()
    assert pilot.state == "finished"
    assert [letter.template for letter in outbox.letters_to(owner.email)] == ["milestone_accepted", "pilot_ended"]


def test_ending_early_needs_a_reason_and_stops_everything():
    milestone, owner, manager = a_side()
    pilot = milestone.pilot
    with pytest.raises(Invalid):
        operations.terminate_pilot(pilot, "중단", by=manager)
    operations.terminate_pilot(pilot, "기업이 협약 해지를 요청했습니다.", by=manager, seen=pilot.version)
    with pytest.raises(Refused):
        operations.claim_milestone(milestone, DONE, [b.a_stored_file()], by=owner)
    transactions.commit()
    (letter,) = outbox.letters_to(owner.email)
    assert (letter.context["early"], letter.context["reason"]) == (True, "기업이 협약 해지를 요청했습니다.")
    assert (pilot.ended_reason, milestone.is_overdue) == ("기업이 협약 해지를 요청했습니다.", False)

"""The eligibility desk: items, bonuses, one supplement, and the result."""

from datetime import timedelta

import pytest

from portal.foundation import clock, outbox, transactions
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Invalid, Missing, Refused, Stale
from portal.proposals import operations
from portal.proposals.models import Submission
from portal.proposals.queries import bonus_points_of, get_submitted_proposal, latest_submission
from tests import builders as b
from tests.proposals import story


@pytest.fixture
def received():
    return story.close(story.a_received_proposal())


@pytest.fixture
def manager(received):
    return b.a_manager(received.call)


def all_items(proposal, passed=True, reason=""):
    return {gate.key: (passed, reason) for gate in proposal.call.definition.gates}


def test_nothing_is_checked_while_companies_may_still_change_it():
    proposal = story.a_received_proposal()
    with pytest.raises(Refused):
        operations.check_gates(proposal, all_items(proposal), by=b.a_manager(proposal.call))


def test_it_is_eligible_when_every_item_passed(received, manager):
    with pytest.raises(Refused):
        operations.pass_eligibility(received, by=manager)
    operations.check_gates(received, all_items(received), by=manager)
    operations.pass_eligibility(received, by=manager)
    assert received.state == "eligible"


def test_a_failed_item_needs_a_reason_and_the_company_reads_it(received, manager):
    with pytest.raises(Invalid) as invalid:
        operations.check_gates(received, {"trl": (False, " ")}, by=manager)
    assert list(invalid.value.fields) == ["trl"]
    operations.check_gates(received, {**all_items(received), "trl": (False, "TRL 5로 확인했습니다.")}, by=manager)
    operations.fail_eligibility(received, by=manager)
    transactions.commit()
    letter = outbox.letters_to(received.owner.email)[-1]
    assert (received.state, letter.template) == ("ineligible", "found_ineligible")
    assert letter.context["failed"][0]["reason"] == "TRL 5로 확인했습니다."


def test_unknown_items_are_missing(received, manager):
    with pytest.raises(Missing):
        operations.check_gates(received, {"nope": (True, "")}, by=manager)


def test_two_managers_do_not_overwrite_each_other(received, manager):
    seen = received.version
    operations.check_gates(received, {"trl": (True, "")}, by=manager, seen=seen)
    transactions.commit()
    with pytest.raises(Stale):
        operations.check_gates(received, {"trl": (False, "TRL 5로 확인했습니다.")}, by=manager, seen=seen)
    with pytest.raises(Stale):
        operations.judge_bonus(received, {"local": (True, "")}, by=manager, seen=seen)
    operations.judge_bonus(received, {"local": (True, "")}, by=manager, seen=received.version)
    assert (received.version, received.changed_since) == (seen + 2, False)


def test_bonus_points_are_the_sum_of_what_was_claimed_and_accepted(received, manager):
    operations.judge_bonus(received, {"local": (True, ""), "award": (False, "증빙이 없습니다.")}, by=manager)
    assert bonus_points_of(received, received.call.definition) == 2
    with pytest.raises(Missing):
        operations.judge_bonus(received, {"social": (True, "")}, by=manager)


def test_only_the_manager_checks(received, manager):
    for person in (received.owner, b.an_approver(received.call), b.a_manager(b.a_program())):
        with pytest.raises(Forbidden):
            operations.check_gates(received, all_items(received), by=person)


def test_a_supplement_is_asked_for_once(received, manager):
    story.a_supplement(received, by=manager)
    assert [letter.template for letter in outbox.letters_to(received.owner.email)][-1] == "supplement_requested"
    operations.save_answer(received, "team", "보완한 인력", seen=1, by=received.owner)
    operations.supplement(received, by=received.owner)
    transactions.commit()
    with pytest.raises(Refused):
        operations.request_supplement(received, ["team"], [], "한 번 더 부탁합니다.", now() + timedelta(days=1), by=manager)


@pytest.mark.parametrize(("fields", "slots", "message", "days", "wrong"), [
    ([], [], "무엇을 고칠지 적습니다.", 3, "scope"), (["nope"], [], "무엇을 고칠지 적습니다.", 3, "scope"),
    (["team"], [], "", 3, "message"), (["team"], [], "무엇을 고칠지 적습니다.", -1, "due_at"),
])
def test_a_request_says_what_why_and_until_when(received, manager, fields, slots, message, days, wrong):
    with pytest.raises(Invalid) as invalid:
        operations.request_supplement(received, fields, slots, message, now() + timedelta(days=days), by=manager)
    assert list(invalid.value.fields) == [wrong]
    assert received.state == "submitted"


def test_in_a_supplement_only_what_was_asked_for_can_be_changed(received, manager):
    story.a_supplement(received, by=manager)
    with pytest.raises(Refused):
        operations.save_answer(received, "budget", {}, seen=1, by=received.owner)
    with pytest.raises(Refused):
        operations.attach_file(received, "cert", b.a_stored_file(), by=received.owner)
    with pytest.raises(Refused):
        operations.save_consents(received, {"news": True}, by=received.owner)


def test_a_supplement_replaces_only_what_was_asked_for(received, manager):
    story.a_supplement(received, by=manager, slots=("cert",))
    operations.save_answer(received, "team", "보완한 인력", seen=1, by=received.owner)
    operations.attach_file(received, "cert", b.a_stored_file("성적서.pdf"), by=received.owner)
    sent = operations.supplement(received, by=received.owner)
    transactions.commit()
    first = db.session.query(Submission).filter_by(number=1).one()
    assert sent.answers == {**first.answers, "team": "보완한 인력"}
    assert [file["slot"] for file in sent.files] == ["plan", "cert"]
    assert (sent.kind, sent.receipt_number, received.state) == ("supplement", f"{received.number}-2", "submitted")
    assert latest_submission(get_submitted_proposal(received.id, viewer=manager)).number == 2


def test_a_late_supplement_is_refused_and_the_manager_goes_on(received, manager):
    story.a_supplement(received, by=manager)
    with pytest.raises(Refused):
        operations.close_supplement(received, by=manager)
    with clock.at(received.supplement_due_at + timedelta(seconds=1)):
        with pytest.raises(Refused):
            operations.supplement(received, by=received.owner)
        operations.close_supplement(received, by=manager)
    assert (received.state, received.submission_number) == ("submitted", 1)


def test_a_draft_is_invisible_to_its_managers():
    proposal = b.a_proposal()
    with pytest.raises(Missing):
        get_submitted_proposal(proposal.id, viewer=b.a_manager(proposal.call))

"""Documents after the form: asked of those who passed, counted as they come, closed by their date, frozen where judged."""

from datetime import date, timedelta

import pytest

from portal.foundation import clock, transactions
from portal.foundation.clock import in_seoul, now
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Invalid, Missing, Refused, Stale
from portal.foundation.history import history_of
from portal.foundation.outbox import Letter
from portal.proposals import operations, queries
from portal.proposals.documents import documents_asked, due_before, ready_for
from portal.proposals.lifecycle import PROPOSAL
from tests import builders as b
from tests import workflows
from tests.proposals.story import CERTIFICATES, PAPERS, a_passed_proposal, a_selected_proposal, hand_in


def letters(template):
    transactions.commit()
    return db.session.query(Letter).filter_by(template=template).all()


def test_nothing_is_asked_before_a_stage_is_passed():
    proposal = b.a_proposal("in_review")
    assert documents_asked(proposal) == [] and proposal.documents_missing == 0
    with pytest.raises(Refused, match="No further documents"):
        hand_in(proposal, "brc")


def test_passing_asks_for_the_deck_and_the_certificates_and_counts_what_is_missing():
    proposal = a_passed_proposal()
    assert [slot.key for slot in documents_asked(proposal)] == ["deck", "brc", "corp", "tax_nat", "tax_loc", "ins4", "fin"]
    assert proposal.documents_missing == 5
    hand_in(proposal, "deck", "brc", "fin")
    assert proposal.documents_missing == 3


def test_the_last_required_document_brings_one_letter_and_a_receipt_in_the_history():
    proposal = a_passed_proposal()
    hand_in(proposal, "deck", *CERTIFICATES[:-1])
    assert not letters("documents_complete")
    row, = hand_in(proposal, CERTIFICATES[-1])
    letter, = letters("documents_complete")
    assert letter.to_email == proposal.owner.email and proposal.documents_missing == 0
    entry = [each for each in history_of(proposal) if each.verb == "hand_in"][-1]
    assert entry.details["sha256"] == row.file.sha256 and entry.actor_id == proposal.owner.id


def test_a_document_may_be_replaced_until_the_date_and_what_was_taken_back_stays_on_record():
    proposal = a_passed_proposal()
    row, = hand_in(proposal, "brc")
    operations.take_back_document(row, proposal=proposal, by=proposal.owner)
    assert proposal.documents_missing == 5 and row.removed_at is not None
    assert queries.documents_in(proposal, ["brc"]) == []
    with pytest.raises(Refused, match="already"):
        operations.take_back_document(row, proposal=proposal, by=proposal.owner)


def test_a_full_slot_an_unknown_one_and_one_of_another_round_are_told_apart():
    proposal = a_passed_proposal()
    hand_in(proposal, "brc")
    with pytest.raises(Invalid, match="places are taken"):
        hand_in(proposal, "brc")
    with pytest.raises(Missing):
        hand_in(proposal, "nothing")
    for key in ("bank", "plan"):
        with pytest.raises(Refused, match="cannot be changed now"):
            hand_in(proposal, key)


def test_the_last_second_counts_and_the_next_one_does_not_until_the_manager_sets_another_date():
    proposal = a_passed_proposal()
    with clock.at(proposal.documents_due_at):
        hand_in(proposal, "brc")
    manager, late = b.a_manager(proposal.call), proposal.documents_due_at + timedelta(seconds=1)
    with clock.at(late):
        with pytest.raises(Refused, match="The date for the documents has passed"):
            hand_in(proposal, "tax_nat")
        operations.set_documents_due(proposal, late + timedelta(days=2), "발급이 늦어졌습니다.", by=manager)
        hand_in(proposal, "tax_nat")
    letter, = letters("documents_due_changed")
    assert letter.context["reason"] == "발급이 늦어졌습니다."


def test_another_date_needs_a_future_day_a_reason_a_manager_and_the_version_that_was_seen():
    proposal = a_passed_proposal()
    manager = b.a_manager(proposal.call)
    with pytest.raises(Invalid) as wrong:
        operations.set_documents_due(proposal, now(), "", by=manager)
    assert set(wrong.value.fields) == {"due_on", "reason"}
    for person in (proposal.owner, b.an_approver(proposal.call), b.a_manager(b.a_program())):
        with pytest.raises(Forbidden):
            operations.set_documents_due(proposal, now() + timedelta(days=9), "사유를 적습니다.", by=person)
    with pytest.raises(Stale):
        operations.set_documents_due(proposal, now() + timedelta(days=9), "사유를 적습니다.", by=manager, seen=proposal.version + 1)


def test_selection_asks_for_the_agreement_and_freezes_what_the_panel_judged():
    proposal = a_selected_proposal()
    asked = [slot.key for slot in documents_asked(proposal)]
    assert set(PAPERS) | set(CERTIFICATES) <= set(asked) and "deck" not in asked
    assert proposal.documents_missing == len(PAPERS) + len(CERTIFICATES)
    with pytest.raises(Refused, match="cannot be changed now"):
        hand_in(proposal, "deck")


def test_what_was_handed_in_before_the_selection_is_not_asked_for_again():
    proposal = a_passed_proposal()
    hand_in(proposal, *CERTIFICATES)
    PROPOSAL.move(proposal, "select", by=b.an_approver(proposal.call), silent=True)
    assert proposal.documents_missing == len(PAPERS)


def test_a_call_that_asks_for_nothing_later_opens_no_round():
    body = dict(b.program_file()["definition"])
    body["attachments"] = [slot for slot in body["attachments"] if slot["when"] == "submission"]
    proposal = a_selected_proposal(call=b.a_call("closed", definition=body))
    assert proposal.documents_due_at is None and documents_asked(proposal) == []


def test_the_date_is_the_eve_of_the_step_but_never_less_than_five_days_away():
    definition = b.a_call("closed").definition
    step = ready_for(definition, "agreement", None)
    assert step == definition.step("agreement").start
    long_before, just_before = clock.start_of(step - timedelta(days=30)), clock.start_of(step - timedelta(days=1))
    with clock.at(long_before):
        assert f"{in_seoul(due_before(step)):%F %T}" == f"{step - timedelta(days=1):%F} 18:00:00"
    with clock.at(just_before):
        assert f"{in_seoul(due_before(step)):%F %T}" == f"{step + timedelta(days=4):%F} 18:00:00"


def test_what_is_asked_after_a_stage_is_for_the_stage_that_was_reached():
    body = workflows.plain()
    definition = b.a_call("closed", definition=body).definition
    assert ready_for(definition, "after_document_pass", "final") == definition.step("presentation").start
    body["stages"][-1] |= {"starts": "2031-05-04", "ends": "2031-05-06"}
    own = b.a_call("closed", definition=body).definition
    assert ready_for(own, "after_document_pass", "final") == date(2031, 5, 4)


def test_the_programs_people_find_who_is_incomplete_and_nobody_else_does():
    call = b.a_call("closed")
    lacking, complete = a_passed_proposal(call=call), a_passed_proposal(call=call)
    b.a_proposal("in_review", call=call)
    hand_in(complete, "deck", *CERTIFICATES)
    manager = b.a_manager(call)
    assert queries.asked_for_documents(call, viewer=manager) == [lacking, complete]
    assert queries.asked_for_documents(call, viewer=manager, missing=True) == [lacking]
    assert queries.asked_for_documents(call, viewer=manager, after=lacking.id) == [complete]
    assert queries.asked_for_documents(call, viewer=b.a_manager(b.a_program())) == []


def test_a_document_is_read_by_the_programs_people_while_it_is_there():
    proposal = a_passed_proposal()
    row, = hand_in(proposal, "brc")
    manager = b.a_manager(proposal.call)
    assert queries.get_document(proposal.id, row.id, viewer=manager) == row.file
    for viewer in (b.a_manager(b.a_program()), proposal.owner, b.a_user()):
        with pytest.raises(Missing):
            queries.get_document(proposal.id, row.id, viewer=viewer)
    operations.take_back_document(row, proposal=proposal, by=proposal.owner)
    db.session.flush()
    with pytest.raises(Missing):
        queries.get_document(proposal.id, row.id, viewer=manager)

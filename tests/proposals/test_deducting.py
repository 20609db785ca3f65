"""Deductions: taken off with reason and proof, given back on record, capped, counted after the mean and told to the company."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.calls.definition import Definition, DefinitionError
from portal.decisions import rankings
from portal.decisions.words import rule_in_words
from portal.foundation import transactions
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Invalid, Refused, Stale
from portal.foundation.history import history_of
from portal.proposals import operations
from portal.proposals.deductions import standing_deductions
from portal.proposals.models import AppliedDeduction
from portal.reviews.models import Tally
from portal.reviews.scoring import Criterion, Rule, Sheet, final_of, mean_of
from tests import builders as b
from tests.client import words_of
from tests.decisions import story
from tests.workflows import plain, with_deductions

WHY, PROOF = "2024년 협약을 포기했습니다.", "포기 공문 2024-17"
ONE = (Criterion("all", 100),)


def the_scored(cap=None, shares=("0.9", "0.9")):
    call = b.a_call("closed", definition=with_deductions(cap))
    return call, b.a_manager(call), story.several(call, shares)


def off(proposal, manager, key="gave_up", **more):
    return operations.apply_deduction(proposal, key, WHY, PROOF, by=manager, **more)


def tally_of(proposal):
    return db.session.query(Tally).filter_by(proposal_id=proposal.id).one()


@given(st.integers(0, 100), st.integers(0, 30), st.integers(1, 30), st.integers(0, 5))
def test_never_more_is_taken_off_than_the_cap(total, less, cap, bonus):
    rule = Rule.of(plain()["scoring"] | {"deduction_cap": cap})
    final = final_of([(mean_of([Sheet(i, {"all": total}) for i in range(5)], ONE, rule), 100)], rule, 0, bonus=bonus, deductions=less)
    taken = min(less, cap)
    assert final.deductions4 == taken * 10_000
    assert Fraction(final.final4, 10_000) == max(total + min(bonus, rule.bonus_cap) - taken, 0)


def test_points_come_off_the_final_score_and_the_ranking_shows_them(visitor):
    call, manager, (first, second) = the_scored()
    before = tally_of(first).final_e4
    off(first, manager)
    assert (tally_of(first).final_e4, tally_of(first).deductions_e4) == (before - 30_000, 30_000)
    assert [line.proposal for line in rankings.ranking_page(call, "final", viewer=manager).lines] == [second, first]
    assert "Deductions are taken off after the mean, before the threshold is compared." in rule_in_words(call.definition, "final")
    transactions.commit()
    visitor.sign_in(manager)
    assert "-3.00" in words_of(visitor.get(f"/manage/calls/{call.code}/ranking/final"))


def test_together_they_take_off_no_more_than_the_cap():
    _call, manager, (first, _second) = the_scored(cap=4)
    off(first, manager), off(first, manager, "named")
    assert tally_of(first).deductions_e4 == 40_000


def test_a_deduction_can_put_a_proposal_below_the_threshold():
    _call, manager, (low, _other) = the_scored(shares=("0.72", "0.9"))
    assert tally_of(low).passed
    off(low, manager), off(low, manager, "named")
    assert not tally_of(low).passed


def test_second_thoughts_give_the_points_back_and_everything_stays_on_record():
    _call, manager, (first, _second) = the_scored()
    before = tally_of(first).final_e4
    row = off(first, manager)
    operations.undo_deduction(first, row, "다른 기업의 기록이었습니다.", by=manager)
    assert tally_of(first).final_e4 == before and standing_deductions([first.id]) == []
    with pytest.raises(Refused):
        operations.undo_deduction(first, row, "한 번 더 되돌립니다.", by=manager)
    off(first, manager)
    transactions.commit()
    assert db.session.query(AppliedDeduction).count() == 2
    assert [entry.verb for entry in history_of(first)].count("apply_deduction") == 2


def test_the_same_is_not_taken_off_twice_and_a_stale_page_is_told():
    _call, manager, (first, _second) = the_scored()
    seen = first.version
    off(first, manager, seen=seen)
    with pytest.raises(Refused):
        off(first, manager)
    with pytest.raises(Stale):
        off(first, manager, "named", seen=seen)


@pytest.mark.parametrize(("typed", "field"), [
    ({"key": "nonsense"}, "key"), ({"key": ""}, "key"), ({"reason": ""}, "reason"), ({"proof": "짧다"}, "proof"),
    ({"reason": "가" * 1001}, "reason"), ({"proof": "증빙\x00입니다"}, "proof")])
def test_what_cannot_be_kept_is_told_at_its_field_and_nothing_typed_is_lost(visitor, typed, field):
    call, manager, (first, _second) = the_scored()
    transactions.commit()
    visitor.sign_in(manager)
    whole = {"key": "gave_up", "reason": WHY, "proof": PROOF, "version": first.version} | typed
    answer = visitor.post(f"/manage/proposals/{first.id}/deductions", data=whole)
    assert answer.status_code == 422 and f'id="{field}-error"' in answer.get_data(as_text=True)
    assert db.session.query(AppliedDeduction).count() == 0
    assert (WHY if field != "reason" else PROOF) in answer.get_data(as_text=True)


def test_from_the_page_points_are_taken_off_and_given_back(visitor):
    _call, manager, (first, _second) = the_scored()
    transactions.commit()
    visitor.sign_in(manager)
    where = f"/manage/proposals/{first.id}/deductions"
    typed = {"key": "gave_up", "reason": WHY, "proof": PROOF, "version": first.version}
    assert visitor.post(where, data=typed).status_code == 302
    assert visitor.post(where, data=typed).status_code == 409
    shown = visitor.get(where)
    assert WHY in words_of(shown) and "-3" in words_of(shown)
    row = db.session.query(AppliedDeduction).one()
    db.session.refresh(first)
    short = visitor.post(f"{where}/{row.id}/undo", data={"reason": "아니", "version": first.version})
    assert short.status_code == 422 and f'id="reason-{row.id}-error"' in short.get_data(as_text=True)
    assert visitor.post(f"{where}/{row.id}/undo", data={"reason": "다른 기업의 기록이었습니다.", "version": first.version}).status_code == 302
    assert "다른 기업의 기록이었습니다." in words_of(visitor.get(where))
    plain_one = b.a_proposal("in_review")
    story.window_of(visitor, b.a_manager(plain_one.call))
    assert visitor.get(f"/manage/proposals/{plain_one.id}/deductions").status_code == 404


def test_only_managers_take_points_off():
    call, _manager, (first, _second) = the_scored()
    for person in (b.an_approver(call), first.owner, b.a_user()):
        with pytest.raises(Forbidden):
            off(first, person)


def test_what_was_proposed_goes_back_and_the_company_reads_the_reason(visitor):
    call, manager, (first, _second) = the_scored()
    transactions.commit()
    selection, manager, approver = story.confirmed(call)
    off(first, manager)
    assert selection.state == "draft" and first.number in selection.returned_reason
    transactions.commit()
    deciding = story.operations
    deciding.refresh_selection(selection, by=manager, anew=True)
    deciding.propose_selection(selection, by=manager)
    deciding.confirm_selection(selection, by=approver)
    deciding.release_selection(selection, by=manager)
    transactions.commit()
    assert story.outcome_of(selection, first).deductions_e4 == 30_000
    visitor.sign_in(first.owner)
    own = words_of(visitor.get(f"/apply/proposals/{first.id}/result"))
    assert WHY in own and "3.00" in own and PROOF not in own


def test_a_workflow_with_deductions_is_checked_and_written_back_unchanged():
    assert Definition.parse(with_deductions(5)).body() == with_deductions(5)
    old = Definition.parse(plain()).body()
    assert "deductions" not in old and "deduction_cap" not in old["scoring"]
    with pytest.raises(DefinitionError) as refused:
        Definition.parse(with_deductions(2))
    assert refused.value.problems == [("deductions.0.points", "Deductions can take off at most 2 points together.")]


def test_an_invalid_request_changes_nothing():
    _call, manager, (first, _second) = the_scored()
    before = tally_of(first).final_e4
    with pytest.raises(Invalid):
        operations.apply_deduction(first, "gave_up", "", "", by=manager)
    assert tally_of(first).final_e4 == before

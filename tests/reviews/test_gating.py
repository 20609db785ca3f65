"""Checks of a stage: passed, conditional or failed with a reason; a site visit decided by checks alone, end to end."""

import pytest

from portal.calls.definition import Definition, DefinitionError
from portal.decisions import operations as deciding
from portal.decisions import rankings
from portal.decisions.words import rule_in_words
from portal.foundation import transactions
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Invalid, Missing, Refused, Stale
from portal.foundation.history import history_of
from portal.reviews import operations, queries, tallies
from portal.reviews.models import GateVerdict, Tally
from tests import builders as b
from tests.client import words_of
from tests.decisions import story
from tests.workflows import GATES, plain, with_a_site_visit

WHY = "점자블록 위에 기둥을 세워야 합니다."
FINE = {"street": ("passed", ""), "safety": ("passed", "")}


def a_visit(n=3, stage="visit", body=None):
    call = b.a_call("closed", definition=body or with_a_site_visit())
    proposals = [b.a_proposal("in_review", call=call, stage=stage) for _ in range(n)]
    for proposal in proposals:
        tallies.refresh(proposal, stage)
    return call, b.a_manager(call), proposals


def judge(proposal, manager, stage="visit", **changed):
    operations.judge_stage_gates(proposal, stage, FINE | changed, by=manager)


def tally_of(proposal, stage="visit"):
    return db.session.query(Tally).filter_by(proposal_id=proposal.id, stage_key=stage).one()


@pytest.mark.parametrize(("changes", "path"), [
    ({"weight": 10}, "stages.1.weight"), ({"threshold": 60}, "stages.1.threshold"), ({"gates": []}, "stages.1.criteria"),
    ({"kind": "document"}, "stages.1.criteria"), ({"pass_rule": {"kind": "top", "n": 3}}, "stages.1.pass_rule.kind"),
    ({"gates": [GATES[0], GATES[0]]}, "stages.1.gates.1.key"), ({"kind": "picnic"}, "stages.1.kind")])
def test_combinations_that_cannot_work_are_refused_where_they_stand(changes, path):
    with pytest.raises(DefinitionError) as refused:
        Definition.parse(with_a_site_visit(**changes))
    assert path in [where for where, _words in refused.value.problems]


def test_the_last_stage_needs_criteria():
    body = with_a_site_visit()
    body["stages"] = [body["stages"][0] | {"weight": 100}, body["stages"][1] | {"pass_rule": None}]
    with pytest.raises(DefinitionError) as refused:
        Definition.parse(body)
    assert "stages.1.criteria" in [where for where, _words in refused.value.problems]


@pytest.mark.parametrize("kind", ["document", "presentation", "site_visit", "legal_review", "committee"])
def test_every_kind_of_stage_may_have_criteria_and_is_written_back_unchanged(kind):
    body = plain()
    body["stages"][0] |= {"kind": kind, "gates": GATES}
    assert Definition.parse(body).body() == body
    assert Definition.parse(with_a_site_visit()).body() == with_a_site_visit()
    assert "gates" not in Definition.parse(plain()).body()["stages"][0]


def test_nothing_is_proposed_while_a_check_is_open_and_the_number_is_named():
    _call, manager, proposals = a_visit()
    judge(proposals[0], manager)
    selection, manager, _approver = story.prepared(proposals[0].call, stage="visit")
    with pytest.raises(Refused) as refused:
        deciding.propose_selection(selection, by=manager)
    assert str(refused.value.words) == "4 checks of this stage are not judged yet."


def test_checks_alone_decide_a_site_visit_from_verdict_to_result(visitor):
    call, manager, (fine, conditional, failed) = a_visit()
    judge(fine, manager)
    judge(conditional, manager, street=("conditional", "야간에만 설치합니다."))
    judge(failed, manager, safety=("failed", WHY))
    transactions.commit()
    visitor.sign_in(manager)
    shown = words_of(visitor.get(f"/manage/calls/{call.code}/ranking/visit"))
    assert WHY in shown and "야간에만 설치합니다." in shown and "보행 안전" in shown
    selection, *_people = story.released(call, stage="visit")
    assert [story.outcome_of(selection, each).outcome for each in (fine, conditional, failed)] == [
        "passed", "passed", "not_selected"]
    assert (fine.stage_key, conditional.stage_key, failed.state) == ("final", "final", "not_selected")
    own = words_of(story.window_of(visitor, failed.owner).get(f"/apply/proposals/{failed.id}/result"))
    assert WHY in own and "0.00" not in own
    decided = words_of(story.window_of(visitor, manager).get(f"/manage/calls/{call.code}/decisions/visit"))
    assert "0.0000" not in decided


def test_a_failed_check_excludes_however_good_the_scores_are(visitor):
    body = plain()
    body["stages"][-1]["gates"] = GATES
    call = b.a_call("closed", definition=body)
    manager = b.a_manager(call)
    best, other = story.several(call, ["1.0", "0.8"])
    assert not tally_of(best, "final").enough
    judge(best, manager, "final", safety=("failed", WHY))
    judge(other, manager, "final")
    lines = rankings.ranking_page(call, "final", viewer=manager).lines
    assert [(line.proposal, line.place.rank) for line in lines] == [(other, 1), (best, None)]
    selection, manager, _approver = story.prepared(call)
    with pytest.raises(Invalid) as refused:
        low = story.outcome_of(selection, best)
        deciding.decide_outcomes(selection, {low.id: deciding.Choice("selected", 1000, "가장 높은 점수입니다.")}, by=manager)
    assert "It did not pass a check of this stage and is therefore out." in str(refused.value.fields)
    assert any("Safe for pedestrians" in said for said in rule_in_words(call.definition, "final"))
    transactions.commit()
    visitor.sign_in(manager)
    assert WHY in words_of(visitor.get(f"/manage/calls/{call.code}/ranking/final"))


@pytest.mark.parametrize(("verdict", "words"), [
    ("failed", ""), ("conditional", "짧다"), ("nonsense", WHY), ("", WHY), ("failed", "가" * 1001), ("failed", "이유\x00입니다")])
def test_a_verdict_that_cannot_be_kept_is_told_and_nothing_typed_is_lost(visitor, verdict, words):
    call, manager, (first, *_others) = a_visit()
    transactions.commit()
    visitor.sign_in(manager)
    answer = visitor.post(f"/manage/calls/{call.code}/panels/visit/gates/{first.id}", data={
        "verdict-street": verdict, "words-street": words, "verdict-safety": "failed", "words-safety": WHY, "version": first.version})
    assert answer.status_code == 422 and WHY in answer.get_data(as_text=True)
    assert db.session.query(GateVerdict).count() == 0


def test_a_stage_of_checks_alone_speaks_of_no_panel(visitor):
    body = with_a_site_visit()
    visit = next(stage for stage in body["stages"] if stage["key"] == "visit")
    body["stages"] = [visit, *(stage for stage in body["stages"] if stage is not visit)]
    call = b.a_call("closed", definition=body)
    proposal, manager = b.a_proposal("eligible", call=call), b.a_manager(call)
    transactions.commit()
    where = f"/manage/calls/{call.code}/panels/visit"
    page = words_of(visitor.sign_in(manager).get(where))
    assert "이 단계로 넘기면 적부를 확인할 수 있습니다." in page and "모두 이 단계로 넘기기" in page
    assert "평가위원회로 넘길" not in page and "평가위원회에 넘기" not in page
    assert visitor.post(f"{where}/hand").status_code == 302
    db.session.expire_all()
    assert (proposal.state, proposal.stage_key) == ("in_review", "visit")


def test_checks_are_judged_from_the_page_and_a_stale_one_is_told(visitor):
    call, manager, (first, *_others) = a_visit()
    transactions.commit()
    visitor.sign_in(manager)
    where, seen = f"/manage/calls/{call.code}/panels/visit/gates", first.version
    assert "전원과 통신을 현장에서 확인합니다." in words_of(visitor.get(where))
    typed = {"verdict-street": "passed", "verdict-safety": "failed", "words-safety": WHY, "version": seen}
    assert visitor.post(f"{where}/{first.id}", data=typed).status_code == 302
    again = visitor.post(f"{where}/{first.id}", data=typed | {"words-safety": "다른 이유를 적었습니다."})
    assert again.status_code == 409 and "다른 이유를 적었습니다." in again.get_data(as_text=True)
    assert WHY in words_of(visitor.get(where))
    assert visitor.post(f"{where}/999999", data=typed).status_code == 404
    assert visitor.get(f"/manage/calls/{call.code}/panels/final/gates").status_code == 404
    assert visitor.get(f"/manage/calls/{call.code}/panels/visit").status_code == 200
    assert visitor.get(f"/calls/{call.code}").status_code == 200


def test_second_thoughts_are_on_record_and_send_a_proposed_result_back():
    call, manager, proposals = a_visit(2)
    for proposal in proposals:
        judge(proposal, manager)
    transactions.commit()
    selection, manager, _approver = story.confirmed(call, stage="visit")
    judge(proposals[0], manager, street=("conditional", "야간에만 설치합니다."))
    assert selection.state == "draft"
    transactions.commit()
    assert [entry.verb for entry in history_of(proposals[0])].count("judge_stage_gates") == 2
    assert db.session.query(GateVerdict).filter_by(proposal_id=proposals[0].id).count() == 2


def test_who_may_not_and_what_is_not_there():
    call, manager, (first, *_others) = a_visit()
    for person in (b.an_approver(call), first.owner):
        with pytest.raises(Forbidden):
            judge(first, person)
    with pytest.raises(Missing):
        operations.judge_stage_gates(first, "visit", {"nonsense": ("passed", "")}, by=manager)
    with pytest.raises(Refused):
        judge(first, manager, "final")
    with pytest.raises(Stale):
        operations.judge_stage_gates(first, "visit", FINE, by=manager, seen=first.version + 1)


def test_nobody_is_given_proposals_where_nobody_scores():
    call, manager, proposals = a_visit()
    seat = b.a_seat(call, stage="visit")
    with pytest.raises(Refused):
        operations.assign_review(proposals[0], seat, by=manager)
    assert queries.short_proposals(call, "visit") == []


@pytest.mark.parametrize("n", [1, 30])
def test_the_page_reads_a_constant_number_of_statements(visitor, statements, n):
    call, manager, proposals = a_visit(n)
    for proposal in proposals:
        judge(proposal, manager)
    transactions.commit()
    visitor.sign_in(manager)
    statements.clear()
    assert visitor.get(f"/manage/calls/{call.code}/panels/visit/gates").status_code == 200
    assert len(statements) == 4

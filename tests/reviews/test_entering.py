"""Points the operator enters from facts: on the rubric but not on the sheet, one table for a stage, every change on record."""

import re
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.calls.definition import Definition, DefinitionError
from portal.decisions import operations as deciding
from portal.decisions import rankings
from portal.decisions.words import rule_in_words
from portal.foundation import transactions
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Invalid, Refused, Stale
from portal.foundation.history import history_of
from portal.reviews import operations, sheet
from portal.reviews.lifecycle import ReviewState
from portal.reviews.marks import Typed, places_of
from portal.reviews.models import EnteredPoints, Tally
from portal.reviews.operations import Entry
from portal.reviews.scoring import Criterion, Rule, Sheet, stage_result
from tests import builders as b
from tests.client import words_of
from tests.decisions import story as results
from tests.workflows import plain, with_bands, with_facts

RULE = Rule.of(plain()["scoring"])
FACTS = "2025년 재무제표 유동비율 152%"


class Stage:
    criteria = (Criterion("plan", 80), Criterion("money", 20, by_operator=True))
    bodies = None


def the_call(**changes):
    call = b.a_call("closed", definition=with_facts(**changes))
    return call, b.a_manager(call), call.definition.last_stage.for_operator[0]


def scored(call, shares=("0.9", "0.8")):
    """Proposals of the last stage with every sheet confirmed; points from facts are missing."""
    seats = [b.a_seat(call, stage="final") for _ in range(5)]
    proposals = [b.a_proposal("in_review", call=call, stage="final") for _ in shares]
    for proposal, share in zip(proposals, shares, strict=True):
        for seat in seats:
            review = b.a_review(ReviewState.CONFIRMED, proposal=proposal, seat=seat, stage="final")
            for criterion in call.definition.last_stage.for_reviewers:
                for part in criterion.sub or (criterion,):
                    db.session.add(b.Mark(review_id=review.id, kind="points", key=part.key,
                                          value=str(round(part.max * float(share)))))
            db.session.flush()
            review.criterion_totals = sheet.sums_of(call.definition, "final", sheet.points_of(review.marks))
        results.tallies.refresh(proposal, "final")
    return proposals


def entered(call, manager, proposal, points="4", facts=FACTS, seen=""):
    key = call.definition.last_stage.for_operator[0].key
    return operations.enter_points(call, "final", {(proposal.id, key): Entry(points, facts, seen)}, by=manager)


@given(st.lists(st.integers(0, 80), min_size=5, max_size=9), st.decimals(0, 20, places=2))
def test_points_from_facts_are_added_to_the_mean_exactly(totals, points):
    sheets = [Sheet(i, {"plan": total}) for i, total in enumerate(totals)]
    without = stage_result(sheets, Stage, RULE)
    assert without.missing == ("money",) and without.mean is None and not without.enough and without.scores_suffice
    whole = stage_result(sheets, Stage, RULE, {"money": points})
    assert whole.enough and whole.mean == whole.criterion_means["plan"] + Fraction(points)
    assert whole.criterion_means["money"] == Fraction(points)


@pytest.mark.parametrize(("changes", "path"), [
    ({"facts": None}, "facts"), ({"facts": {"ko": " ", "en": ""}}, "facts"), ({"entered_by": "reviewers"}, "facts"),
    ({"entered_by": "nobody"}, "entered_by"), ({"sub": [{"key": "one", "label": {"ko": "하나", "en": ""}, "max": 10}]}, "sub")])
def test_combinations_that_cannot_work_are_refused_where_they_stand(changes, path):
    with pytest.raises(DefinitionError) as refused:
        Definition.parse(with_facts(**changes))
    last = len(with_facts()["stages"][-1]["criteria"]) - 1
    assert f"stages.1.criteria.{last}.{path}" in [where for where, _words in refused.value.problems]


def test_reviewers_score_at_least_one_criterion():
    body = with_facts()
    for criterion in body["stages"][0]["criteria"]:
        criterion.pop("sub", None)
        criterion |= {"entered_by": "operator", "facts": {"ko": "사실", "en": "facts"}}
    with pytest.raises(DefinitionError) as refused:
        Definition.parse(body)
    assert ("stages.0.criteria", "At least one criterion must be scored by reviewers.") in refused.value.problems


def test_a_workflow_is_written_back_unchanged_and_old_ones_gain_nothing():
    assert Definition.parse(with_facts()).body() == with_facts()
    assert Definition.parse(with_bands()).body() == with_bands()
    old = Definition.parse(plain()).body()["stages"][-1]["criteria"][0]
    assert not {"bands", "entered_by", "facts"} & {*old, *old["sub"][0]}


def test_the_sheet_asks_only_for_what_reviewers_score():
    call, _manager, criterion = the_call()
    assert all(key != criterion.key for _kind, key in places_of(call.definition, "final"))
    review = b.a_review(ReviewState.OPEN, stage="final", proposal=b.a_proposal("in_review", call=call, stage="final"))
    assert not any(criterion.label.en in words for words in review.missing_marks)


def test_the_sheet_says_what_the_operator_enters(visitor):
    call, _manager, criterion = the_call()
    review = b.a_review(ReviewState.OPEN, stage="final", proposal=b.a_proposal("in_review", call=call, stage="final"))
    visitor.sign_in(review.reviewer)
    shown = words_of(visitor.get(f"/review/{review.id}"))
    assert criterion.label.ko in shown and "유동비율 150% 이상 만점" in shown
    assert f"/ {100 - criterion.max}" in shown


def test_until_they_are_entered_nothing_can_be_proposed_and_the_number_is_named():
    call, manager, _criterion = the_call()
    proposals = scored(call)
    selection, _same, _approver = results.prepared(call)
    with pytest.raises(Refused) as refused:
        deciding.propose_selection(selection, by=manager)
    assert str(refused.value.words) == "2 points from facts are not entered yet."
    for proposal in proposals:
        assert entered(call, manager, proposal) == 1
    deciding.refresh_selection(selection, by=manager, anew=True)
    deciding.propose_selection(selection, by=manager)
    assert selection.state == "proposed"


def test_the_final_score_is_the_mean_and_the_points():
    call, manager, criterion = the_call()
    first, _second = scored(call)
    mean = db.session.query(Tally).filter_by(proposal_id=first.id).one().details["criteria_e4"]
    entered(call, manager, first, "3.25")
    tally = db.session.query(Tally).filter_by(proposal_id=first.id).one()
    assert tally.mean_e4 == sum(mean.values()) + 32_500
    line = next(each for each in rankings.ranking_page(call, "final", viewer=manager).lines if each.proposal == first)
    assert line.agrees and line.workings.entered == {criterion.key: (32_500, FACTS)}
    assert any(criterion.label.en in words for words in rule_in_words(call.definition, "final"))


@pytest.mark.parametrize("points", ["", "2", "-1", "1e309", "4.999", "nine", "999", "\x00", "😀", "９", "0001-01-01", "9" * 5000])
def test_points_that_cannot_be_are_told_at_their_field(points):
    call, manager, criterion = the_call()
    proposal = b.a_proposal("in_review", call=call, stage="final")
    with pytest.raises(Invalid) as refused:
        entered(call, manager, proposal, points)
    assert list(refused.value.fields) == [f"points-{proposal.id}-{criterion.key}"]


@pytest.mark.parametrize("facts", ["", "짧다", "가" * 501, "사실\x00입니다"])
def test_a_source_must_be_given(facts):
    call, manager, criterion = the_call()
    proposal = b.a_proposal("in_review", call=call, stage="final")
    with pytest.raises(Invalid) as refused:
        entered(call, manager, proposal, "4", facts)
    assert list(refused.value.fields) == [f"facts-{proposal.id}-{criterion.key}"]


def test_changing_them_is_on_record_and_saving_the_same_twice_is_saving_once():
    call, manager, criterion = the_call()
    proposal = b.a_proposal("in_review", call=call, stage="final")
    assert entered(call, manager, proposal) == 1
    transactions.commit()
    row = db.session.query(EnteredPoints).one()
    assert entered(call, manager, proposal, seen=row.token) == 0
    assert entered(call, manager, proposal, "5", seen=row.token) == 1
    transactions.commit()
    noted = [entry.details["points"] for entry in history_of(proposal) if entry.verb == "enter_points"]
    assert sorted(noted, key=str) == sorted([{criterion.key: ["4", FACTS]}, {criterion.key: ["5", FACTS]}], key=str)


def test_the_second_of_two_managers_is_told_but_not_for_lines_left_alone():
    call, manager, _criterion = the_call()
    one, other = (b.a_proposal("in_review", call=call, stage="final") for _ in range(2))
    entered(call, manager, one)
    transactions.commit()
    drawn = db.session.query(EnteredPoints).one().token
    entered(call, manager, one, "5", seen=drawn)
    transactions.commit()
    key = call.definition.last_stage.for_operator[0].key
    both = {(one.id, key): Entry("4", FACTS, drawn), (other.id, key): Entry("3.5", FACTS)}
    assert operations.enter_points(call, "final", both, by=manager) == 1
    with pytest.raises(Stale):
        entered(call, manager, one, "3", seen=drawn)


def test_nobody_else_enters_points_and_none_for_proposals_elsewhere():
    call, manager, _criterion = the_call()
    proposal, elsewhere = b.a_proposal("in_review", call=call, stage="final"), b.a_proposal("in_review", call=call)
    for person in (b.an_approver(call), b.a_user(), proposal.owner):
        with pytest.raises(Forbidden):
            entered(call, person, proposal)
    assert entered(call, manager, elsewhere) == 0


def test_what_was_proposed_goes_back_when_points_change():
    call, manager, _criterion = the_call()
    for proposal in scored(call):
        entered(call, manager, proposal)
    transactions.commit()
    selection, manager, _approver = results.confirmed(call)
    token = db.session.query(EnteredPoints).filter_by(proposal_id=proposal.id).one().token
    entered(call, manager, proposal, "5", seen=token)
    assert selection.state == "draft" and proposal.number in selection.returned_reason


def test_the_table_is_filled_in_from_the_page(visitor):
    call, manager, criterion = the_call()
    first, second = scored(call)
    where, visitor = f"/manage/calls/{call.code}/panels/final/points", visitor.sign_in(manager)
    assert "유동비율 150% 이상 만점" in words_of(visitor.get(where))
    names = [f"{proposal.id}-{criterion.key}" for proposal in (first, second)]
    answer = visitor.post(where, data={f"points-{names[0]}": "4", f"facts-{names[0]}": FACTS, f"points-{names[1]}": "999",
                                       f"facts-{names[1]}": "근거를 적었습니다"})
    assert answer.status_code == 422 and "근거를 적었습니다" in answer.get_data(as_text=True)
    assert db.session.query(EnteredPoints).count() == 0
    good = {f"points-{names[0]}": "4", f"facts-{names[0]}": FACTS}
    assert visitor.post(where, data=good).status_code == 302
    again = visitor.post(where, data=good | {f"points-{names[0]}": "3"})
    assert again.status_code == 409 and FACTS in again.get_data(as_text=True)
    assert visitor.get(f"/manage/calls/{b.a_call('closed').code}/panels/final/points").status_code == 404


def test_a_company_reads_its_points_and_the_facts_with_its_result(visitor):
    call, manager, _criterion = the_call()
    proposals = scored(call)
    for proposal in proposals:
        entered(call, manager, proposal)
    transactions.commit()
    results.released(call)
    own = results.window_of(visitor, proposals[0].owner).get(f"/apply/proposals/{proposals[0].id}/result")
    assert FACTS in words_of(own) and "4.00" in words_of(own)


@pytest.mark.parametrize("n", [1, 30])
def test_the_table_reads_a_constant_number_of_statements(visitor, statements, n):
    call, manager, _criterion = the_call()
    for _ in range(n):
        entered(call, manager, b.a_proposal("in_review", call=call, stage="final"))
    transactions.commit()
    visitor.sign_in(manager)
    statements.clear()
    assert visitor.get(f"/manage/calls/{call.code}/panels/final/points").status_code == 200
    assert len(statements) == 4


def test_bands_stand_beside_the_field_with_the_points_they_mean(visitor):
    call = b.a_call("closed", definition=with_bands())
    part = call.definition.last_stage.criteria[0].sub[0]
    lines = sheet.bands_of(part, RULE)
    top, fair = -(-part.max * 9 // 10), -(-part.max * 6 // 10)
    assert [line.points for line in lines] == [f"{top}–{part.max}", f"{fair}–{top - 1}"]
    review = b.a_review(ReviewState.OPEN, stage="final", proposal=b.a_proposal("in_review", call=call, stage="final"))
    visitor.sign_in(review.reviewer)
    shown = visitor.get(f"/review/{review.id}").get_data(as_text=True)
    assert "현장 검증까지 마쳤습니다" in shown and f'bands-points-{part.key}"' in shown


def test_bands_that_do_not_go_down_are_refused():
    body = with_bands()
    body["stages"][-1]["criteria"][0]["sub"][0]["bands"][1]["from_pct"] = 90
    with pytest.raises(DefinitionError) as refused:
        Definition.parse(body)
    assert refused.value.problems[0][0] == "stages.1.criteria.0.sub.0.bands.1.from_pct"


@pytest.mark.parametrize(("scale", "shown"), [("five_band_60", ["A", "E"]), ("five_level_20", ["very good", "very poor"])])
def test_a_preset_scale_is_drawn_as_choices_with_the_words_of_their_band_and_only_those_count(visitor, scale, shown):
    body = with_bands()
    body["scoring"] |= {"scale": scale, "floor_pct_of_max": 20}
    call = b.a_call("closed", definition=body)
    part = call.definition.last_stage.criteria[0].sub[0]
    choices = sheet.choices_of(part, sheet.rule_of(call.definition))
    assert [shown[0] in choices[0][1], shown[1] in choices[-1][1]] == [True, True] and len(choices) == 5
    assert choices[0][2].startswith("Outstanding") and "Fair" in choices[2][2]
    review = b.a_review(ReviewState.OPEN, stage="final", proposal=b.a_proposal("in_review", call=call, stage="final"))
    visitor.sign_in(review.reviewer)
    page = visitor.get(f"/review/{review.id}").get_data(as_text=True)
    assert page.count(f'name="points-{part.key}"') == 5
    second = Decimal(choices[1][0])
    saved = operations.write_review(review, {("points", part.key): Typed(str(second + Decimal("0.1")))},
                                    by=review.reviewer)
    assert ("points", part.key) in saved.problems
    saved = operations.write_review(review, {("points", part.key): Typed(choices[1][0])}, by=review.reviewer)
    assert not saved.problems
    page = visitor.get(f"/review/{review.id}").get_data(as_text=True)
    assert re.search(rf'name="points-{part.key}"[^>]*value="{choices[1][0]}"[^>]*checked', page)

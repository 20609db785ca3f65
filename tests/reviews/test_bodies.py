"""Two bodies scoring one stage with their own weights: exact arithmetic, seats, assignment, and what blocks the result."""

from dataclasses import replace
from datetime import timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.calls.definition import Definition, DefinitionError
from portal.decisions import operations as deciding
from portal.decisions import rankings
from portal.decisions.workings import workings_in
from portal.foundation import transactions
from portal.foundation.errors import Invalid, Refused
from portal.reviews import operations, queries
from portal.reviews.composition import requirements_of
from portal.reviews.lifecycle import ReviewState
from portal.reviews.models import Tally
from portal.reviews.scoring import Body, Criterion, Rule, Sheet, mean_of, stage_result
from tests import builders as b
from tests.client import words_of
from tests.decisions import story as results
from tests.reviews import story
from tests.workflows import with_bodies

PANEL, CITIZENS = Body("panel", 70), Body("citizens", 30, 3)
RULE = Rule.of(b.program_file()["definition"]["scoring"])
TOTALS = st.lists(st.integers(0, 100), min_size=1, max_size=9)


class Stage:
    criteria = (Criterion("all", 100),)
    bodies = (PANEL, CITIZENS)


def sheets(body, totals):
    return [Sheet(f"{body}-{i}", {"all": total}, body) for i, total in enumerate(totals)]


def seats_of(call, panel=5, citizens=3):
    found = []
    for body, size in (("panel", panel), ("citizens", citizens)):
        for _ in range(size):
            seat = b.a_seat(call, stage="final")
            seat.body = body
            found.append(seat)
    return found


def test_each_body_is_trimmed_by_itself_and_counts_by_its_weight():
    result = stage_result(sheets("panel", [100, 90, 80, 80, 0]) + sheets("citizens", [60, 70, 50, 90]), Stage, RULE)
    assert result.bodies["panel"].mean == Fraction(250, 3)  # 100 and 0 are left out
    assert result.bodies["citizens"].mean == Fraction(270, 4)  # four scores: too few to leave any out
    assert result.mean == Fraction(70, 100) * Fraction(250, 3) + Fraction(30, 100) * Fraction(270, 4)
    assert result.enough and result.n == 9


def test_a_body_without_enough_scores_keeps_the_stage_open():
    result = stage_result(sheets("panel", [80] * 5) + sheets("citizens", [80] * 2), Stage, RULE)
    assert not result.enough and not result.bodies["citizens"].enough and result.bodies["panel"].enough
    assert stage_result(sheets("panel", [80] * 5), Stage, RULE).mean is None


def test_a_sheet_of_no_known_body_counts_with_the_panel():
    mixed = sheets("", [80] * 5) + sheets("citizens", [60] * 3)
    assert stage_result(mixed, Stage, RULE).mean == 74


def test_nobody_scores_in_two_bodies():
    twice = [Sheet("one", {"all": 80}, "panel"), Sheet("one", {"all": 80}, "citizens")]
    with pytest.raises(ValueError, match="two bodies"):
        stage_result(twice, Stage, RULE)


@given(TOTALS, TOTALS, st.integers(1, 99))
def test_the_weighed_mean_lies_between_the_means_and_moves_with_the_weight(experts, people, weight):
    class Weighed(Stage):
        bodies = (replace(PANEL, weight=weight), replace(CITIZENS, weight=100 - weight))

    result = stage_result(sheets("panel", experts) + sheets("citizens", people), Weighed, RULE)
    one, other = (mean_of(sheets(name, totals), Stage.criteria, RULE).mean
                  for name, totals in (("panel", experts), ("citizens", people)))
    assert result.mean == one * Fraction(weight, 100) + other * Fraction(100 - weight, 100)
    assert min(one, other) <= result.mean <= max(one, other)
    assert result.mean == sum(result.criterion_means.values())


@given(TOTALS)
def test_one_body_of_full_weight_is_a_panel_alone(totals):
    class Alone(Stage):
        bodies = (Body("panel", 100),)

    assert stage_result(sheets("panel", totals), Alone, RULE).mean == mean_of(sheets("panel", totals), Stage.criteria, RULE).mean


@pytest.mark.parametrize(("changes", "path"), [
    ({"weight": 31}, "stages.1.bodies"), ({"size_min": 40}, "stages.1.bodies.1.size_max"),
    ({"key": "panel"}, "stages.1.bodies.1.key"), ({"min_valid_scores": 50}, "stages.1.bodies.1.min_valid_scores"),
    ({"min_valid_scores": None, "size_max": 4}, "stages.1.bodies.1.min_valid_scores")])
def test_bodies_that_cannot_work_are_refused_where_they_stand(changes, path):
    with pytest.raises(DefinitionError) as refused:
        Definition.parse(with_bodies(**changes))
    assert path in [problem for problem, _words in refused.value.problems]


def test_a_workflow_with_bodies_is_written_back_unchanged_and_one_without_has_none():
    assert Definition.parse(with_bodies()).body() == with_bodies()
    assert "bodies" not in Definition.parse(b.program_file()["definition"]).body()["stages"][-1]


def test_the_composition_is_asked_of_the_panel_only():
    call = b.a_call("closed", definition=with_bodies())
    seats = seats_of(call, panel=7, citizens=2)
    for seat in seats[7:]:
        seat.group = "official"
    asked = requirements_of(call.definition, call.definition.last_stage, seats)
    assert [each.met for each in asked] == [True, True, True, False, False]
    assert asked[-1].reason == "3 to 30 members are asked for; appointed so far: 2."


def test_the_seats_page_asks_whom_a_person_scores_with_only_where_there_are_bodies(visitor):
    call = b.a_call("closed", definition=with_bodies())
    visitor.sign_in(b.a_manager(call))
    where, typed = f"/manage/calls/{call.code}/panels", {"email": "a@example.test", "name": "박시민(가상)", "group": "civic"}
    assert 'name="body"' not in visitor.get(f"{where}/document").get_data(as_text=True)
    assert visitor.post(f"{where}/document/invite", data=typed).status_code == 302
    assert 'name="body"' in visitor.get(f"{where}/final").get_data(as_text=True)
    for wrong in ({}, {"body": "nonsense"}, {"body": "\x00"}):
        assert visitor.post(f"{where}/final/invite", data=typed | wrong).status_code == 422
    assert visitor.post(f"{where}/final/invite", data=typed | {"body": "citizens"}).status_code == 302
    assert "시민평가단" in words_of(visitor.get(f"{where}/final"))


def test_an_invitation_to_no_body_of_the_stage_is_refused():
    call = b.a_call("closed", definition=with_bodies())
    with pytest.raises(Invalid) as refused:
        operations.invite_reviewer(call, "final", {"email": "a@example.test", "name": "박시민(가상)", "group": "civic",
                                                   "body": "jury"}, by=b.a_manager(call))
    assert "body" in refused.value.fields


def test_proposals_are_shared_out_within_each_body():
    call = b.a_call("closed", definition=with_bodies())
    manager, seats = b.a_manager(call), seats_of(call)
    proposals = [b.a_proposal("in_review", call=call, stage="final") for _ in range(4)]
    reviews = operations.assign_balanced(call, "final", per_proposal=2, by=manager)
    citizens = {seat.id for seat in seats if seat.body == "citizens"}
    for proposal in proposals:
        own = [review.seat_id in citizens for review in reviews if review.proposal_id == proposal.id]
        assert (own.count(True), own.count(False)) == (2, 2)
    lines = queries.short_proposals(call, "final")
    assert {line.lacks for line in lines} == {1 + 3} and len(lines) == 4


def the_scored(citizens="0.7", size=3):
    """Two proposals before both bodies: experts agree at 90, citizens at `citizens` for the first and 80 for the second."""
    call = b.a_call("closed", definition=with_bodies())
    seats = seats_of(call, citizens=size)
    proposals = [b.a_proposal("in_review", call=call, stage="final") for _ in range(2)]
    for proposal, share in zip(proposals, (citizens, "0.8"), strict=True):
        proposal.submitted_at -= timedelta(minutes=proposal.id)
        for seat in seats:
            review = b.a_review(ReviewState.CONFIRMED, proposal=proposal, seat=seat, stage="final")
            b.fill_in(review, "0.9" if seat.body == "panel" else share)
        results.add_up(proposal)
    return call, proposals


def test_the_ranking_and_the_own_result_show_each_bodys_mean(visitor):
    call, proposals = the_scored()
    page = rankings.ranking_page(call, "final", viewer=b.a_manager(call))
    assert [line.proposal for line in page.lines] == proposals[::-1]
    assert all(line.agrees for line in page.lines)
    low = page.lines[1]
    panel, citizens = low.workings.bodies["panel"], low.workings.bodies["citizens"]
    assert low.tally.mean_e4 == round(0.7 * panel + 0.3 * citizens)
    visitor.sign_in(b.a_manager(call))
    shown = words_of(visitor.get(f"/manage/calls/{call.code}/ranking/final"))
    assert "시민평가단" in shown and "30%" in shown
    assert "시민평가단" in words_of(visitor.get(f"/manage/calls/{call.code}/ranking/final/{proposals[0].id}"))
    transactions.commit()
    selection, *_people = results.released(call)
    decision = results.outcome_of(selection, proposals[0])
    assert workings_in(decision.figures["workings"]).bodies == {"panel": panel, "citizens": citizens}
    own = results.window_of(visitor, proposals[0].owner).get(f"/apply/proposals/{proposals[0].id}/result")
    assert "시민평가단" in words_of(own)


def test_a_body_that_owes_scores_blocks_the_proposal_with_its_name():
    call, proposals = the_scored(size=2)
    assert not b.db.session.query(Tally).filter_by(proposal_id=proposals[0].id).one().enough
    selection, manager, _approver = results.prepared(call)
    with pytest.raises(Refused) as refused:
        deciding.propose_selection(selection, by=manager)
    assert "Citizens" in str(refused.value.words) and "Experts" not in str(refused.value.words)


def test_short_proposals_stay_one_statement(statements):
    call = b.a_call("closed", definition=with_bodies())
    for _ in range(30):
        b.a_proposal("in_review", call=call, stage="final")
    _ = call.definition
    statements.clear()
    assert len(queries.short_proposals(call, "final")) == 30
    assert len(statements) == 1


def test_a_reviewer_of_a_body_is_scored_with_it_from_invitation_to_tally():
    call = b.a_call("closed", definition=with_bodies())
    manager = b.a_manager(call)
    seats = [story.seated(call, manager, body="panel") for _ in range(5)] + [
        story.seated(call, manager, body="citizens") for _ in range(3)]
    proposal = b.a_proposal("in_review", call=call, stage="final")
    for review in operations.assign_balanced(call, "final", by=manager):
        story.score(review, story.full_points(review, 0.9 if review.seat in seats[:5] else 0.7))
    tally = b.db.session.query(Tally).filter_by(proposal_id=proposal.id).one()
    assert tally.enough and set(tally.details["bodies"]) == {"panel", "citizens"}
    assert tally.mean_e4 * 100 == 70 * tally.details["bodies"]["panel"]["mean_e4"] + 30 * tally.details["bodies"]["citizens"]["mean_e4"]

"""Selections: what the ranking suggests, reasons where people depart, limits, the second person, frozen figures."""

import pytest

from portal.decisions import operations, queries
from portal.decisions.operations import Choice
from portal.foundation import history, outbox, transactions
from portal.foundation.errors import Forbidden, Invalid, Missing, Refused, Stale
from portal.proposals.lifecycle import PROPOSAL
from portal.proposals.models import BonusClaim
from portal.reviews.lifecycle import REVIEW, ReviewState
from portal.reviews.models import Review
from tests import builders as b
from tests.decisions import story


def a_call_for(places=2, reserve=1, *, total=None, grant=None, **stage):
    """A closed call with so many places; other money stays as it is in the program file."""
    definition = b.program_file()["definition"]
    budget = {**definition["budget"], "max_awards": places}
    budget |= {"total": total} if total is not None else {}
    budget |= {"max_grant": grant} if grant is not None else {}
    stages = [{**s, **stage} if s["key"] == "document" else s for s in definition["stages"]]
    return b.a_call("closed", definition={**definition, "budget": budget, "stages": stages,
                                          "reserve": {"count": reserve, "valid_days": 60}})


def outcomes(selection):
    return [line.decision.outcome for line in queries.look_at(selection).lines]


def test_the_ranking_suggests_the_best_within_the_places_then_the_reserve_list_then_nobody():
    call = a_call_for(places=2, reserve=1)
    story.several(call, ["0.7", "0.9", "0.8", "0.85", "0.65"])

    selection, _manager, _approver = story.prepared(call)

    lines = queries.look_at(selection).lines
    assert [line.decision.outcome for line in lines] == ["selected", "selected", "reserve", "not_selected", "not_selected"]
    assert [line.place.rank for line in lines] == [1, 2, 3, 4, None]
    assert lines[2].decision.reserve_rank == 1
    assert lines[0].decision.grant_won == 20_000_000 == lines[0].decision.requested_won


def test_at_an_earlier_stage_the_pass_rule_says_who_goes_on():
    call = a_call_for(pass_rule={"kind": "top", "n": 2})
    story.several(call, ["0.7", "0.9", "0.8"], stage="document")

    selection, _manager, _approver = story.prepared(call, stage="document")

    assert outcomes(selection) == ["passed", "passed", "not_selected"]


def test_only_proposals_that_stand_at_the_stage_are_listed():
    call = a_call_for()
    here = story.several(call, ["0.9"])
    b.a_proposal("in_review", call=call, stage="document")
    b.a_proposal("submitted", call=call)

    selection, _manager, _approver = story.prepared(call)

    assert [decision.proposal_id for decision in selection.decisions] == [here[0].id]


def test_a_selection_is_prepared_once_by_a_manager_for_a_stage_that_exists():
    call = a_call_for()
    story.several(call, ["0.9"])
    _selection, manager, approver = story.prepared(call)

    with pytest.raises(Refused, match="prepared already"):
        operations.prepare_selection(call, "final", by=manager)
    with pytest.raises(Forbidden):
        operations.prepare_selection(call, "document", by=approver)
    with pytest.raises(Refused, match="No proposal is under review"):
        operations.prepare_selection(call, "document", by=manager)
    with pytest.raises(Missing):
        operations.prepare_selection(call, "nothing", by=manager)


def test_departing_from_the_ranking_needs_a_reason():
    call = a_call_for(places=1, reserve=0)
    story.several(call, ["0.9", "0.8"])
    selection, manager, _approver = story.prepared(call)
    first, second = (line.decision for line in queries.look_at(selection).lines)

    with pytest.raises(Invalid, match="departs from what the ranking suggests"):
        operations.decide_outcomes(selection, {first.id: Choice("not_selected")}, by=manager)

    operations.decide_outcomes(selection, {
        first.id: Choice("not_selected", None, "부서가 장소를 내줄 수 없다고 회신했습니다."),
        second.id: Choice("selected", 15_000_000, "차순위입니다.")}, by=manager)
    assert (first.outcome, second.outcome, second.grant_won) == ("not_selected", "selected", 15_000_000)


@pytest.mark.parametrize(("choice", "words"), [
    (Choice("selected", 20_000_001), "the most for one pilot"),
    (Choice("selected", 0), "the most for one pilot"),
    (Choice("selected", -5), "the most for one pilot"),
    (Choice("passed"), "one of the outcomes"),
    (Choice("winner"), "one of the outcomes"),
    (Choice("reserve", None, "가" * 1001), "under 1,000"),
])
def test_what_cannot_be_decided_is_said_beside_its_field(choice, words):
    call = a_call_for()
    story.several(call, ["0.9"])
    selection, manager, _approver = story.prepared(call)

    with pytest.raises(Invalid, match=words):
        operations.decide_outcomes(selection, {selection.decisions[0].id: choice}, by=manager)


def test_below_the_threshold_nobody_is_selected_even_with_a_reason():
    call = a_call_for()
    story.several(call, ["0.65"])
    selection, manager, _approver = story.prepared(call)

    with pytest.raises(Invalid, match="below the threshold"):
        operations.decide_outcomes(
            selection, {selection.decisions[0].id: Choice("selected", 1, "자리가 남습니다.")}, by=manager)


def test_more_than_the_places_cannot_be_proposed():
    call = a_call_for(places=1, reserve=1)
    story.several(call, ["0.9", "0.8"])
    selection, manager, _approver = story.prepared(call)
    second = queries.look_at(selection).lines[1].decision
    operations.decide_outcomes(selection, {second.id: Choice("selected", 1, "둘 다 필요합니다.")}, by=manager)

    with pytest.raises(Refused, match="2 are marked as selected, but the call has 1"):
        operations.propose_selection(selection, by=manager)


def test_more_than_the_reserve_list_holds_cannot_be_proposed():
    call = a_call_for(places=1, reserve=1)
    story.several(call, ["0.9", "0.8", "0.75"])
    selection, manager, _approver = story.prepared(call)
    third = queries.look_at(selection).lines[2].decision
    operations.decide_outcomes(selection, {third.id: Choice("reserve", None, "아깝습니다.")}, by=manager)

    with pytest.raises(Refused, match="2 are on the reserve list"):
        operations.propose_selection(selection, by=manager)


def test_grants_above_the_budget_cannot_be_proposed():
    call = a_call_for(places=2, total=30_000_000)
    story.several(call, ["0.9", "0.8"])
    selection, manager, _approver = story.prepared(call)

    assert queries.look_at(selection).grants == 40_000_000
    with pytest.raises(Refused, match="10,000,000 won above the budget"):
        operations.propose_selection(selection, by=manager)


def test_a_selected_one_without_a_grant_cannot_be_proposed():
    call = a_call_for()
    story.several(call, ["0.9"])
    selection, manager, _approver = story.prepared(call)
    operations.decide_outcomes(selection, {selection.decisions[0].id: Choice("selected")}, by=manager)

    with pytest.raises(Refused, match="Enter the grant"):
        operations.propose_selection(selection, by=manager)


def test_a_program_that_pays_no_grant_selects_without_amounts():
    call = a_call_for(grant=0)
    story.several(call, ["0.9"])
    selection, manager, _approver = story.prepared(call)
    operations.propose_selection(selection, by=manager)

    assert selection.state == "proposed"


def test_too_few_scores_keep_a_selection_from_being_proposed():
    call = a_call_for()
    seats = story.a_panel(call)
    story.score(b.a_proposal("in_review", call=call, stage="final"), seats[:4])
    selection, manager, _approver = story.prepared(call)

    with pytest.raises(Refused, match=r"Too few confirmed scores \(5 needed\)"):
        operations.propose_selection(selection, by=manager)


def test_a_proposal_that_came_later_must_be_listed_first():
    call = a_call_for()
    seats = story.a_panel(call)
    story.score(b.a_proposal("in_review", call=call, stage="final"), seats)
    selection, manager, _approver = story.prepared(call)
    late = b.a_proposal("in_review", call=call, stage="final")
    story.score(late, seats, "0.95")

    with pytest.raises(Refused, match="read the ranking again"):
        operations.propose_selection(selection, by=manager)

    operations.refresh_selection(selection, by=manager)
    assert outcomes(selection) == ["selected", "selected"]
    operations.propose_selection(selection, by=manager)


def test_a_tie_that_no_rule_breaks_is_left_to_people_with_a_reason():
    call = a_call_for(places=1, reserve=0)
    seats = story.a_panel(call)
    one, other = (b.a_proposal("in_review", call=call, stage="final") for _ in range(2))
    other.submitted_at = one.submitted_at
    for proposal in (one, other):
        story.score(proposal, seats)
    selection, manager, _approver = story.prepared(call)

    assert outcomes(selection) == [None, None]
    with pytest.raises(Refused, match="no outcome yet"):
        operations.propose_selection(selection, by=manager)
    with pytest.raises(Invalid, match="Say why"):
        operations.decide_outcomes(selection, {story.outcome_of(selection, one).id: Choice("selected", 1)}, by=manager)


def test_the_one_who_proposes_never_confirms():
    call = a_call_for()
    story.several(call, ["0.9"])
    selection, manager, approver = story.prepared(call)
    operations.propose_selection(selection, by=manager)
    transactions.commit()

    with pytest.raises(Forbidden, match="second person"):
        operations.confirm_selection(selection, by=manager)
    operations.confirm_selection(selection, by=approver)

    assert (selection.state, selection.proposed_by_id, selection.confirmed_by_id) == ("confirmed", manager.id, approver.id)


def test_another_manager_may_be_the_second_person_and_strangers_never():
    call = a_call_for()
    story.several(call, ["0.9"])
    selection, manager, _approver = story.prepared(call)
    operations.propose_selection(selection, by=manager)

    for stranger in (b.a_manager(b.a_call("closed")), b.an_administrator(), selection.decisions[0].proposal.owner):
        with pytest.raises(Forbidden):
            operations.confirm_selection(selection, by=stranger)
    operations.confirm_selection(selection, by=b.a_manager(call))


def test_an_approver_proposes_nothing():
    call = a_call_for()
    story.several(call, ["0.9"])
    selection, _manager, approver = story.prepared(call)

    with pytest.raises(Forbidden):
        operations.propose_selection(selection, by=approver)


def test_the_figures_freeze_when_proposed():
    call, proposals = story.the_golden_five(a_call_for(places=2, reserve=1))
    selection, manager, _approver = story.prepared(call)
    operations.propose_selection(selection, by=manager)
    transactions.commit()

    second = story.outcome_of(selection, proposals["P02"])
    assert (second.rank, second.mean_e4, second.bonus_e4, second.final_e4) == (2, 830_000, 20_000, 850_000)
    assert second.figures["won_by"] == "criterion:plan"
    assert {s["dropped"]: s["label"] for s in second.figures["workings"]["sheets"] if s["dropped"]} == {"high": 5, "low": 4}
    assert second.figures["workings"]["criteria"]["plan"] == 192_500
    assert "reviewer_id" not in str(second.figures)


def test_changed_scores_never_get_in_quietly():
    call = a_call_for()
    proposal = story.several(call, ["0.9"])[0]
    selection, manager, approver = story.prepared(call)
    operations.propose_selection(selection, by=manager)
    story.add_up(proposal, bonus=["local"])

    with pytest.raises(Refused, match="changed after it was proposed"):
        operations.confirm_selection(selection, by=approver)

    assert selection.decisions[0].bonus_e4 == 0 != story.add_up(proposal).bonus_e4


def test_a_kept_mean_that_the_sheets_do_not_give_cannot_be_proposed():
    call = a_call_for()
    proposal = story.several(call, ["0.9"])[0]
    selection, manager, _approver = story.prepared(call)
    story.add_up(proposal).mean_e4 -= 1

    with pytest.raises(Refused, match="not what the sheets give"):
        operations.propose_selection(selection, by=manager)


@pytest.mark.parametrize("at", ["proposed", "confirmed"])
def test_reopened_scores_send_the_selection_back_with_the_reason(at):
    call = a_call_for()
    proposal = story.several(call, ["0.9"])[0]
    selection, manager, approver = story.prepared(call)
    operations.propose_selection(selection, by=manager)
    if at == "confirmed":
        operations.confirm_selection(selection, by=approver)
    frozen = selection.decisions[0].final_e4
    review = b.db.session.query(Review).filter_by(proposal_id=proposal.id).first()

    REVIEW.move(review, "reopen", by=manager, silent=True)
    transactions.commit()

    assert selection.state == "draft" and "was reopened" in selection.returned_reason
    assert (selection.decisions[0].final_e4, selection.confirmed_by_id) == (frozen, None)
    assert history.history_of(selection)[-1].verb == "return"
    assert [letter.template for letter in outbox.letters_to(manager.email)][-1] == "selection_returned"


def test_a_sheet_that_is_confirmed_late_sends_the_selection_back():
    call = a_call_for()
    seats = story.a_panel(call, size=6)
    proposal = b.a_proposal("in_review", call=call, stage="final")
    story.score(proposal, seats[:5])
    late = b.fill_in(b.a_review(ReviewState.OPEN, proposal=proposal, seat=seats[5], stage="final"))
    selection, manager, _approver = story.prepared(call)
    assert queries.look_at(selection).open_reviews == 1
    operations.propose_selection(selection, by=manager)

    REVIEW.move(late, "confirm", by=late.reviewer, silent=True)

    assert selection.state == "draft" and "confirmed after" in selection.returned_reason


def test_scores_that_are_set_aside_send_the_selection_back_and_an_open_sheet_does_not():
    call = a_call_for()
    seats = story.a_panel(call, size=7)
    proposal = b.a_proposal("in_review", call=call, stage="final")
    story.score(proposal, seats[:6])
    unwritten = b.a_review(ReviewState.OPEN, proposal=proposal, seat=seats[6], stage="final")
    confirmed = b.db.session.query(Review).filter_by(proposal_id=proposal.id, state="confirmed").first()
    confirmed.total_e4 = 900_000
    selection, manager, _approver = story.prepared(call)
    operations.propose_selection(selection, by=manager)

    REVIEW.move(unwritten, "recuse", by=unwritten.reviewer, silent=True)
    assert selection.state == "proposed"
    REVIEW.move(confirmed, "recuse", by=confirmed.reviewer, silent=True)
    assert selection.state == "draft" and "set aside" in selection.returned_reason


def test_bonus_points_judged_late_send_the_selection_back_only_when_they_count():
    call = a_call_for()
    proposal = story.several(call, ["0.9"])[0]
    selection, manager, _approver = story.prepared(call)
    operations.propose_selection(selection, by=manager)

    PROPOSAL.move(proposal, "judge_bonus", by=manager)
    assert selection.state == "proposed"
    b.db.session.add(BonusClaim(proposal_id=proposal.id, key="local", accepted=True))
    PROPOSAL.move(proposal, "judge_bonus", by=manager)

    assert selection.state == "draft" and "Bonus points" in selection.returned_reason


def test_sending_back_needs_a_reason_and_tells_the_proposer():
    call = a_call_for()
    story.several(call, ["0.9"])
    selection, manager, approver = story.confirmed(call)

    with pytest.raises(Invalid, match="Say why"):
        operations.return_selection(selection, "  ", by=approver)
    with pytest.raises(Forbidden):
        operations.return_selection(selection, "다시 보겠습니다.", by=manager)
    operations.return_selection(selection, "P02의 사유를 더 적어 주세요.", by=approver)
    transactions.commit()

    assert selection.state == "draft"
    letter = outbox.letters_to(manager.email)[-1]
    assert (letter.template, letter.context["reason"]) == ("selection_returned", "P02의 사유를 더 적어 주세요.")


def test_a_withdrawn_proposal_leaves_the_list_and_sends_it_back():
    call = a_call_for()
    one, other = story.several(call, ["0.9", "0.8"])
    selection, manager, _approver = story.prepared(call)
    operations.propose_selection(selection, by=manager)
    transactions.commit()

    PROPOSAL.move(one, "withdraw", by=one.owner, silent=True)
    transactions.commit()

    assert [decision.proposal_id for decision in selection.decisions] == [other.id]
    assert selection.state == "draft" and "was withdrawn" in selection.returned_reason
    assert ("drop", one.number) in [(e.verb, e.details.get("proposal")) for e in history.history_of(selection)]
    operations.propose_selection(selection, by=manager)


def test_the_second_of_two_managers_is_told():
    call = a_call_for()
    story.several(call, ["0.9"])
    selection, manager, _approver = story.prepared(call)
    seen, number = selection.version, selection.decisions[0].id
    operations.decide_outcomes(selection, {number: Choice("selected", 1)}, by=manager, seen=seen)
    transactions.commit()

    with pytest.raises(Stale):
        operations.decide_outcomes(selection, {number: Choice("selected", 2)}, by=b.a_manager(call), seen=seen)


def test_every_step_stands_in_the_history_with_one_seal_over_all_figures():
    call = a_call_for()
    story.several(call, ["0.9", "0.8"])
    selection, _manager, _approver = story.released(call)

    entries = {entry.verb: entry for entry in history.history_of(selection)}
    seals = {entries[verb].details["seal"] for verb in ("propose", "confirm", "release")}
    assert len(seals) == 1
    assert entries["release"].details["selected"] == 2 and entries["release"].details["grants"] == 40_000_000


def test_refreshing_anew_takes_every_suggestion_again():
    call = a_call_for(places=1, reserve=0)
    story.several(call, ["0.9"])
    selection, manager, _approver = story.prepared(call)
    declined = Choice("not_selected", None, "포기 의사를 밝혔습니다.")
    operations.decide_outcomes(selection, {selection.decisions[0].id: declined}, by=manager)

    operations.refresh_selection(selection, by=manager)
    assert outcomes(selection) == ["not_selected"]
    operations.refresh_selection(selection, by=manager, anew=True)
    assert outcomes(selection) == ["selected"] and selection.decisions[0].reason == ""

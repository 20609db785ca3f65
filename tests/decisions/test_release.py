"""The release: everything at once and once only, letters without scores, the reserve list afterwards."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from portal.decisions import operations, queries
from portal.foundation import history, outbox, transactions
from portal.foundation.clock import in_seoul, today
from portal.foundation.counts import counts_of
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Invalid, Missing, Refused, Stale
from portal.foundation.outbox import Letter
from portal.jobs.letters import compose
from portal.proposals.lifecycle import PROPOSAL
from tests import builders as b
from tests import workflows
from tests.decisions import story
from tests.decisions.test_selections import a_call_for

RESULTS = ("stage_passed", "was_selected", "placed_on_reserve", "was_not_selected")


def letters():
    return list(db.session.scalars(select(Letter).where(Letter.template.in_(RESULTS)).order_by(Letter.id)))


def test_one_release_moves_every_proposal_and_writes_to_every_company():
    call = a_call_for(places=1, reserve=1)
    proposals = story.several(call, ["0.9", "0.8", "0.65"])
    second_owner = b.an_owner(proposals[0].company)
    b.a_member(proposals[0].company)

    selection, _manager, _approver = story.released(call)

    assert [proposal.state for proposal in proposals] == ["selected", "reserve", "not_selected"]
    assert counts_of("proposal", [call.id]) == {"selected": 1, "reserve": 1, "not_selected": 1}
    sent = {(letter.template, letter.to_email) for letter in letters()}
    assert sent == {("was_selected", proposals[0].owner.email), ("was_selected", second_owner.email),
                    ("placed_on_reserve", proposals[1].owner.email), ("was_not_selected", proposals[2].owner.email)}
    assert selection.state == "released" and selection.released_at


def test_an_earlier_stage_passes_proposals_on_and_keeps_them_under_review():
    call = a_call_for(pass_rule={"kind": "top", "n": 1})
    passed, failed = story.several(call, ["0.9", "0.8"], stage="document")

    story.released(call, stage="document")

    assert (passed.state, passed.stage_key) == ("in_review", "final")
    assert (failed.state, failed.stage_key) == ("not_selected", "document")
    assert [letter.template for letter in letters()] == ["stage_passed", "was_not_selected"]


def test_whoever_passes_is_asked_for_what_the_stage_that_was_reached_needs():
    body = workflows.with_revision(days=9)
    body["stages"][-1] |= {"starts": "2031-05-04", "ends": "2031-05-06"}
    call = b.a_call("closed", definition=body)
    passed, failed = story.several(call, ["0.95", "0.3"], stage="document")
    story.released(call, stage="document")
    assert f"{in_seoul(passed.revise_due_at):%F %T}" == f"{today() + timedelta(days=9):%F} 18:00:00"
    assert f"{in_seoul(passed.documents_due_at):%F %T}" == "2031-05-03 18:00:00"
    assert (failed.state, failed.revise_due_at, failed.documents_due_at) == ("not_selected", None, None)


def test_letters_carry_no_score_and_no_outcome_in_either_language():
    call = a_call_for(places=1, reserve=1)
    proposals = story.several(call, ["0.9", "0.8", "0.65"])
    proposals[2].owner.locale = "en"
    story.released(call)

    composed = [compose(letter) for letter in letters()]
    texts = [message.get_body(("plain",)).get_content() + message["Subject"] for message in composed]
    for proposal, text in zip(proposals, texts, strict=True):
        assert f"/apply/proposals/{proposal.id}/result" in text and proposal.number in text
        for secret in ("90.", "80.", "65.", "위원", "선정", "예비", "탈락", "selected", "reserve", "passed"):
            assert secret not in text.replace(proposal.title, ""), (secret, text)
    assert "Sign in to read it" in texts[2] and "Sign in" not in texts[0]


def test_a_double_click_releases_once():
    call = a_call_for()
    story.several(call, ["0.9"])
    selection, manager, _approver = story.confirmed(call)
    seen = selection.version
    operations.release_selection(selection, by=manager, seen=seen)
    transactions.commit()

    with pytest.raises((Refused, Stale)):
        operations.release_selection(selection, by=manager, seen=seen)
    with pytest.raises(Refused):
        operations.release_selection(selection, by=manager)

    assert len(letters()) == 1


def test_nothing_is_released_before_the_second_person_confirmed():
    call = a_call_for()
    story.several(call, ["0.9"])
    selection, manager, _approver = story.prepared(call)

    with pytest.raises(Refused, match="being prepared"):
        operations.release_selection(selection, by=manager)
    operations.propose_selection(selection, by=manager)
    with pytest.raises(Refused, match="waits for the second person"):
        operations.release_selection(selection, by=manager)


def test_after_the_release_nothing_is_decided_anew():
    call = a_call_for()
    story.several(call, ["0.9"])
    selection, manager, approver = story.released(call)

    for act in (lambda: operations.decide_outcomes(selection, {}, by=manager),
                lambda: operations.refresh_selection(selection, by=manager),
                lambda: operations.propose_selection(selection, by=manager),
                lambda: operations.confirm_selection(selection, by=approver),
                lambda: operations.return_selection(selection, "다시", by=approver)):
        with pytest.raises(Refused, match="released"):
            act()


def test_a_release_that_fails_on_the_way_leaves_nothing_behind():
    call = a_call_for()
    one, other = story.several(call, ["0.9", "0.8"])
    selection, manager, _approver = story.confirmed(call)
    PROPOSAL.move(other, "decline", by=manager, silent=True)

    with pytest.raises(Refused):
        operations.release_selection(selection, by=manager)
    transactions.rollback()

    assert (selection.state, one.state) == ("confirmed", "in_review")
    assert letters() == []


def test_before_the_release_a_company_finds_no_result_and_afterwards_only_its_own():
    call = a_call_for(places=1, reserve=1)
    mine, other = story.several(call, ["0.9", "0.8"])
    selection, manager, _approver = story.confirmed(call)

    for viewer in (mine.owner, manager):
        with pytest.raises(Missing):
            queries.results_of(mine.id, viewer=viewer)
    with pytest.raises(Missing):
        queries.get_decision(story.outcome_of(selection, mine).id, viewer=mine.owner)
    assert queries.released_results_of([mine.id, other.id], viewer=mine.owner) == {}
    operations.release_selection(selection, by=manager)
    transactions.commit()

    assert set(queries.released_results_of([mine.id, other.id], viewer=mine.owner)) == {mine.id}
    assert queries.result_of(mine, viewer=mine.owner).outcome == "selected"
    assert queries.result_of(other, viewer=mine.owner) is None
    with pytest.raises(Missing):
        queries.results_of(other.id, viewer=mine.owner)


def test_a_place_that_is_given_back_goes_to_the_first_of_the_reserve_list():
    call = a_call_for(places=1, reserve=2)
    winner, first, second = story.several(call, ["0.9", "0.85", "0.8"])
    selection, manager, approver = story.released(call)
    of = {proposal: story.outcome_of(selection, proposal) for proposal in (winner, first, second)}

    with pytest.raises(Refused, match="Every place is taken"):
        operations.call_up(of[first], "자리가 났습니다.", 10_000_000, by=manager)
    with pytest.raises(Invalid, match="Say why"):
        operations.give_back_place(of[winner], "", by=manager)
    with pytest.raises(Forbidden):
        operations.give_back_place(of[winner], "포기", by=approver)
    operations.give_back_place(of[winner], "회사가 협약을 포기했습니다.", by=manager)
    transactions.commit()
    assert winner.state == "given_up" and counts_of("proposal", [call.id])["given_up"] == 1
    told, = db.session.scalars(select(Letter).where(Letter.template == "place_given_back"))
    assert told.to_email == winner.owner.email and told.context["reason"] == "회사가 협약을 포기했습니다."
    with pytest.raises(Refused, match="holds no place"):
        operations.give_back_place(of[winner], "두 번 눌렀습니다.", by=manager)
    with pytest.raises(Refused, match="number 1 comes first"):
        operations.call_up(of[second], "자리가 났습니다.", 10_000_000, by=manager)
    with pytest.raises(Invalid, match="Say why"):
        operations.call_up(of[first], " ", 10_000_000, by=manager)
    with pytest.raises(Invalid, match="the most for one pilot"):
        operations.call_up(of[first], "자리가 났습니다.", None, by=manager)
    operations.call_up(of[first], "1순위 예비기업입니다.", 10_000_000, by=manager)
    transactions.commit()

    called = of[first]
    assert (first.state, called.outcome, called.grant_won, called.reserve_rank) == ("selected", "selected", 10_000_000, 1)
    assert letters()[-1].to_email == first.owner.email and letters()[-1].context["changed"] is True
    assert history.history_of(of[first])[-1].verb == "call_up"
    with pytest.raises(Refused, match="Every place is taken"):
        operations.call_up(of[second], "또 났습니다.", 1, by=manager)


def test_a_withdrawn_reserve_is_passed_over():
    call = a_call_for(places=1, reserve=2)
    winner, first, second = story.several(call, ["0.9", "0.85", "0.8"])
    selection, manager, _approver = story.released(call)
    PROPOSAL.move(first, "withdraw", by=first.owner, silent=True)
    operations.give_back_place(story.outcome_of(selection, winner), "포기", by=manager)

    with pytest.raises(Refused, match="does not wait"):
        operations.call_up(story.outcome_of(selection, first), "자리", 1, by=manager)
    operations.call_up(story.outcome_of(selection, second), "자리", 1, by=manager)

    assert second.state == "selected"


def test_the_reserve_list_ends_after_its_days():
    call = a_call_for(places=1, reserve=1)
    winner, first = story.several(call, ["0.9", "0.85"])
    selection, manager, _approver = story.released(call)
    operations.give_back_place(story.outcome_of(selection, winner), "포기", by=manager)
    selection.released_at -= timedelta(days=61)

    with pytest.raises(Refused, match="The reserve list has ended"):
        operations.call_up(story.outcome_of(selection, first), "자리", 1, by=manager)


def test_a_call_up_stays_within_the_budget():
    call = a_call_for(places=2, reserve=1, total=35_000_000)
    proposals = story.several(call, ["0.9", "0.85", "0.8"])
    selection, manager, approver = story.prepared(call)
    second = story.outcome_of(selection, proposals[1])
    operations.decide_outcomes(selection, {second.id: operations.Choice("selected", 15_000_000)}, by=manager)
    operations.propose_selection(selection, by=manager)
    operations.confirm_selection(selection, by=approver)
    operations.release_selection(selection, by=manager)
    operations.give_back_place(story.outcome_of(selection, proposals[1]), "포기", by=manager)

    with pytest.raises(Invalid, match="Only 15,000,000 won"):
        operations.call_up(story.outcome_of(selection, proposals[2]), "자리", 16_000_000, by=manager)


def test_deactivated_people_are_not_written_to():
    call = a_call_for()
    proposal = story.several(call, ["0.9"])[0]
    proposal.owner.deactivated_at = b.now()
    other = b.an_owner(proposal.company)

    story.released(call)

    assert [letter.to_email for letter in letters()] == [other.email]


def test_four_hundred_results_leave_in_one_transaction_with_few_questions(statements):
    call = a_call_for(places=8, reserve=3)
    seats = story.a_panel(call)
    for n in range(400):
        proposal = b.a_proposal("in_review", call=call, stage="final")
        if n < 12:
            story.score(proposal, seats, "0.9")
        else:
            low = 600_000 - n
            b.added(story.Tally(proposal=proposal, call_id=call.id, stage_key="final", enough=True, mean_e4=low,
                                final_e4=low, passed=False, rank_key=f"0{low:08}" + "0" * 49))
    selection, manager, _approver = story.confirmed(call)
    db.session.expire_all()
    del statements[:]
    began = b.now()

    number = operations.release_selection(selection, by=manager)
    transactions.commit()

    assert (b.now() - began).total_seconds() < 8
    assert number == 400 == len(letters())
    reads = [s for s in statements if s.startswith("SELECT")]
    assert len(reads) <= 16, len(reads)


def test_the_letters_of_one_move_alone_have_their_words_too():
    proposal = b.a_proposal("in_review", stage="final")
    manager = b.a_manager(proposal.call)

    PROPOSAL.move(proposal, "decline", by=manager)
    transactions.commit()

    assert [letter.template for letter in outbox.letters_to(proposal.owner.email)] == ["was_not_selected"]

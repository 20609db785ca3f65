"""Who reviews what: shared out evenly and repeatably, never across a conflict; handed over, taken back, filled up."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from portal.foundation import outbox, transactions
from portal.foundation.counts import counts_of
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Refused
from portal.proposals.lifecycle import PROPOSAL
from portal.reviews import operations, queries
from portal.reviews.assigning import share_out
from portal.reviews.lifecycle import SeatState
from portal.reviews.models import Review, Tally
from tests import builders as b
from tests.reviews import story

SETTINGS = {"proposals": st.integers(1, 30), "seats": st.integers(1, 10), "each": st.none() | st.integers(1, 10),
            "seed": st.integers(0, 99)}


@given(**SETTINGS)
def test_without_conflicts_nobody_has_two_more_than_another(proposals, seats, each, seed):
    plan = share_out(range(proposals), range(100, 100 + seats), per_proposal=each, seed=seed)
    wanted = min(each or seats, seats)
    assert len(plan.pairs) == len(set(plan.pairs)) == proposals * wanted
    assert max(plan.loads.values()) - min(plan.loads.values()) <= 1
    assert not plan.short


@given(**SETTINGS, barred=st.sets(st.tuples(st.integers(0, 29), st.integers(100, 109))))
def test_a_barred_pair_is_never_made_and_what_is_short_is_said(proposals, seats, each, seed, barred):
    plan = share_out(range(proposals), range(100, 100 + seats), per_proposal=each, barred=barred, seed=seed)
    assert not set(plan.pairs) & barred
    wanted = min(each or seats, seats)
    for proposal in range(proposals):
        got = sum(1 for pair in plan.pairs if pair[0] == proposal)
        assert got + plan.short.get(proposal, 0) == wanted


@given(**SETTINGS)
def test_the_same_seed_gives_the_same_plan_and_doing_it_twice_adds_nothing(proposals, seats, each, seed):
    first = share_out(range(proposals), range(100, 100 + seats), per_proposal=each, seed=seed)
    assert first == share_out(range(proposals), range(100, 100 + seats), per_proposal=each, seed=seed)
    again = share_out(range(proposals), range(100, 100 + seats), per_proposal=each, held=first.pairs, seed=seed)
    assert again.pairs == () and again.loads == first.loads


def a_panel(size=3, *, stage="final"):
    call = b.a_call("closed")
    manager = b.a_manager(call)
    return call, manager, [b.a_seat(call, stage=stage) for _ in range(size)]


def before_the_panel(call, *, stories=("P01",), stage="final"):
    return [b.a_proposal("in_review", call=call, story=name, stage=stage) for name in stories]


def test_every_eligible_proposal_is_handed_over_with_one_act(statements):
    call, manager, _seats = a_panel(stage="document")
    for n in range(1, 4):
        b.a_proposal("eligible", call=call, story=f"P0{n}")
    transactions.commit()

    assert operations.hand_to_panel(call, by=manager) == 3
    transactions.commit()

    assert counts_of("proposal", [call.id]) == {"in_review": 3}
    handed = queries.board_of(call, "document", viewer=manager).proposals
    assert {proposal.stage_key for proposal in handed} == {"document"}
    assert db.session.query(Tally).filter_by(stage_key="document").count() == 3


def test_only_a_manager_hands_over_and_assigns():
    call, _manager, seats = a_panel()
    proposal, = before_the_panel(call)
    approver = b.an_approver(call)
    with pytest.raises(Forbidden):
        operations.hand_to_panel(call, by=approver)
    with pytest.raises(Forbidden):
        operations.assign_balanced(call, "final", by=approver)
    with pytest.raises(Refused):
        operations.assign_review(proposal, seats[0], by=b.a_manager(b.a_program()))


def test_every_member_gets_every_proposal_and_substitutes_get_none():
    call, manager, seats = a_panel()
    b.a_seat(call, stage="final", substitute=True)
    b.a_seat(call, stage="final", state=SeatState.INVITED)
    proposals = before_the_panel(call, stories=("P01", "P02"))

    made = operations.assign_balanced(call, "final", by=manager)
    transactions.commit()

    assert {(r.proposal_id, r.seat_id) for r in made} == {(p.id, s.id) for p in proposals for s in seats}
    assert counts_of("review", [call.id]) == {"assigned": 6}
    assert [t.assigned for t in db.session.query(Tally)] == [3, 3]
    for seat in seats:
        letter, = outbox.letters_to(seat.user.email)
        assert (letter.template, letter.context["count"]) == ("reviews_assigned", 2)


def test_what_is_previewed_is_what_is_saved():
    call, manager, _seats = a_panel(4)
    before_the_panel(call, stories=("P01", "P02", "P03"))
    plan, _board = operations.balanced_plan(call, "final", per_proposal=2, seed=7, by=manager)
    made = operations.assign_balanced(call, "final", per_proposal=2, seed=7, by=manager)
    assert tuple(sorted((r.proposal_id, r.seat_id) for r in made)) == plan.pairs


def test_nobody_gets_the_proposal_of_their_own_company():
    call, manager, seats = a_panel()
    proposal, = before_the_panel(call)
    b.with_role(seats[0].user, "member", "company", proposal.company_id)
    made = operations.assign_balanced(call, "final", by=manager)
    assert {review.seat_id for review in made} == {seat.id for seat in seats[1:]}
    with pytest.raises(Refused, match="belongs to the company"):
        operations.assign_review(proposal, seats[0], by=manager)


def test_whoever_stepped_down_from_a_company_never_gets_it_again():
    call, manager, seats = a_panel()
    proposal, = before_the_panel(call)
    review = operations.assign_review(proposal, seats[0], by=manager)
    operations.recuse_review(review, "family", "", by=seats[0].user)
    elsewhere = b.a_proposal("in_review", call=b.a_call("closed", program=call.program), company=proposal.company, stage="final")
    seat = b.a_seat(elsewhere.call, stage="final", user=seats[0].user)
    for other, place in ((proposal, seats[0]), (elsewhere, seat)):
        with pytest.raises(Refused, match="stepped down"):
            operations.assign_review(other, place, by=manager)


def test_assignments_are_taken_back_as_long_as_nobody_answered_and_can_be_made_again():
    call, manager, seats = a_panel()
    before_the_panel(call, stories=("P01", "P02"))
    made = operations.assign_balanced(call, "final", by=manager)
    operations.clear_review(made[0], by=made[0].reviewer)
    transactions.commit()

    assert operations.undo_assignment(call, "final", by=manager) == 5
    transactions.commit()
    assert counts_of("review", [call.id]) == {"open": 1, "removed": 5}

    operations.assign_balanced(call, "final", by=manager)
    transactions.commit()
    assert counts_of("review", [call.id]) == {"open": 1, "assigned": 5}
    assert db.session.query(Review).count() == 6


def test_a_substitute_is_called_where_somebody_stepped_down():
    call, manager, seats = a_panel(5)
    proposal, = before_the_panel(call)
    substitute = b.a_seat(call, stage="final", substitute=True)
    made = operations.assign_balanced(call, "final", by=manager)
    operations.recuse_review(made[0], "employer", "", by=made[0].reviewer)
    transactions.commit()

    short, = queries.get_panel(call.code, "final", viewer=manager).short
    assert (short.proposal.id, short.given, short.recused, short.lacks) == (proposal.id, 4, 1, 1)
    with pytest.raises(Refused, match="not a substitute"):
        operations.call_substitute(proposal, seats[1], by=manager)
    operations.call_substitute(proposal, substitute, by=manager)
    transactions.commit()

    short, = queries.get_panel(call.code, "final", viewer=manager).short
    assert (short.given, short.lacks) == (5, 0)


def test_a_withdrawn_proposal_leaves_every_desk():
    call, manager, seats = a_panel(2)
    proposal, = before_the_panel(call)
    first, second = operations.assign_balanced(call, "final", by=manager)
    story.score(first)
    PROPOSAL.move(proposal, "withdraw", by=proposal.owner)
    transactions.commit()

    assert (first.state, second.state) == ("confirmed", "removed")
    tally = db.session.query(Tally).one()
    assert (tally.assigned, tally.confirmed) == (1, 1)


def test_hundreds_of_reviews_are_assigned_in_a_bounded_number_of_reads(statements):
    call, manager, _seats = a_panel(7)
    company = b.a_company()
    for n in range(30):
        b.a_proposal("in_review", call=call, company=company, stage="final", story=f"P0{n % 5 + 1}")
    transactions.commit()
    statements.clear()

    assert len(operations.assign_balanced(call, "final", by=manager)) == 210
    reads = [text for text in statements if text.startswith("SELECT")]
    assert len(reads) <= 9, reads

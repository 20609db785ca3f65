"""Panels: invited, pledged, appointed, reminded, released; and whether they are made up as the call asks."""

from datetime import date

import pytest

from portal.accounts.models import Invitation
from portal.foundation import clock, outbox, transactions
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Invalid, Missing, Refused
from portal.foundation.policy import may
from portal.reviews import operations, queries
from portal.reviews.lifecycle import SeatState
from portal.reviews.models import Seat, Tally
from tests import builders as b
from tests import workflows
from tests.reviews import story

TYPED = {"email": "new@example.test", "name": "새위원(가상)", "group": "civic", "field": "시민 안전"}


def test_a_person_with_an_account_gets_seat_role_and_letter():
    call = b.a_call("closed")
    manager, user = b.a_manager(call), b.a_user("이다솜(가상)")
    seat = operations.invite_reviewer(call, "final", {**TYPED, "email": user.email.upper()}, by=manager)
    transactions.commit()

    assert (seat.user_id, seat.state, seat.group) == (user.id, "invited", "civic")
    assert user.has("reviewer", "call", call.id)
    assert [letter.template for letter in outbox.letters_to(user.email)] == ["seat_offered"]


def test_anyone_else_gets_an_invitation_and_takes_the_seat_up_with_the_first_pledge():
    call = b.a_call("closed")
    seat = operations.invite_reviewer(call, "final", TYPED, by=b.a_manager(call))
    transactions.commit()
    assert (seat.user_id, seat.email, seat.holder) == (None, "new@example.test", "새위원(가상)")
    assert db.session.query(Invitation).filter_by(email="new@example.test", role="reviewer", on_id=call.id).one()

    user, other = b.a_user("새위원(가상)", email="new@example.test"), b.a_user()
    assert queries.get_own_seat(seat.id, viewer=user) is seat
    with pytest.raises(Missing):
        queries.get_own_seat(seat.id, viewer=other)
    operations.sign_pledge(seat, "privacy", by=user)

    assert (seat.user, seat.email) == (user, None)
    assert user.has("reviewer", "call", call.id)


def test_an_address_that_nobody_confirmed_opens_no_seat():
    call = b.a_call("closed")
    seat = operations.invite_reviewer(call, "final", TYPED, by=b.a_manager(call))
    user = b.a_user(email="new@example.test")
    user.confirmed_at = None
    db.session.flush()
    assert not may(user, "seat.view", seat)
    with pytest.raises(Missing):
        queries.get_own_seat(seat.id, viewer=user)


@pytest.mark.parametrize("typed", [
    {"email": "nonsense"}, {"email": ""}, {"name": ""}, {"name": "가" * 5000}, {"group": "friends"}, {"group": ""}, {"field": "x" * 500}])
def test_what_is_typed_wrongly_is_said_beside_the_field(typed):
    call = b.a_call("closed")
    with pytest.raises(Invalid) as wrong:
        operations.invite_reviewer(call, "final", {**TYPED, **typed}, by=b.a_manager(call))
    assert set(wrong.value.fields) == set(typed)


def test_nobody_is_invited_twice_but_whoever_declined_may_be_asked_again():
    call = b.a_call("closed")
    manager, user = b.a_manager(call), b.a_user()
    typed = {**TYPED, "email": user.email}
    seat = operations.invite_reviewer(call, "final", typed, by=manager)
    with pytest.raises(Invalid, match="on the panel already"):
        operations.invite_reviewer(call, "final", typed, by=manager)

    operations.sign_pledge(seat, "privacy", by=user)
    operations.decline_seat(seat, by=user)
    transactions.commit()
    again = operations.invite_reviewer(call, "final", {**typed, "group": "industry"}, by=manager)
    transactions.commit()

    assert (again.id, again.state, again.group, again.pledges) == (seat.id, "invited", "industry", {})
    assert len(outbox.letters_to(user.email)) == 2


def test_only_a_manager_of_the_call_invites():
    call = b.a_call("closed")
    for stranger in (b.an_approver(call), b.a_manager(b.a_program()), b.a_user()):
        with pytest.raises(Forbidden):
            operations.invite_reviewer(call, "final", TYPED, by=stranger)


def test_a_seat_is_taken_only_with_all_three_pledges():
    call = b.a_call("closed")
    user = b.a_user()
    seat = operations.invite_reviewer(call, "final", {**TYPED, "email": user.email}, by=b.a_manager(call))
    operations.sign_pledge(seat, "integrity", by=user)
    operations.sign_pledge(seat, "confidentiality", by=user)
    with pytest.raises(Refused, match="every pledge"):
        operations.accept_seat(seat, by=user)
    with pytest.raises(Missing):
        operations.sign_pledge(seat, "loyalty", by=user)

    first = seat.signed_at("integrity")
    operations.sign_pledge(seat, "privacy", by=user)
    operations.sign_pledge(seat, "integrity", by=user)
    operations.accept_seat(seat, by=user)
    assert seat.state == SeatState.APPOINTED and seat.signed_at("integrity") == first


def test_nobody_signs_for_another():
    seat = b.a_seat(b.a_call("closed"), state=SeatState.INVITED)
    with pytest.raises(Forbidden):
        operations.sign_pledge(seat, "integrity", by=b.a_manager(seat.call))


def test_one_reminder_a_day():
    proposal = b.a_proposal("in_review", stage="final")
    review = b.a_review(proposal=proposal, stage="final")
    manager = b.a_manager(proposal.call)
    transactions.commit()

    operations.remind_reviewer(review.seat, by=manager)
    transactions.commit()
    with pytest.raises(Refused, match="already sent today"):
        operations.remind_reviewer(review.seat, by=manager)

    letter, = outbox.letters_to(review.reviewer.email)
    assert (letter.template, letter.context["waiting"]) == ("reviewer_reminded", 1)


def test_whoever_is_released_loses_what_was_open_and_keeps_what_counts():
    call = b.a_call("closed")
    manager = b.a_manager(call)
    seat = story.seated(call, manager)
    first, second = (b.a_proposal("in_review", call=call, stage="final", story=name) for name in ("P01", "P02"))
    done, left = (operations.assign_review(proposal, seat, by=manager) for proposal in (first, second))
    story.score(done)
    operations.clear_review(left, by=seat.user)

    operations.release_seat(seat, by=manager)
    transactions.commit()

    assert (seat.state, done.state, left.state) == ("released", "confirmed", "removed")
    assert not seat.user.has("reviewer", "call", call.id)
    assert {tally.proposal_id: tally.assigned for tally in db.session.query(Tally)} == {first.id: 1, second.id: 0}
    assert [line.given for line in queries.get_panel(call.code, "final", viewer=manager).lines] == [1]


def test_the_checklist_says_what_is_missing_and_why():
    call = b.a_call("closed")
    manager = b.a_manager(call)
    for n in range(7):
        b.a_seat(call, stage="final").group = "official" if n < 3 else "academia"
    b.a_seat(call, stage="final", substitute=True)
    b.a_seat(call, stage="final", state=SeatState.INVITED)
    db.session.flush()

    size, quorum, officials, substitutes = queries.get_panel(call.code, "final", viewer=manager).requirements
    assert size.met and quorum.met
    assert not officials.met and "At most 2 of 7" in officials.reason
    assert not substitutes.met and "At least 2" in substitutes.reason


def test_a_stage_may_ask_for_another_panel_and_last_other_days_than_the_call_says():
    body = workflows.plain()
    body["stages"][0] |= {"panel": body["panel"] | {"size_min": 5, "size_max": 5, "quorum": 3, "substitutes_min": 0},
                          "starts": "2031-05-04", "ends": "2031-05-06"}
    call = b.a_call("closed", definition=body)
    manager = b.a_manager(call)
    for _n in range(5):
        b.a_seat(call, stage="document")
        b.a_seat(call, stage="final")
    db.session.flush()

    first, last = (queries.get_panel(call.code, stage, viewer=manager) for stage in ("document", "final"))
    assert [each.met for each in first.requirements] == [True, True, True, True]
    assert not last.requirements[0].met
    assert first.due_at == clock.end_of(date(2031, 5, 6))
    assert last.due_at == clock.end_of(call.definition.step("presentation").end)


def test_who_has_confirmed_everything_is_not_reminded_and_who_is_only_invited_may_be():
    proposal = b.a_proposal("in_review", stage="final")
    review = b.a_review("confirmed", proposal=proposal, stage="final")
    manager, invited = b.a_manager(proposal.call), b.a_seat(proposal.call, stage="final", state=SeatState.INVITED)
    transactions.commit()

    with pytest.raises(Refused, match="Nothing waits"):
        operations.remind_reviewer(review.seat, by=manager)
    operations.remind_reviewer(invited, by=manager)


def test_letters_of_panels_can_be_written_in_both_languages():
    from portal.jobs.letters import compose

    call, _proposals, seats, manager = story.golden_panel()
    operations.release_seat(seats["R2"], by=manager)
    seat = operations.invite_reviewer(call, "final", {**TYPED, "email": b.a_user().email}, by=manager)
    operations.decline_seat(seat, by=seat.user)
    sheet = queries.reviews_of(_proposals["P01"], "final", viewer=manager)[0]
    operations.reopen_review(sheet, "점수를 다시 살펴봐 주세요.", by=manager)
    transactions.commit()
    db.session.expire(sheet.seat)
    operations.remind_reviewer(sheet.seat, by=manager)
    transactions.commit()

    written = set()
    for letter in db.session.query(outbox.Letter).all():
        for locale in ("ko", "en"):
            letter.locale = locale
            text = compose(letter).as_string()
            assert text
        written.add(letter.template)
    assert written >= {"seat_offered", "seat_declined", "seat_released", "reviewer_reminded", "reviewer_recused",
                       "review_reopened", "reviews_assigned"}


def test_a_panel_is_read_by_its_managers_only():
    call = b.a_call("closed")
    for stranger in (b.an_approver(call), b.a_manager(b.a_program()), b.an_administrator()):
        with pytest.raises(Missing):
            queries.get_panel(call.code, "final", viewer=stranger)
    with pytest.raises(Missing):
        queries.get_panel(call.code, "no_such_stage", viewer=b.a_manager(call))
    assert db.session.query(Seat).count() == 0

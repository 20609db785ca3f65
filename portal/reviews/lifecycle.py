"""The lives of a seat on a panel and of one review of one proposal."""

from enum import StrEnum
from typing import Any

from portal.foundation.clock import in_seoul, today
from portal.foundation.i18n import _, _l
from portal.foundation.lifecycle import Lifecycle, Move
from portal.proposals.lifecycle import it_is_not_being_revised


class SeatState(StrEnum):
    INVITED = "invited"
    APPOINTED = "appointed"
    DECLINED = "declined"
    RELEASED = "released"


def every_pledge_is_signed(seat: Any) -> object | None:
    return None if seat.pledges_complete else _("Sign every pledge first.")


def not_reminded_today(seat: Any) -> object | None:
    """One reminder a day is enough for anybody."""
    if seat.reminded_at is None or in_seoul(seat.reminded_at).date() < today():
        return None
    return _("A reminder was already sent today.")


def something_waits(seat: Any) -> object | None:
    """An invitation waits for its answer, an appointed reviewer for the sheets that are not confirmed."""
    if seat.state == SeatState.INVITED or seat.waiting:
        return None
    return _("Nothing waits for this reviewer.")


SEAT = Lifecycle("seat", SeatState, [
    Move("sign", (SeatState.INVITED,), None, _l("Sign this pledge")),
    Move("accept", (SeatState.INVITED,), SeatState.APPOINTED, _l("Accept the appointment"),
         when=[every_pledge_is_signed]),
    Move("decline", (SeatState.INVITED,), SeatState.DECLINED, _l("Decline the invitation"), tells=["seat_declined"]),
    Move("remind", (SeatState.INVITED, SeatState.APPOINTED), None, _l("Send a reminder"),
         when=[something_waits, not_reminded_today], tells=["reviewer_reminded"]),
    Move("release", (SeatState.INVITED, SeatState.APPOINTED), SeatState.RELEASED, _l("Release from the panel"),
         tells=["seat_released"]),
    Move("invite_again", (SeatState.DECLINED, SeatState.RELEASED), SeatState.INVITED, _l("Invite again"),
         tells=["seat_offered"]),
], labels={
    SeatState.INVITED: _l("invited"), SeatState.APPOINTED: _l("appointed"),
    SeatState.DECLINED: _l("declined"), SeatState.RELEASED: _l("released from the panel"),
})


class ReviewState(StrEnum):
    ASSIGNED = "assigned"
    OPEN = "open"
    CONFIRMED = "confirmed"
    RECUSED = "recused"
    REMOVED = "removed"


R = ReviewState
WAITING = (R.ASSIGNED.value, R.OPEN.value)


def the_pledges_are_signed(review: Any) -> object | None:
    return None if review.seat.state == SeatState.APPOINTED else _("Sign the pledges of the panel first.")


def the_stage_is_being_scored(review: Any) -> object | None:
    return None if review.is_current else _("Scoring for this stage has ended.")


def its_company_is_done_revising(review: Any) -> object | None:
    return it_is_not_being_revised(review.proposal)


def every_criterion_is_scored(review: Any) -> object | None:
    missing = review.missing_marks
    return _("Still missing: %(what)s.", what=", ".join(missing)) if missing else None


def every_mark_can_stand(review: Any) -> object | None:
    wrong = review.wrong_marks
    return " ".join(wrong) if wrong else None


def not_after_the_result(review: Any) -> object | None:
    """Confirmed scores may still be set aside while the stage is being scored; afterwards the result rests on them."""
    return the_stage_is_being_scored(review) if review.state == R.CONFIRMED else None


REVIEW = Lifecycle("review", ReviewState, [
    Move("clear", (R.ASSIGNED,), R.OPEN, _l("I have no conflict of interest"),
         when=[the_pledges_are_signed, the_stage_is_being_scored]),
    Move("recuse", (R.ASSIGNED, R.OPEN, R.CONFIRMED), R.RECUSED, _l("Report a conflict and step down"),
         when=[not_after_the_result], tells=["reviewer_recused"]),
    Move("write", (R.OPEN,), None, _l("Save"), when=[the_stage_is_being_scored]),
    Move("confirm", (R.OPEN,), R.CONFIRMED, _l("Confirm the scores"),
         when=[the_stage_is_being_scored, its_company_is_done_revising, every_criterion_is_scored, every_mark_can_stand]),
    Move("reopen", (R.CONFIRMED,), R.OPEN, _l("Reopen for the reviewer"), when=[the_stage_is_being_scored],
         tells=["review_reopened"]),
    Move("remove", (R.ASSIGNED, R.OPEN), R.REMOVED, _l("Take back the assignment")),
    Move("assign_again", (R.REMOVED,), R.ASSIGNED, _l("Assign again"), when=[the_stage_is_being_scored]),
    Move("readmit", (R.RECUSED,), R.ASSIGNED, _l("Ask about the conflict again"), when=[the_stage_is_being_scored]),
], labels={
    R.ASSIGNED: _l("conflict question open"), R.OPEN: _l("being scored"), R.CONFIRMED: _l("confirmed"),
    R.RECUSED: _l("stepped down"), R.REMOVED: _l("taken back"),
}, counted_in=lambda review: review.call_id)

"""The lives of a seat on a panel and of one review of one proposal."""

from enum import StrEnum
from typing import Any

from portal.foundation.i18n import _, _l
from portal.foundation.lifecycle import Lifecycle, Move


class SeatState(StrEnum):
    INVITED = "invited"
    APPOINTED = "appointed"
    DECLINED = "declined"
    RELEASED = "released"


def every_pledge_is_signed(seat: Any) -> object | None:
    return None if seat.pledges_complete else _("Sign every pledge first.")


SEAT = Lifecycle("seat", SeatState, [
    Move("accept", (SeatState.INVITED,), SeatState.APPOINTED, _l("Sign the pledges and take the seat"),
         when=[every_pledge_is_signed]),
    Move("decline", (SeatState.INVITED,), SeatState.DECLINED, _l("Decline the invitation"), tells=["seat_declined"]),
    Move("release", (SeatState.INVITED, SeatState.APPOINTED), SeatState.RELEASED, _l("Release from the panel")),
], labels={
    SeatState.INVITED: _l("invited"), SeatState.APPOINTED: _l("appointed"),
    SeatState.DECLINED: _l("declined"), SeatState.RELEASED: _l("released"),
})


class ReviewState(StrEnum):
    ASSIGNED = "assigned"
    OPEN = "open"
    CONFIRMED = "confirmed"
    RECUSED = "recused"
    REMOVED = "removed"


R = ReviewState


def the_pledges_are_signed(review: Any) -> object | None:
    return None if review.seat.state == SeatState.APPOINTED else _("Sign the pledges of the panel first.")


def the_stage_is_being_scored(review: Any) -> object | None:
    return None if review.is_current else _("Scoring for this stage has ended.")


def every_criterion_is_scored(review: Any) -> object | None:
    missing = review.missing_marks
    return _("Still missing: %(what)s.", what=", ".join(missing)) if missing else None


REVIEW = Lifecycle("review", ReviewState, [
    Move("clear", (R.ASSIGNED,), R.OPEN, _l("I have no conflict of interest"),
         when=[the_pledges_are_signed, the_stage_is_being_scored]),
    Move("recuse", (R.ASSIGNED, R.OPEN), R.RECUSED, _l("Report a conflict and step down"), tells=["reviewer_recused"]),
    Move("write", (R.OPEN,), None, _l("Save"), when=[the_stage_is_being_scored]),
    Move("confirm", (R.OPEN,), R.CONFIRMED, _l("Confirm the scores"),
         when=[the_stage_is_being_scored, every_criterion_is_scored], tells=["review_confirmed"]),
    Move("reopen", (R.CONFIRMED,), R.OPEN, _l("Reopen for the reviewer"), when=[the_stage_is_being_scored],
         tells=["review_reopened"]),
    Move("remove", (R.ASSIGNED, R.OPEN), R.REMOVED, _l("Take back the assignment")),
], labels={
    R.ASSIGNED: _l("conflict question open"), R.OPEN: _l("being scored"), R.CONFIRMED: _l("confirmed"),
    R.RECUSED: _l("stepped down"), R.REMOVED: _l("taken back"),
}, counted_in=lambda review: review.call_id)

"""The letters of panels and reviews: an invitation, a reminder, new assignments, a recusal, a sheet given back."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from typing import Any

from portal.accounts.queries import holders_of
from portal.foundation.clock import in_seoul, today
from portal.foundation.outbox import Owed
from portal.reviews.composition import scores_due_at
from portal.reviews.lifecycle import REVIEW, SEAT
from portal.reviews.models import Review, Seat


@SEAT.notice("seat_offered")
def seat_offered(seat: Seat, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To a person with an account: a place on a panel is offered."""
    if seat.user is not None:
        yield Owed(f"seat_offered:{seat.id}:{seat.version}", seat.user.email, "seat_offered",
                   {**_about(seat), "path": f"/review/seats/{seat.id}"}, seat.user.locale)


@SEAT.notice("seat_declined")
def seat_declined(seat: Seat, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To the managers: somebody will not sit."""
    for person in holders_of(["manager"], "program", seat.call.program_id):
        yield Owed(f"seat_declined:{seat.id}:{seat.version}:{person.id}", person.email, "seat_declined",
                   {**_about(seat), "name": by.name, "path": _panel(seat)}, person.locale)


@SEAT.notice("seat_released")
def seat_released(seat: Seat, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To the person: the place on the panel has ended."""
    if seat.user is not None:
        yield Owed(f"seat_released:{seat.id}:{seat.version}", seat.user.email, "seat_released", _about(seat), seat.user.locale)


@SEAT.notice("reviewer_reminded")
def reviewer_reminded(seat: Seat, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To the person: what still waits, and until when."""
    if seat.user is not None:
        yield Owed(f"reviewer_reminded:{seat.id}:{today()}", seat.user.email, "reviewer_reminded",
                   {**_about(seat), "waiting": seat.waiting, "state": seat.state,
                    "path": "/review" if seat.state == "appointed" else f"/review/seats/{seat.id}"}, seat.user.locale)


@REVIEW.notice("reviewer_recused")
def reviewer_recused(review: Review, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To the managers: somebody stepped down. The reason is read on the page, never in a letter."""
    for person in holders_of(["manager"], "program", review.call.program_id):
        yield Owed(f"reviewer_recused:{review.id}:{review.version}:{person.id}", person.email, "reviewer_recused",
                   {**_about(review.seat), "name": by.name, "number": review.proposal.number, "path": _panel(review.seat)},
                   person.locale)


@REVIEW.notice("review_reopened")
def review_reopened(review: Review, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To the reviewer: the sheet is open again, and why."""
    yield Owed(f"review_reopened:{review.id}:{review.version}", review.reviewer.email, "review_reopened",
               {**_about(review.seat), "number": review.proposal.number, "reason": note or "", "path": f"/review/{review.id}"},
               review.reviewer.locale)


def reviews_assigned(seat: Seat, reviews: Sequence[Review]) -> Owed:
    """To the person: so many proposals are new on the desk; one letter for all of them."""
    newest = max(f"{review.id}.{review.version}" for review in reviews)
    user = reviews[0].reviewer
    return Owed(f"reviews_assigned:{seat.id}:{newest}", user.email, "reviews_assigned",
                {**_about(seat), "count": len(reviews), "path": "/review"}, user.locale)


def _about(seat: Seat) -> dict[str, Any]:
    call = seat.call
    stage = call.definition.stage(seat.stage_key)
    due = scores_due_at(call.definition, stage)
    return {"call": dict(call.title), "code": call.code, "stage": stage.label.body(), "substitute": seat.substitute,
            "due": _written(due) if due else ""}


def _panel(seat: Seat) -> str:
    return f"/manage/calls/{seat.call.code}/panels/{seat.stage_key}"


def _written(moment: datetime) -> str:
    """By Seoul's clock, read alike in both languages."""
    return f"{in_seoul(moment):%Y.%m.%d %H:%M}"

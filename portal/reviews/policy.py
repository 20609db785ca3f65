"""Who may do what with seats and reviews: the reviewer their own, the manager the panel, nobody another's scores."""

from typing import Any

from sqlalchemy import ColumnElement, and_, false, or_, select

from portal.calls.models import Call
from portal.foundation.i18n import _l
from portal.foundation.policy import grant, the_portal_itself, who
from portal.reviews.lifecycle import ReviewState
from portal.reviews.models import Review, Seat

GONE = (ReviewState.RECUSED, ReviewState.REMOVED)


@who(_l("the person invited"))
def its_holder(actor: Any, seat: Seat) -> bool:
    return seat.user_id == actor.id if seat.user_id is not None else holds_the_address(actor, seat.email)


def holds_the_address(actor: Any, email: str | None) -> bool:
    """Whether a person has proved that this address is theirs: a seat offered to it is then theirs to answer."""
    return bool(email) and getattr(actor, "confirmed_at", None) is not None and actor.email == email


@who(_l("a manager of the call"))
def manager_of_the_panel(actor: Any, subject: Seat | Review) -> bool:
    return actor.has("manager", "program", subject.call.program_id)


@who(_l("an approver of the call"))
def approver_of_the_panel(actor: Any, subject: Seat | Review) -> bool:
    return actor.has("approver", "program", subject.call.program_id)


@who(_l("the reviewer it was given to"))
def its_reviewer(actor: Any, review: Review) -> bool:
    return actor.id is not None and review.reviewer_id == actor.id and review.state not in GONE


grant("seat", {
    "create": manager_of_the_panel,
    "view": its_holder | manager_of_the_panel,
    "sign": its_holder,
    "accept": its_holder,
    "decline": its_holder,
    "remind": manager_of_the_panel,
    "release": manager_of_the_panel,
    "invite_again": manager_of_the_panel,
})

grant("review", {
    "create": manager_of_the_panel,
    "view": its_reviewer | manager_of_the_panel | approver_of_the_panel,
    "clear": its_reviewer,
    "recuse": its_reviewer,
    "write": its_reviewer,
    "confirm": its_reviewer,
    "reopen": manager_of_the_panel,
    "remove": manager_of_the_panel | the_portal_itself,
    "assign_again": manager_of_the_panel,
    "readmit": manager_of_the_panel,
})


def visible_reviews(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `review.view`."""
    programs = viewer.ids("program", "manager", "approver")
    return or_(given_to(viewer), Review.call_id.in_(select(Call.id).where(Call.program_id.in_(programs))))


def given_to(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `its_reviewer`: what a reviewer may still open. Recused and removed are gone at once."""
    return and_(Review.reviewer_id == viewer.id, Review.state.not_in([state.value for state in GONE]))


def held_by(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `its_holder`: seats taken by this person, or offered to their confirmed address."""
    if viewer.id is None:
        return false()
    own = Seat.user_id == viewer.id
    if viewer.confirmed_at is None:
        return own
    return or_(own, and_(Seat.user_id.is_(None), Seat.email == viewer.email))


def run_by(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `manager_of_the_panel`, on calls."""
    return Call.program_id.in_(viewer.ids("program", "manager"))


def visible_seats(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `seat.view`."""
    return or_(held_by(viewer), Seat.call_id.in_(select(Call.id).where(run_by(viewer))))

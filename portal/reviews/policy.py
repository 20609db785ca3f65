"""Who may do what with seats and reviews: the reviewer their own, the manager the panel, nobody another's scores."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from portal.calls.models import Call
from portal.foundation.i18n import _l
from portal.foundation.policy import grant, who
from portal.reviews.lifecycle import ReviewState
from portal.reviews.models import Review, Seat

GONE = (ReviewState.RECUSED, ReviewState.REMOVED)


@who(_l("the person invited"))
def its_holder(actor: Any, seat: Seat) -> bool:
    return actor.id is not None and seat.user_id == actor.id


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
    "accept": its_holder,
    "decline": its_holder,
    "release": manager_of_the_panel,
})

grant("review", {
    "create": manager_of_the_panel,
    "view": its_reviewer | manager_of_the_panel | approver_of_the_panel,
    "clear": its_reviewer,
    "recuse": its_reviewer,
    "write": its_reviewer,
    "confirm": its_reviewer,
    "reopen": manager_of_the_panel,
    "remove": manager_of_the_panel,
})


def visible_reviews(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `review.view`."""
    own = and_(Review.reviewer_id == viewer.id, Review.state.not_in([state.value for state in GONE]))
    programs = viewer.ids("program", "manager", "approver")
    return or_(own, Review.call_id.in_(select(Call.id).where(Call.program_id.in_(programs))))


def visible_seats(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `seat.view`."""
    programs = viewer.ids("program", "manager")
    return or_(Seat.user_id == viewer.id, Seat.call_id.in_(select(Call.id).where(Call.program_id.in_(programs))))

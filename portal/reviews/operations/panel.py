"""What is done with seats: inviting, reminding and releasing by the manager; signing, accepting and declining by the person."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select

from portal.accounts import roles
from portal.accounts.operations import invite
from portal.accounts.queries import find_user_by_email
from portal.accounts.typed import Typed
from portal.calls.models import Call
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Invalid, Missing
from portal.foundation.i18n import _
from portal.foundation.outbox import owe
from portal.foundation.policy import require
from portal.reviews import notices, tallies
from portal.reviews.composition import GROUPS
from portal.reviews.lifecycle import REVIEW, SEAT, WAITING, SeatState
from portal.reviews.models import PLEDGES, Review, Seat
from portal.reviews.queries import sits_elsewhere, ties_of

MOST_NAME, MOST_FIELD = 60, 60


def invite_reviewer(call: Call, stage_key: str, typed: Mapping[str, Any], *, by: Any) -> Seat:
    """Offer somebody a place on the panel: `email, name, group, field, substitute` (bool), `body`. Raises Invalid.

    A person with an account gets seat, role and letter at once; anyone else an invitation by letter, and the seat stands
    under their address until they take it up. Somebody who declined or was released is invited again.
    """
    seat = Seat(call=call, stage_key=stage_key, state=SeatState.INVITED.value, pledges={},
                substitute=bool(typed.get("substitute")))
    require(by, "seat.create", seat)
    email = _read(seat, typed)
    user = find_user_by_email(email)
    if user is not None and not user.is_active:
        raise Invalid({"email": [_("This account is closed. Ask an administrator to open it again first.")]})
    known = user if user is not None and user.confirmed_at is not None else None
    if known is not None and known.id in ties_of(call, [known.id]).everywhere:
        raise Invalid({"email": [_("This person belongs to a partner that applies in this call itself or takes part in a "
                                   "proposal, and may review nothing in it.")]})
    earlier = _earlier(call, stage_key, email, known.id if known else None)
    if earlier is not None:
        return _again(earlier, seat, by)
    if known is not None:
        seat.user = known
    else:
        seat.email = email
    db.session.add(seat)
    db.session.flush()
    SEAT.begin(seat, by=by, stage=stage_key, substitute=seat.substitute, body=seat.body)
    _tell(seat, by)
    return seat


def _read(seat: Seat, typed: Mapping[str, Any]) -> str:
    read = Typed(typed)
    email = read.email()
    seat.name, seat.field = read.line("name", MOST_NAME, required=True), read.line("field", MOST_FIELD)
    seat.group = str(typed.get("group") or "")
    if seat.group not in GROUPS:
        read.wrong("group", _("Choose a group."))
    bodies = [body.key for body in seat.call.definition.stage(seat.stage_key).bodies or ()]
    seat.body = str(typed.get("body") or "") if bodies else ""
    if bodies and seat.body not in bodies:
        read.wrong("body", _("Choose whom this person scores with."))
    read.done()
    return email


def _earlier(call: Call, stage_key: str, email: str, user_id: int | None) -> Seat | None:
    same = Seat.email == email if user_id is None else (Seat.user_id == user_id) | (Seat.email == email)
    mine = select(Seat).where(Seat.call_id == call.id, Seat.stage_key == stage_key, same)
    return db.session.scalars(mine.order_by(Seat.id).limit(1)).one_or_none()


def _again(earlier: Seat, typed: Seat, by: Any) -> Seat:
    if earlier.state not in (SeatState.DECLINED, SeatState.RELEASED):
        raise Invalid({"email": [_("This person is on the panel already.")]})
    for name in ("group", "body", "field", "substitute", "name", "pledges"):
        setattr(earlier, name, getattr(typed, name))
    SEAT.move(earlier, "invite_again", by=by, silent=True)
    _tell(earlier, by)
    return earlier


def _tell(seat: Seat, by: Any) -> None:
    """The letter: with an account a plain one, without one the invitation that leads to it."""
    if seat.user is not None:
        roles.put(seat.user, "reviewer", "call", seat.call_id, by=by)
        for letter in notices.seat_offered(seat, by=by, note=None):
            owe(letter)
    else:
        invite(seat.email or "", "reviewer", "call", seat.call_id, by=by, label=seat.call.title)


def sign_pledge(seat: Seat, pledge: str, *, by: Any) -> None:
    """Sign one pledge; the moment is kept. Signing twice keeps the first moment. Raises Missing for no such pledge."""
    if pledge not in PLEDGES:
        raise Missing
    SEAT.move(seat, "sign", by=by, pledge=pledge)
    _take_up(seat, by)
    if not seat.pledges.get(pledge):
        seat.pledges = {**seat.pledges, pledge: now().isoformat()}


def accept_seat(seat: Seat, *, by: Any, seen: int | None = None) -> None:
    """Take the place on the panel, every pledge being signed. Raises Refused otherwise."""
    SEAT.move(seat, "accept", by=by, seen=seen)
    _take_up(seat, by)


def decline_seat(seat: Seat, *, by: Any, seen: int | None = None) -> None:
    """Say no to an invitation; the managers are told."""
    SEAT.move(seat, "decline", by=by, seen=seen)
    _take_up(seat, by)


def _take_up(seat: Seat, by: Any) -> None:
    """A seat offered to an address becomes the person's own with the first thing they do there."""
    if seat.user_id is None:
        seat.user, seat.email = by, None
        roles.put(by, "reviewer", "call", seat.call_id, by=by)


def remind_reviewer(seat: Seat, *, by: Any, seen: int | None = None) -> None:
    """A letter with what still waits; one a day. Raises Refused on the same Seoul day."""
    SEAT.move(seat, "remind", by=by, seen=seen)
    if seat.user is None:
        invite(seat.email or "", "reviewer", "call", seat.call_id, by=by, label=seat.call.title)
    seat.reminded_at = now()


def release_seat(seat: Seat, *, by: Any, seen: int | None = None) -> None:
    """End someone's place: what they have not confirmed is taken back, confirmed sheets still count."""
    SEAT.move(seat, "release", by=by, seen=seen)
    mine = select(Review).where(Review.seat_id == seat.id, Review.state.in_(WAITING))
    reviews = list(db.session.scalars(mine.order_by(Review.id)))
    for review in reviews:
        REVIEW.move(review, "remove", by=by, note="seat released")
    tallies.refresh_all([review.proposal for review in reviews], seat.stage_key)
    if seat.user is not None and not sits_elsewhere(seat):
        roles.remove(seat.user, "reviewer", "call", seat.call_id, by=by)

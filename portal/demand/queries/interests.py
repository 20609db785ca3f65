"""Interests: a company's own, those that fit a call, and whom to write to."""

from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload, lazyload

from portal.accounts.models import COMPANY_ROLES, Role, User
from portal.demand.lifecycle import InterestState, MatchState
from portal.demand.models import Challenge, Interest, Match
from portal.demand.policy import visible_interests
from portal.foundation.db import db
from portal.foundation.errors import Missing

LOADED = (joinedload(Interest.company, innerjoin=True), joinedload(Interest.municipality), joinedload(Interest.site))
SHOWN_MOST = 100


def interests_of(viewer: Any) -> list[Interest]:
    """What the viewer's companies have registered and not withdrawn, newest first; at most one for each field."""
    mine = select(Interest).where(Interest.company_id.in_(viewer.ids("company", *COMPANY_ROLES)),
                                  Interest.state == InterestState.REGISTERED.value)
    return list(db.session.scalars(mine.options(*LOADED).order_by(Interest.id.desc()).limit(SHOWN_MOST)))


def get_interest(interest_id: int, *, viewer: Any) -> Interest:
    """An interest of one of the viewer's companies. Raises Missing."""
    mine = select(Interest).where(Interest.id == interest_id, Interest.company_id.in_(viewer.ids("company", *COMPANY_ROLES)))
    interest = db.session.scalars(mine.options(*LOADED)).one_or_none()
    if interest is None:
        raise Missing
    return interest


def find_live_interest(company_id: int, field: str) -> Interest | None:
    """What a company has registered in a field, if it has."""
    live = select(Interest).where(Interest.company_id == company_id, Interest.field == field,
                                  Interest.state == InterestState.REGISTERED.value)
    return db.session.scalars(live).one_or_none()


def connected_with(viewer: Any) -> list[Match]:
    """The challenges that the viewer's companies were connected with, newest first."""
    mine = select(Match).join(Match.interest).where(
        Match.state == MatchState.ACCEPTED.value, Interest.company_id.in_(viewer.ids("company", *COMPANY_ROLES)))
    challenge = joinedload(Match.challenge, innerjoin=True).joinedload(Challenge.department)
    loaded = mine.options(challenge, joinedload(Match.interest, innerjoin=True))
    return list(db.session.scalars(loaded.order_by(Match.decided_at.desc(), Match.id.desc()).limit(SHOWN_MOST)))


def interests_for(municipality_id: int, fields: Collection[str]) -> list[Interest]:
    """The interests a call of this city with these fields should be told to: those who agreed to it, by id."""
    fits = select(Interest).where(
        Interest.state == InterestState.REGISTERED.value, Interest.agreed_at.is_not(None), Interest.field.in_(list(fields)),
        or_(Interest.municipality_id.is_(None), Interest.municipality_id == municipality_id))
    return list(db.session.scalars(fits.options(joinedload(Interest.company, innerjoin=True)).order_by(Interest.id)))


def seen_by_the_city(viewer: Any, municipality_id: int, limit: int) -> list[Interest]:
    """The newest live interests that would go to this city, for its people."""
    theirs = select(Interest).where(
        visible_interests(viewer), Interest.state == InterestState.REGISTERED.value,
        or_(Interest.municipality_id.is_(None), Interest.municipality_id == municipality_id))
    return list(db.session.scalars(theirs.options(*LOADED).order_by(Interest.id.desc()).limit(limit)))


def contacts_of(interests: Iterable[Interest]) -> dict[int, User]:
    """Whom to write to, by interest: who registered it while they act for the company, else its first owner. One statement."""
    interests = list(interests)
    companies = {each.company_id for each in interests}
    held = select(Role, User).join(User, User.id == Role.user_id).where(
        Role.on == "company", Role.on_id.in_(companies), Role.name.in_(("owner", "member")), User.deactivated_at.is_(None))
    people: dict[int, list[User]] = {}
    for role, user in db.session.execute(held.options(lazyload(User.roles)).order_by(Role.name.desc(), Role.id)):
        people.setdefault(role.on_id, []).append(user)
    found = {}
    for each in interests:
        theirs = people.get(each.company_id, [])
        person = next((user for user in theirs if user.id == each.registered_by_id), theirs[0] if theirs else None)
        if person is not None:
            found[each.id] = person
    return found

"""Who may do what: departments post, companies register and withdraw, a city's people decide on what concerns their city."""

from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, or_, select

from portal.accounts.models import COMPANY_ROLES, Department
from portal.demand.lifecycle import InterestState, MatchState, PoolState
from portal.demand.models import Challenge, Interest, Match, PoolEntry
from portal.foundation.db import db
from portal.foundation.i18n import _l
from portal.foundation.policy import grant, who
from portal.programs.models import Program


def works_for_a_city(viewer: Any) -> bool:
    """Whether somebody runs a program or is an officer of a department, of whichever city."""
    return bool(viewer.ids("department", "officer") or viewer.ids("program", "manager"))


def managed_cities(viewer: Any) -> Select[tuple[int]]:
    """The municipalities in which somebody manages a program."""
    return select(Program.municipality_id).where(Program.id.in_(viewer.ids("program", "manager")))


def their_cities(viewer: Any) -> ColumnElement[bool]:
    """The SQL, over Department, of the municipalities that somebody works for."""
    return or_(Department.id.in_(viewer.ids("department", "officer")), Department.municipality_id.in_(managed_cities(viewer)))


def _is_true(viewer: Any, condition: ColumnElement[bool]) -> bool:
    return works_for_a_city(viewer) and db.session.scalar(select(Department.id).where(condition).limit(1)) is not None


@who(_l("an officer of the department"))
def officer_of_its_department(actor: Any, challenge: Challenge) -> bool:
    return actor.has("officer", "department", challenge.department_id)


@who(_l("anyone, once it is posted"))
def anyone_once_posted(actor: Any, challenge: Challenge) -> bool:
    return challenge.posted_at is not None


@who(_l("an officer of the department or a manager of a program in its city"))
def decides_for_the_challenge(actor: Any, challenge: Challenge) -> bool:
    its_own = Department.id == challenge.department_id
    return challenge.posted_at is not None and _is_true(actor, and_(its_own, their_cities(actor)))


grant("challenge", {
    "create": officer_of_its_department,
    "view": officer_of_its_department | anyone_once_posted,
    "write": officer_of_its_department,
    "post": officer_of_its_department,
    "close": officer_of_its_department,
    "withdraw": officer_of_its_department,
    "match": decides_for_the_challenge,
})


@who(_l("a member of the company"))
def its_company(actor: Any, row: Interest | PoolEntry) -> bool:
    return row.company_id in actor.ids("company", *COMPANY_ROLES)


@who(_l("someone of a city that the company would go to"))
def of_the_wished_city(actor: Any, interest: Interest) -> bool:
    if interest.state != InterestState.REGISTERED:
        return False
    if interest.municipality_id is None:
        return works_for_a_city(actor)
    return _is_true(actor, and_(Department.municipality_id == interest.municipality_id, their_cities(actor)))


grant("interest", {
    "create": its_company,
    "view": its_company | of_the_wished_city,
    "edit": its_company,
    "withdraw": its_company,
})


@who(_l("an officer of the department or a manager of a program in its city"))
def decides_on_it(actor: Any, match: Match) -> bool:
    return decides_for_the_challenge(actor, match.challenge)


@who(_l("a member of the company, once it is connected"))
def its_company_once_connected(actor: Any, match: Match) -> bool:
    return match.state == MatchState.ACCEPTED and its_company(actor, match.interest)


grant("match", {
    "create": decides_on_it,
    "view": decides_on_it | its_company_once_connected,
    "accept": decides_on_it,
    "decline": decides_on_it,
})


@who(_l("someone who runs a program or a department of any city"))
def of_any_city(actor: Any, entry: PoolEntry) -> bool:
    return entry.state == PoolState.LISTED and works_for_a_city(actor)


grant("pool_entry", {
    "join": its_company,
    "view": its_company | of_any_city,
    "withdraw": its_company,
})


def visible_challenges(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `challenge.view`."""
    return or_(Challenge.posted_at.is_not(None), written_by(viewer))


def written_by(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `challenge.write`."""
    return Challenge.department_id.in_(viewer.ids("department", "officer"))


def matched_by(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `challenge.match`."""
    theirs = Challenge.department_id.in_(select(Department.id).where(their_cities(viewer)))
    return and_(Challenge.posted_at.is_not(None), theirs)


def visible_interests(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `interest.view`."""
    own = Interest.company_id.in_(viewer.ids("company", *COMPANY_ROLES))
    if not works_for_a_city(viewer):
        return own
    cities = select(Department.municipality_id).where(their_cities(viewer))
    return or_(own, and_(Interest.state == InterestState.REGISTERED.value,
                         or_(Interest.municipality_id.is_(None), Interest.municipality_id.in_(cities))))


def visible_pool(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `pool_entry.view`."""
    own = PoolEntry.company_id.in_(viewer.ids("company", *COMPANY_ROLES))
    return or_(own, PoolEntry.state == PoolState.LISTED.value if works_for_a_city(viewer) else false())

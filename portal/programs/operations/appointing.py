"""Who runs a program: managers and approvers are appointed and released, on record."""

from typing import Any

from sqlalchemy import select

from portal.accounts.models import Role, User
from portal.foundation import history
from portal.foundation.db import db
from portal.foundation.errors import Invalid, Refused
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.programs.models import Program

ROLES = ("manager", "approver")


def appoint(program: Program, user: User, role: str, *, by: Any) -> None:
    """Make a person "manager" or "approver" of a program; appointing twice changes nothing. Raises Invalid for another role."""
    require(by, "program.appoint", program)
    if role not in ROLES:
        raise Invalid({"role": [_("Choose a role from the list.")]})
    if user.has(role, "program", program.id):
        return
    db.session.add(Role(user_id=user.id, name=role, on="program", on_id=program.id, given_by_id=by.id))
    db.session.flush()
    db.session.expire(user, ["roles"])
    history.record(program, "appoint", by=by, user_id=user.id, role=role)


def release(program: Program, user: User, role: str, *, by: Any) -> None:
    """Take a role on a program back. The last manager stays until another is appointed: Refused."""
    require(by, "program.appoint", program)
    held = select(Role).where(Role.on == "program", Role.on_id == program.id, Role.name == role)
    holders = list(db.session.scalars(held.order_by(Role.id)))
    mine = next((one for one in holders if one.user_id == user.id), None)
    if mine is None:
        return
    if role == "manager" and len(holders) == 1:
        raise Refused(_("Appoint another manager first; a program is never without one."))
    db.session.delete(mine)
    db.session.flush()
    db.session.expire(user, ["roles"])
    history.record(program, "release", by=by, user_id=user.id, role=role)

"""Putting a role in place and taking it away, on record; for operations that have already asked who may."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.accounts.models import Role, User
from portal.foundation import history
from portal.foundation.db import db


def put(user: User, name: str, on: str, on_id: int, *, by: Any) -> None:
    """Let a person hold a role on a thing; holding it already changes nothing."""
    if user.has(name, on, on_id):
        return
    try:
        with db.session.begin_nested():
            db.session.add(Role(user_id=user.id, name=name, on=on, on_id=on_id, given_by_id=by.id))
    except IntegrityError:  # somebody gave the same role at the same moment: that is what was wanted
        return
    finally:
        db.session.expire(user, ["roles"])
    history.record(user, "give_role", by=by, role=name, on=on, on_id=on_id)


def remove(user: User, name: str, on: str, on_id: int, *, by: Any) -> None:
    """Take a role away; not holding it changes nothing."""
    held = select(Role).where(Role.user_id == user.id, Role.name == name, Role.on == on, Role.on_id == on_id)
    role = db.session.scalars(held).one_or_none()
    if role is None:
        return
    db.session.delete(role)
    db.session.flush()
    db.session.expire(user, ["roles"])
    history.record(user, "take_role", by=by, role=name, on=on, on_id=on_id)


def keep_only(user: User, name: str | None, on: str, on_id: int, *, by: Any) -> None:
    """Take away every other role on a thing, or all of them: of a company one is owner, member or writer, never two."""
    for role in [each for each in user.roles if each.on == on and each.on_id == on_id and each.name != name]:
        remove(user, role.name, on, on_id, by=by)

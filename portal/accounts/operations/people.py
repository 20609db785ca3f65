"""A person's own data and language; roles given and taken, accounts closed and opened again by an administrator."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import func, select

from portal.accounts import roles, sessions
from portal.accounts.models import Role, User
from portal.accounts.typed import Typed
from portal.foundation import history
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Refused
from portal.foundation.i18n import LOCALES, _
from portal.foundation.policy import require


def edit_account(user: User, typed: Mapping[str, Any], *, by: Any) -> None:
    """Change one's own `name, phone, locale`. Raises Invalid. The history says which fields changed, not to what."""
    require(by, "user.edit", user)
    read = Typed(typed)
    new = {"name": read.line("name", 60, required=True), "phone": read.phone(), "locale": read.locale()}
    read.done()
    changed = [name for name, value in new.items() if getattr(user, name) != value]
    for name in changed:
        setattr(user, name, new[name])
    if changed:
        history.record(user, "edit", by=by, fields=changed)


def choose_locale(user: User, locale: str, *, by: Any) -> None:
    """Read pages and letters in another language from now on."""
    require(by, "user.edit", user)
    if locale in LOCALES and user.locale != locale:
        user.locale = locale


def give_role(user: User, name: str, on: str, on_id: int, *, by: Any) -> None:
    """Let a person hold a role on a thing, as an administrator or a command of the portal. Holding it already is fine.

    A later stage whose own grant decides (a panel's manager seats a reviewer) asks that grant and calls `roles.put`.
    """
    require(by, "role.give", user)
    roles.put(user, name, on, on_id, by=by)


def take_role(user: User, name: str, on: str, on_id: int, *, by: Any) -> None:
    """Take a role away; it is gone from the next request on. The last administrator stays: Refused."""
    require(by, "role.take", user)
    if (name, on) == ("administrator", "portal"):
        _refuse_the_last_administrator(user)
    roles.remove(user, name, on, on_id, by=by)


def deactivate_person(user: User, *, by: Any) -> None:
    """Close an account: every sign-in ends at once, nothing is deleted. Nobody closes their own."""
    require(by, "user.deactivate", user)
    if user.deactivated_at is None:
        user.deactivated_at = now()
        sessions.end_all(user)
        history.record(user, "deactivate", by=by)


def reactivate_person(user: User, *, by: Any) -> None:
    """Open a closed account again, with the roles it had."""
    require(by, "user.reactivate", user)
    if user.deactivated_at is not None:
        user.deactivated_at = None
        history.record(user, "reactivate", by=by)


def _refuse_the_last_administrator(user: User) -> None:
    others = select(func.count()).select_from(Role).join(User, User.id == Role.user_id).where(
        Role.name == "administrator", Role.on == "portal", User.id != user.id, User.deactivated_at.is_(None))
    if not db.session.scalar(others):
        raise Refused(_("This is the only administrator. Make someone else an administrator first."))

"""The letters of accounts. A letter carries the seed of its link, never the token: that is made while it is written."""

from datetime import datetime
from typing import Any

from portal.accounts.models import Invitation, User
from portal.foundation.clock import in_seoul
from portal.foundation.outbox import Owed


def confirm_address(user: User, seed: str, locale: str, name: str) -> Owed:
    """Somebody registered with this address: is it theirs?"""
    return Owed(f"confirm_address:{seed}", user.email, "confirm_address", {"name": name, "seed": seed}, locale)


def already_registered(user: User, hour: str) -> Owed:
    """Somebody registered with an address that has an account; at most one letter an hour."""
    return Owed(f"already_registered:{user.id}:{hour}", user.email, "already_registered", {"name": user.name}, user.locale)


def reset_password(user: User, seed: str) -> Owed:
    """A link to set a new password."""
    return Owed(f"reset_password:{seed}", user.email, "reset_password", {"name": user.name, "seed": seed}, user.locale)


def password_changed(user: User, at: datetime) -> Owed:
    """The password is another one now; whoever did not do this should act."""
    return Owed(f"password_changed:{user.id}:{at.isoformat()}", user.email, "password_changed",
                {"name": user.name, "at": written(at)}, user.locale)


def invitation(offered: Invitation, seed: str, *, by: Any, locale: str) -> Owed:
    """Somebody is invited to take a role."""
    return Owed(f"invitation:{seed}", offered.email, "invitation", {
        "seed": seed, "inviter": by.name, "role": offered.role, "label": dict(offered.label),
        "until": written(offered.expires_at)}, locale)


def written(moment: datetime) -> str:
    """2026.11.22 18:00 by Seoul's clock, readable in both languages."""
    return f"{in_seoul(moment):%Y.%m.%d %H:%M}"

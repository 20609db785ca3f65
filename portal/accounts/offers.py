"""Writing an invitation and taking it back, for operations that have already asked who may invite to the thing."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from portal.accounts import links, notices
from portal.accounts.models import Invitation, User
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.outbox import owe
from portal.foundation.tokens import hash_of

LASTS = timedelta(days=14)


def offer(email: str, role: str, on: str, on_id: int, *, by: Any, label: Mapping[str, str]) -> Invitation:
    """An invitation by letter; an earlier open one for the same thing is replaced, so that only the newest link works."""
    invitation, seed = write(email, role, on, on_id, by=by, label=label, lasts=LASTS)
    locale = db.session.scalar(select(User.locale).where(User.email == email))
    owe(notices.invitation(invitation, seed, by=by, locale=locale or getattr(by, "locale", "") or "ko"))
    return invitation


def write(email: str, role: str, on: str, on_id: int, *, by: Any, label: Mapping[str, str],
          lasts: timedelta) -> tuple[Invitation, str]:
    """The row of an invitation, and the seed of its link."""
    open_ones = select(Invitation).where(
        Invitation.email == email, Invitation.on == on, Invitation.on_id == on_id,
        Invitation.accepted_at.is_(None), Invitation.withdrawn_at.is_(None))
    for earlier in db.session.scalars(open_ones):
        take_back(earlier)
    seed = links.fresh_seed()
    invitation = Invitation(email=email, role=role, on=on, on_id=on_id, label=dict(label), invited_by_id=by.id,
                            token_hash=hash_of(links.token_from(seed)), expires_at=now() + lasts)
    db.session.add(invitation)
    db.session.flush()
    return invitation, seed


def take_back(invitation: Invitation) -> None:
    """The link works no longer; one that was accepted stays accepted."""
    if invitation.accepted_at is None and invitation.withdrawn_at is None:
        invitation.withdrawn_at = now()

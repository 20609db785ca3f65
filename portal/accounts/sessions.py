"""Ending sign-ins, for operations that have asked already: a sign-in that ended does not work from the next request on."""

from sqlalchemy import select

from portal.accounts.models import SignIn, User
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.tokens import hash_of


def end_all(user: User, *, but: str = "") -> None:
    """End every sign-in of a person, except the one with the token `but`."""
    mine = select(SignIn).where(SignIn.user_id == user.id, SignIn.ended_at.is_(None), SignIn.token_hash != hash_of(but))
    for one in db.session.scalars(mine):
        one.ended_at = now()

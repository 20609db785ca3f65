"""Who is who: sign-ins, people, companies and invitations, as their viewer may see them."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.accounts.models import SignIn, User
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.tokens import hash_of


def find_signed_in(token: str) -> User | None:
    """The person behind a session's token, with their roles, in one statement; None when it ended or ran out."""
    wanted = select(SignIn).where(SignIn.token_hash == hash_of(token), SignIn.ended_at.is_(None), SignIn.expires_at > now())
    person = joinedload(SignIn.user, innerjoin=True).options(joinedload(User.roles))
    sign_in = db.session.scalars(wanted.options(person)).unique().one_or_none()
    if sign_in is None or not sign_in.user.is_active:
        return None
    sign_in.user.sign_in_token = token
    return sign_in.user

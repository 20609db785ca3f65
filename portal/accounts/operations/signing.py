"""Signing in and out. Guessing is slowed per account and per place, without shutting out anybody else."""

from datetime import timedelta
from typing import Any

from sqlalchemy import and_, case, delete, func, or_, select

from portal.accounts import passwords
from portal.accounts.models import FailedSignIn, SignIn, User
from portal.accounts.typed import printable, tidy_email
from portal.foundation import transactions
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Refused, TooMany
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.foundation.tokens import fresh_token, hash_of

WINDOW = timedelta(minutes=15)
# Within the window: wrong tries for one account from one place; for all accounts from one place (an office shares one);
# for one account from everywhere (high, so that a stranger cannot shut its owner out with a handful of tries).
MOST_HERE, MOST_FROM_ONE_PLACE, MOST_FOR_ONE_ACCOUNT = 5, 30, 100


def sign_in(email: str, password: str, *, by: Any, address: str, device: str = "",
            lasts: timedelta = timedelta(hours=12)) -> User:
    """The person, with `sign_in_token` set for the session. `address` is where they come from.

    Raises Refused (an unknown address and a wrong password alike, in words and in time) or TooMany; a wrong try is kept.
    """
    require(by, "user.sign_in", None)
    sought = tidy_email(email) or printable(email).strip().lower()[:254]
    _refuse_too_many(sought, address)
    found = db.session.execute(select(User.id, User.password_hash).where(User.email == sought)).first()
    if not passwords.matches(password, found.password_hash if found else ""):
        _note_failure(sought, address)
        raise Refused(_("The e-mail address or the password is not right."))
    user = db.session.get_one(User, found.id)
    _refuse_unless_open(user)
    db.session.execute(delete(FailedSignIn).where(FailedSignIn.email == sought, FailedSignIn.address == address))
    if passwords.is_outdated(user.password_hash):
        user.password_hash = passwords.hash_of_password(password)
    return _begin(user, device, lasts)


def sign_out(token: str, *, by: Any) -> None:
    """End the sign-in behind a session's token, here and on the server; one that ended already stays ended."""
    mine = db.session.scalars(select(SignIn).where(SignIn.token_hash == hash_of(token))).one_or_none()
    if mine is not None:
        end_sign_in(mine, by=by)


def end_sign_in(sign_in: SignIn, *, by: Any) -> None:
    """End one of one's own sign-ins; it does not work from the next request on."""
    require(by, "sign_in.end", sign_in)
    sign_in.ended_at = sign_in.ended_at or now()


def _begin(user: User, device: str, lasts: timedelta) -> User:
    token, kept = fresh_token()
    db.session.add(SignIn(token_hash=kept, user_id=user.id, device=printable(device)[:80], expires_at=now() + lasts))
    user.sign_in_token = token
    return user


def _refuse_unless_open(user: User) -> None:
    """Said only to someone who knows the password."""
    if user.confirmed_at is None:
        raise Refused(_("Your address is not confirmed yet. Open the link in our e-mail, or register once more."))
    if user.deactivated_at is not None:
        raise Refused(_("This account has been closed. If you think that is wrong, contact us."))


def _refuse_too_many(email: str, address: str) -> None:
    here = and_(FailedSignIn.email == email, FailedSignIn.address == address)
    sums = [func.coalesce(func.sum(case((which, 1), else_=0)), 0) for which in (
        here, FailedSignIn.address == address, FailedSignIn.email == email)]
    counted = select(*sums).where(
        or_(FailedSignIn.email == email, FailedSignIn.address == address), FailedSignIn.created_at > now() - WINDOW)
    most = (MOST_HERE, MOST_FROM_ONE_PLACE, MOST_FOR_ONE_ACCOUNT)
    if any(n >= limit for n, limit in zip(db.session.execute(counted).one(), most, strict=True)):
        minutes = int(WINDOW.total_seconds() // 60)
        raise TooMany(_("Too many wrong tries. Wait %(minutes)s minutes, or set a new password.", minutes=minutes),
                      seconds=int(WINDOW.total_seconds()))


def _note_failure(email: str, address: str) -> None:
    """Remember a wrong try even though the request is refused."""
    db.session.add(FailedSignIn(email=email, address=address))
    transactions.keep()

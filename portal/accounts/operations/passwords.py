"""A new password: by a letter when the old one is forgotten, or with the old one at hand."""

from datetime import timedelta
from typing import Any

from sqlalchemy import select, update

from portal.accounts import links, notices, passwords
from portal.accounts.models import FailedSignIn, MailLink, User
from portal.accounts.queries import find_link
from portal.accounts.sessions import end_all
from portal.accounts.typed import tidy_email
from portal.foundation import history
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Invalid, Missing
from portal.foundation.i18n import _
from portal.foundation.outbox import owe
from portal.foundation.policy import require
from portal.foundation.tokens import hash_of

RESET_LASTS = timedelta(hours=1)
MOST_LINKS_AN_HOUR = 3


def ask_for_reset(email: str, *, by: Any, address: str) -> None:
    """Send a link to whoever has this address; for an unknown one nothing is sent, and the answer is the same.

    Raises Invalid when it is no address. Asking for unknown addresses counts as guessing from `address`.
    """
    require(by, "user.reset_password", None)
    sought = tidy_email(email)
    if not sought:
        raise Invalid({"email": [_("Write an e-mail address such as name@company.kr.")]})
    passwords.take_the_usual_time()
    user = db.session.scalars(select(User).where(User.email == sought, User.deactivated_at.is_(None))).one_or_none()
    if user is None:
        db.session.add(FailedSignIn(email=sought, address=address))
        return
    recent = select(MailLink.id).where(
        MailLink.user_id == user.id, MailLink.purpose == "reset", MailLink.created_at > now() - timedelta(hours=1))
    if len(list(db.session.scalars(recent.limit(MOST_LINKS_AN_HOUR)))) < MOST_LINKS_AN_HOUR:
        seed = links.fresh_seed()
        db.session.add(MailLink(purpose="reset", user_id=user.id, token_hash=hash_of(links.token_from(seed)),
                                expires_at=now() + RESET_LASTS))
        owe(notices.reset_password(user, seed))


def reset_password(token: str, password: str, *, by: Any) -> User:
    """Use up the link and set a new password; every sign-in ends. Raises Missing (used, run out, never sent) or Invalid."""
    link = find_link("reset", token)
    if link is None or not link.user.is_active:
        raise Missing
    user = link.user
    require(by, "user.reset_password", user)
    _set(user, password)
    used = update(MailLink).where(MailLink.user_id == user.id, MailLink.used_at.is_(None)).values(used_at=now())
    db.session.execute(used)
    user.confirmed_at = user.confirmed_at or now()  # the letter reached them, which proves the address
    end_all(user)
    history.record(user, "reset_password", by=by)
    return user


def change_password(user: User, current: str, password: str, *, by: Any) -> None:
    """Set a new password with the current one; the person's other sign-ins end. Raises Invalid."""
    require(by, "user.change_password", user)
    if not passwords.matches(current, user.password_hash):
        raise Invalid({"current": [_("This is not your current password.")]})
    _set(user, password)
    end_all(user, but=user.sign_in_token)
    history.record(user, "change_password", by=by)


def _set(user: User, password: str) -> None:
    problem = passwords.problem_with(password, user.name, user.email)
    if problem:
        raise Invalid({"password": [problem]})
    user.password_hash = passwords.hash_of_password(password)
    owe(notices.password_changed(user, now()))

"""Registering with one's own address, and proving that it is one's own. Known and unknown addresses are answered alike."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import select

from portal.accounts import links, notices, passwords
from portal.accounts.models import MailLink, User
from portal.accounts.queries import find_link, find_user_by_email
from portal.accounts.typed import Typed
from portal.foundation import history
from portal.foundation.clock import in_seoul, now
from portal.foundation.db import db
from portal.foundation.errors import Missing
from portal.foundation.outbox import Letter, Owed, owe
from portal.foundation.policy import require
from portal.foundation.tokens import hash_of

CONFIRM_LASTS = timedelta(hours=24)
MOST_LINKS_AN_HOUR = 5


def register(typed: Mapping[str, Any], *, by: Any) -> None:
    """Take `email, name, password, locale`; a letter follows in any case, so that nobody learns who has an account.

    Raises Invalid, by what was typed alone. The password is hashed before the database is asked, in both cases.
    """
    require(by, "user.register", None)
    email, kept = _checked(typed)
    user = find_user_by_email(email)
    if user is not None and user.confirmed_at is not None:
        _tell_that_it_is_known(user)
        return
    if user is None:
        user = User(email=email, name=kept["name"], locale=kept["locale"], password_hash=kept["password_hash"])
        db.session.add(user)
        history.record(user, "register", by=by)
    _send_confirmation(user, kept)


def add_person(typed: Mapping[str, Any], *, by: Any) -> User:
    """A person whose address needs no proof: for demonstration data and commands. Raises Invalid."""
    require(by, "user.add", None)
    email, kept = _checked(typed)
    user = User(email=email, confirmed_at=now(), **kept)
    db.session.add(user)
    history.record(user, "add", by=by)
    db.session.flush()
    return user


def confirm_address(token: str, *, by: Any) -> User:
    """Use up the link of the letter: the address is theirs, the password is the one typed with this link. Raises Missing."""
    link = find_link("confirm", token)
    if link is None:
        raise Missing
    user = link.user
    require(by, "user.confirm", user)
    link.used_at = now()
    if user.confirmed_at is None:
        user.confirmed_at = now()
        user.name, user.password_hash, user.locale = (link.kept[part] for part in ("name", "password_hash", "locale"))
        history.record(user, "confirm", by=by)
    return user


def _checked(typed: Mapping[str, Any]) -> tuple[str, dict[str, str]]:
    read = Typed(typed)
    email, name, locale = read.email(), read.line("name", 60, required=True), read.locale()
    password = str(typed.get("password") or "")
    problem = passwords.problem_with(password, name, email)
    if problem:
        read.wrong("password", problem)
    read.done()
    return email, {"name": name, "locale": locale, "password_hash": passwords.hash_of_password(password)}


def _send_confirmation(user: User, kept: dict[str, str]) -> None:
    """A fresh link with what was typed; links sent before keep working, each with its own password, until one is used."""
    recent = select(MailLink.id).where(
        MailLink.user_id == user.id, MailLink.purpose == "confirm", MailLink.created_at > now() - timedelta(hours=1))
    if user.id is not None and len(list(db.session.scalars(recent.limit(MOST_LINKS_AN_HOUR)))) == MOST_LINKS_AN_HOUR:
        return
    seed = links.fresh_seed()
    db.session.add(MailLink(purpose="confirm", user=user, token_hash=hash_of(links.token_from(seed)), kept=kept,
                            expires_at=now() + CONFIRM_LASTS))
    owe(notices.confirm_address(user, seed, kept["locale"], kept["name"]))


def _tell_that_it_is_known(user: User) -> None:
    letter: Owed = notices.already_registered(user, f"{in_seoul(now()):%Y%m%d%H}")
    if db.session.scalar(select(Letter.id).where(Letter.purpose == letter.purpose)) is None:
        owe(letter)



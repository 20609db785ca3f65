"""Accounts: the doors are open to anyone, the links to whoever holds them, people to administrators."""

from sqlalchemy import select

from portal.accounts.models import Role
from portal.foundation.db import db
from tests.access.rows import row

NO_SUCH_LINK = {"token": "no-such-link"}


def a_role_of(user):
    return db.session.scalar(select(Role.id).where(Role.user_id == user.id))


ROWS = [
    row("home.language", "POST", everyone=302, data=lambda w: {"locale": "en", "next": "/calls"}),
    row("accounts.register", everyone=200),
    row("accounts.send_registration", "POST", everyone=422),
    row("accounts.registered", everyone=302),
    row("accounts.confirm", "GET", lambda w: NO_SUCH_LINK, everyone=404),
    row("accounts.send_confirmation", "POST", lambda w: NO_SUCH_LINK, everyone=404),
    row("accounts.sign_in", signed_in=302, nobody=200),
    row("accounts.send_sign_in", "POST", everyone=422),
    row("accounts.sign_out", "POST", everyone=302),
    row("accounts.reset", everyone=200),
    row("accounts.send_reset", "POST", everyone=422),
    row("accounts.reset_sent", everyone=302),
    row("accounts.set_password", "GET", lambda w: NO_SUCH_LINK, everyone=404),
    row("accounts.send_password", "POST", lambda w: NO_SUCH_LINK, everyone=404),
    row("accounts.me", signed_in=200),
    row("accounts.edit", "POST", signed_in=422),
    row("accounts.change_password", "POST", signed_in=422),
    row("accounts.end_sign_in", "POST", lambda w: {"sign_in_id": 999_999}),
    row("accounts.invitation", "GET", lambda w: NO_SUCH_LINK, everyone=404),
    row("accounts.accept_invitation", "POST", lambda w: NO_SUCH_LINK),
    row("accounts.admin", administrator=302),
    row("accounts.people", administrator=200),
    row("accounts.person", "GET", lambda w: {"user_id": w.stranger.id}, administrator=200),
    row("accounts.give_role", "POST", lambda w: {"user_id": w.stranger.id}, administrator=302,
        data=lambda w: {"role": f"officer:{w.department.id}"}),
    row("accounts.take_role", "POST", lambda w: {"user_id": w.officer.id, "role_id": a_role_of(w.officer)}, administrator=302),
    row("accounts.deactivate", "POST", lambda w: {"user_id": w.stranger.id}, administrator=302),
    row("accounts.reactivate", "POST", lambda w: {"user_id": w.stranger.id}, administrator=302),
]

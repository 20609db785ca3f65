"""`flask people …`: make someone an administrator by a one-time link, and list who is here."""

import click
from flask import current_app
from flask.cli import AppGroup

from portal.accounts import operations, queries
from portal.foundation.errors import Invalid
from portal.foundation.policy import SYSTEM
from portal.foundation.transactions import transaction

group = AppGroup("people", help="People and what they may do.")


@group.command()
@click.argument("email")
def admin(email: str) -> None:
    """Print a link by which the person with EMAIL becomes an administrator: works once, for 24 hours, only for that address."""
    try:
        with transaction():
            token = operations.invite_administrator(email, by=SYSTEM)
    except Invalid as invalid:
        raise SystemExit(str(invalid)) from invalid
    click.echo(f"{current_app.config['BASE_URL']}/invitations/{token}")


@group.command("list")
def list_people() -> None:
    """List everyone with their roles, the newest first."""
    with transaction(read_only=True):
        before = None
        while page := queries.people(viewer=SYSTEM, before=before):
            for user in page:
                state = "closed" if user.deactivated_at else "active" if user.confirmed_at else "unconfirmed"
                held = ", ".join(f"{role.name} of {role.on} {role.on_id}" for role in user.roles)
                click.echo(f"{user.id:6} {state:11} {user.email:40} {user.name}  {held}")
            before = page[-1].id

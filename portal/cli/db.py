"""`flask db …`: bring the database to the newest shape, and look at how it stands."""

import click
from alembic import command
from alembic.config import Config
from flask import current_app
from flask.cli import AppGroup

from config import ROOT

group = AppGroup("db", help="Bring the database to the newest shape.")


def alembic_config(url: str | None = None) -> Config:
    """Where the migrations are and which database they change."""
    config = Config()
    config.set_main_option("script_location", str(ROOT / "migrations"))
    config.attributes["url"] = url or current_app.config["SQLALCHEMY_DATABASE_URI"]
    return config


@group.command()
@click.argument("revision", default="head")
def upgrade(revision: str) -> None:
    """Apply every migration that is missing."""
    from pathlib import Path

    url: str = current_app.config["SQLALCHEMY_DATABASE_URI"]
    if url.startswith("sqlite:///"):
        Path(url.removeprefix("sqlite:///")).parent.mkdir(parents=True, exist_ok=True)
    command.upgrade(alembic_config(), revision)
    click.echo("The database is up to date.")


@group.command()
@click.argument("revision")
def downgrade(revision: str) -> None:
    """Go back to an older revision (or `base`)."""
    command.downgrade(alembic_config(), revision)


@group.command()
def check() -> None:
    """Say whether the models and the migrations agree."""
    command.check(alembic_config())


@group.command()
@click.argument("message")
def revision(message: str) -> None:
    """Write a new migration from the difference between models and database."""
    command.revision(alembic_config(), message=message, autogenerate=True)

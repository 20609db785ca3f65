"""`flask history …`: prove that the chain of what happened is whole."""

import sys

import click
from flask.cli import AppGroup

from portal.foundation import history

group = AppGroup("history", help="The sealed chain of what happened.")


@group.command()
def verify() -> None:
    """Check every entry from the first; exit 1 and name the entry where the chain is broken."""
    doubts = list(history.broken_links())
    for doubt in doubts:
        click.echo(doubt, err=True)
    if doubts:
        sys.exit(1)
    click.echo(f"The chain is whole: {history.length()} entries.")

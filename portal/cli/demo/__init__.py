"""`flask demo ...`: three programs around today, told by calling the stages' own operations as the people of the story."""

import sys

import click
from flask.cli import AppGroup

group = AppGroup("demo", help="The demonstration story.")


@group.command()
@click.option("--if-empty", is_flag=True, help="Do nothing, and say nothing, when there is a program already.")
def load(if_empty: bool) -> None:
    """Load three programs with their people, proposals, reviews and pilots, told so that today is in the middle of it."""
    from portal.cli.demo import loading

    if loading.is_told():
        if if_empty:
            return
        click.echo("There are programs in this database already, so the demonstration was not loaded: it would mix with them. "
                   "Point DATABASE_URL at an empty database to see it.", err=True)
        sys.exit(1)
    click.echo("Telling the demonstration story (a few seconds)")
    for line in loading.load():
        click.echo(line)


@group.command()
def signins() -> None:
    """Print who can sign in to the demonstration, and with which password."""
    from portal.cli.demo.cast import PASSWORD, SIGN_INS, read

    width = max(len(email) for _shown, email in SIGN_INS)
    for shown, email in SIGN_INS:
        click.echo(f"  {email:{width}}  {shown}")
    click.echo(f"  {read('words.json')['password']}: {PASSWORD}")

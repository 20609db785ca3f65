"""`flask programs …`: load a program with its call from a JSON file, publish it, say who runs it."""

import json
from pathlib import Path

import click
from flask.cli import AppGroup

from portal.accounts import queries as people
from portal.calls import operations, queries
from portal.calls.files import DefinitionError, read_program_file
from portal.foundation.policy import SYSTEM
from portal.foundation.transactions import transaction
from portal.programs import operations as appointing
from portal.programs.queries import find_program

group = AppGroup("programs", help="Programs and their calls, as data.")


@group.command()
@click.argument("files", nargs=-1, required=True, type=click.Path(exists=True, dir_okay=False, path_type=Path))
@click.option("--publish", is_flag=True, help="Publish the call at once.")
def load(files: tuple[Path, ...], publish: bool) -> None:
    """Load programs from JSON FILES; a file that is wrong changes nothing and says where."""
    for path in files:
        try:
            told = read_program_file(json.loads(path.read_text("utf-8")))
        except DefinitionError as error:
            for place, message in error.problems:
                click.echo(f"{path}: {place}: {message}", err=True)
            raise SystemExit(1) from error
        with transaction():
            call = operations.load_program(told, by=SYSTEM)
            if publish:
                operations.publish_call(call, by=SYSTEM)
        click.echo(f"{call.code} loaded{' and published' if publish else ''}.")


@group.command()
@click.argument("program_code")
@click.argument("email")
@click.argument("role", type=click.Choice(["manager", "approver"]))
def appoint(program_code: str, email: str, role: str) -> None:
    """Make the person with EMAIL a manager or an approver of a program."""
    with transaction():
        program, user = find_program(program_code), people.find_user_by_email(email)
        if program is None or user is None:
            raise SystemExit("No such program, or no one with that address.")
        appointing.appoint(program, user, role, by=SYSTEM)
    click.echo(f"{email} is now {role} of {program_code}.")


@group.command("list")
def list_calls() -> None:
    """List the published calls by phase."""
    for phase in queries.PHASES:
        for call in queries.calls_in_phase(phase, viewer=SYSTEM, limit=1000):
            click.echo(f"{phase:6} {call.code:16} {call.title['ko']}")

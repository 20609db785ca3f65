"""`flask jobs …`: run the clock that sends letters and turns the day, or send once by hand."""

import click
from flask import current_app
from flask.cli import AppGroup

from portal.jobs import letters, reading, turns, worker

group = AppGroup("jobs", help="What happens while nobody is looking.")


@group.command()
def work() -> None:
    """Run until stopped: letters every minute, the day's turn at midnight in Seoul."""
    worker.work(current_app._get_current_object())  # type: ignore[attr-defined]


@group.command("send-letters")
def send_letters() -> None:
    """Send every letter that is due now."""
    sent = 0
    while batch := letters.deliver():
        sent += batch
    click.echo(f"{sent} letters sent.")


@group.command("turn-the-day")
def turn_the_day() -> None:
    """Tell what became overdue, as the clock does at midnight in Seoul."""
    click.echo(f"{turns.turn_the_day()} overdue milestones told.")


@group.command()
def remind() -> None:
    """Remind companies of deadlines that come near, as the clock does every five minutes."""
    click.echo(f"{turns.remind()} reminders owed.")


@group.command("read-files")
def read_files() -> None:
    """Read the words of every file that was not read yet, as the clock does a few at a time."""
    done = 0
    while batch := reading.read_new_files():
        done += batch
    click.echo(f"{done} files read.")

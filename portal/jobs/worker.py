"""The clock behind the portal: a queue that may lose a task without loss, since what is owed stands in our own tables."""

import logging
from pathlib import Path
from typing import Any

from flask import Flask
from huey import Huey, PostgresHuey, SqliteHuey, crontab

from portal.foundation import outbox
from portal.jobs import letters, reading, turns

log = logging.getLogger("portal.jobs")


def queue_for(app: Flask) -> Huey:
    """The queue beside the database: a file of its own with SQLite, a table with PostgreSQL."""
    url: str = app.config["SQLALCHEMY_DATABASE_URI"]
    if url.startswith("postgresql"):
        return PostgresHuey("portal", dsn=url.replace("postgresql+psycopg://", "postgresql://"), utc=True)
    folder = Path(url.removeprefix("sqlite:///")).parent
    return SqliteHuey("portal", filename=str(folder / "jobs.db"), utc=True)


def schedule(app: Flask, queue: Huey) -> dict[str, Any]:
    """Hang every job on the clock; the tasks by name. Cron times are UTC: Seoul's midnight is 15:00."""

    @queue.task()
    def send_letters() -> int:
        with app.app_context():
            return letters.deliver()

    @queue.periodic_task(crontab(minute="*"))
    def every_minute() -> int:
        with app.app_context():
            return letters.deliver()

    @queue.periodic_task(crontab(minute="*"))
    def read_files() -> int:
        with app.app_context():
            return reading.read_new_files()

    @queue.periodic_task(crontab(hour="15", minute="0"))
    def at_midnight_in_seoul() -> int:
        with app.app_context():
            return turns.turn_the_day()

    @queue.periodic_task(crontab(minute="*/5"))
    def every_five_minutes() -> int:
        with app.app_context():
            return turns.remind()

    return {"send_letters": send_letters, "every_minute": every_minute, "every_five_minutes": every_five_minutes,
            "read_files": read_files, "at_midnight_in_seoul": at_midnight_in_seoul}


def wake_on_letters(app: Flask) -> None:
    """After each commit that owes letters, ask the clock to send them now. A deaf clock only means up to a minute's delay."""
    tasks: dict[str, Any] = {}

    def wake() -> None:
        try:
            if not tasks:
                tasks.update(schedule(app, queue_for(app)))
            tasks["send_letters"]()
        except Exception:
            log.warning("the clock could not be woken; the letters leave within a minute", exc_info=True)

    outbox.wakes.append(wake)


def work(app: Flask) -> None:
    """Run the clock until it is told to stop."""
    queue = queue_for(app)
    schedule(app, queue)
    with app.app_context():
        turns.turn_the_day()
        turns.remind()
    queue.create_consumer(workers=1, worker_type="thread", backoff=1.1, max_delay=2.0).run()

"""Commands for whoever runs the portal: the database, the demo story, programs, people, the history, the jobs."""

from importlib import import_module
from pkgutil import iter_modules

from flask import Flask
from flask.cli import AppGroup


def init_app(app: Flask) -> None:
    """Hang every `group` found in this folder under `flask`."""
    for module in sorted(iter_modules(__path__), key=lambda m: m.name):
        group = getattr(import_module(f"{__name__}.{module.name}"), "group", None)
        if isinstance(group, AppGroup):
            app.cli.add_command(group)

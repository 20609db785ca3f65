"""`flask docs …`: pages of docs/ that are written from the code."""

import click
from flask import current_app
from flask.cli import AppGroup

from config import ROOT
from portal.calls.drafts.reference import reference
from portal.foundation.i18n import force_locale

group = AppGroup("docs", help="Pages of docs/ that are written from the code.")
CALL_FILES = ROOT / "docs" / "call-files.md"


@group.command("call-files")
def call_files() -> None:
    """Write docs/call-files.md, the format of a call as a file."""
    CALL_FILES.write_text(call_files_page(), "utf-8")
    click.echo(f"{CALL_FILES} is written.")


def call_files_page() -> str:
    """What the page must say."""
    with current_app.test_request_context(), force_locale("en"):
        return reference()

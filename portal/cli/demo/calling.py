"""How programs and calls come into the story: a file is loaded, an approver publishes."""

from datetime import timedelta

from portal.calls import operations
from portal.calls.files import read_program_file
from portal.calls.models import Call
from portal.calls.queries import get_call
from portal.cli.demo.cast import read
from portal.cli.demo.telling import who


def program_is_loaded(file: str, shift: timedelta) -> None:
    """The administrator loads a program with its sites and the draft of its call, every date moved."""
    operations.load_program(read_program_file(read(f"programs/{file}.json"), shift=shift), by=who("admin"))


def call_is_published(code: str, approver: str) -> None:
    """A second person opens it to the public."""
    operations.publish_call(call_of(code, approver), by=who(approver))


def call_of(code: str, viewer: str) -> Call:
    """A call as somebody of the story sees it."""
    return get_call(code, viewer=who(viewer))

"""What addresses and hidden fields say, read without trust: a whole number, the version that was on the screen."""

from typing import Any

from flask import request
from werkzeug.routing import IntegerConverter, Map

NO_VERSION = -1
MOST_ROWS = 2**31 - 1


class RowNumber(IntegerConverter):
    """The number of a row in an address; one that the database could not even compare is no address of ours."""

    def __init__(self, url_map: Map, *args: Any, **given: Any) -> None:
        super().__init__(url_map, *args, **{"max": MOST_ROWS, **given})


def number_in(text: str) -> int | None:
    """A whole number of at most nine digits; None for anything else, since `int` alone would take "1_0" and other digits."""
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else None


def version_in(text: str | None) -> int:
    """The version a person looked at; for nothing or nonsense one that no row has, so that the move is refused as stale."""
    number = number_in(text or "")
    return NO_VERSION if number is None else number


def seen_version() -> int:
    """The version that was on the screen, from the hidden field `version` of this request's form."""
    return version_in(request.form.get("version"))

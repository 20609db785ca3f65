"""Where to go next: only ever to an address of this portal, whatever a link or a form asks for."""

import re

from flask import request

from portal.accounts.models import User
from portal.web.session import rooms_of

# One slash, then no second one; no backslash, space or control sign, which browsers would drop or turn into slashes.
LOCAL = re.compile(r"/(?![/\\])[^\s\\\x00-\x1f\x7f]{0,2000}")
FIRST_ROOMS = ("manage", "review", "partner", "admin", "apply")


def local(wanted: str | None, otherwise: str = "") -> str:
    """The address if it is a local path, else `otherwise`."""
    return wanted if wanted and LOCAL.fullmatch(wanted) else otherwise


def here() -> str:
    """The address being asked for, with its question, to come back to."""
    query = request.query_string.decode("ascii", "ignore")
    return local(f"{request.path}?{query}" if query else request.path, "/")


def first_page_of(user: User) -> str:
    """The room a person most likely came for."""
    mine = rooms_of(user)
    return "/" + next((room for room in FIRST_ROOMS if room in mine), "")

"""Two doors to the same pilot: the company's room and the city's, each with its own addresses and its own view."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import wraps
from typing import Any

from flask import Blueprint, url_for

pages = Blueprint("pilots", __name__)


@dataclass(frozen=True)
class Door:
    """A room, the side that enters by it, and the names of its pages: `show` is "pilots.show" or "pilots.manage"."""

    room: str
    side: str

    def endpoint(self, name: str) -> str:
        """The page's name without its blueprint."""
        if self.room == "apply":
            return name
        return "manage" if name == "show" else f"manage_{name}"

    def to(self, name: str, **values: Any) -> str:
        """The address of a page in this room."""
        return url_for(f"pilots.{self.endpoint(name)}", **values)

    @property
    def is_company(self) -> bool:
        return self.side == "company"


COMPANY, CITY = Door("apply", "company"), Door("manage", "city")
View = Callable[..., Any]


def in_both_rooms(rule: str, name: str, *methods: str) -> Callable[[View], View]:
    """Serve `view(door, ...)` at /apply/pilots... and /manage/pilots...; GET unless told otherwise."""
    def serve(view: View) -> View:
        for door in (COMPANY, CITY):
            address = f"/{door.room}/pilots{rule}"
            pages.add_url_rule(address, door.endpoint(name), _through(door, view), methods=methods or ["GET"])
        return view
    return serve


def _through(door: Door, view: View) -> View:
    @wraps(view)
    def enter(**values: Any) -> Any:
        return view(door, **values)
    return enter

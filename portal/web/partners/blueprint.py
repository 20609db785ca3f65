"""Where the pages of partners hang, and the two rooms from which offers are tended."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, url_for

pages = Blueprint("partners", __name__)
Page = str | Response | tuple[str, int]
View = Callable[..., Any]
TONES = {"proposed": "gray", "talking": "primary", "agreed": "success", "ended": "gray", "declined": "gray"}
PHASES = {"withdrawn": "gray", "unavailable": "gray", "coming": "information", "over": "gray", "full": "warning",
          "open": "success"}
PREFIXES = {"manage": "", "partner": "our_"}


def in_both_rooms(rule: str, name: str, *methods: str) -> Callable[[View], View]:
    """Serve `view(room, ...)` in the city's room and in the partner's; GET unless told otherwise."""
    def serve(view: View) -> View:
        for room, prefix in PREFIXES.items():
            pages.add_url_rule(f"/{room}{rule}", prefix + name, view, methods=methods or ["GET"], defaults={"room": room})
        return view
    return serve


@pages.app_template_global("in_room")
def in_room(room: str, name: str, **values: Any) -> str:
    """The address of a page that stands in both rooms, in this one."""
    return url_for(f"partners.{PREFIXES[room]}{name}", **values)

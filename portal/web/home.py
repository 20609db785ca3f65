"""The public front door: what can be applied to now, and how a pilot comes about."""

from flask import Blueprint, render_template

from portal.calls import queries
from portal.web.security import public
from portal.web.session import me

pages = Blueprint("home", __name__)


@pages.get("/")
@public
def index() -> str:
    """Open calls first, then what opens soon, then how it works."""
    calls = {phase: queries.calls_in_phase(phase, viewer=me(), limit=6) for phase in ("open", "soon")}
    return render_template("home/index.html", calls=calls)

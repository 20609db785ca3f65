"""The public front door: what can be applied to now, and how a pilot comes about."""

from flask import Blueprint, Response, redirect, render_template, request, session, url_for

from portal.accounts import operations
from portal.accounts.models import User
from portal.calls import queries
from portal.foundation.i18n import LOCALES
from portal.web.accounts.places import local
from portal.web.security import public
from portal.web.session import me

pages = Blueprint("home", __name__)


@pages.get("/")
@public
def index() -> str:
    """Open calls first, then what opens soon, then how it works."""
    calls = {phase: queries.calls_in_phase(phase, viewer=me(), limit=6) for phase in ("open", "soon")}
    return render_template("home/index.html", calls=calls)


@pages.post("/language")
@public
def language() -> Response:
    """Change the language of this browser and go back to where one was."""
    chosen = request.form.get("locale", "")
    if chosen in LOCALES:
        session["locale"] = chosen
        user = me()
        if isinstance(user, User):
            operations.choose_locale(user, chosen, by=user)
    return redirect(local(request.form.get("next"), url_for("home.index")))

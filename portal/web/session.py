"""Who is here and in which language: the signed-in person, and the rooms they have a key to."""

from flask import Flask, current_app, g, has_request_context, request, session
from flask_babel import Babel
from flask_login import LoginManager, current_user
from werkzeug.local import LocalProxy

from portal.accounts import queries
from portal.accounts.models import COMPANY_ROLES, Nobody, User
from portal.foundation.i18n import LOCALES
from portal.web import rooms

login = LoginManager()
login.anonymous_user = Nobody
login.session_protection = None
babel = Babel()

ROOMS = (
    ("apply", "company", COMPANY_ROLES),
    ("review", "call", ("reviewer",)),
    ("manage", "program", ("manager", "approver")),
    ("manage", "department", ("officer",)),
    ("partner", "partner", ("staff",)),
    ("admin", "portal", ("administrator",)),
)


def me() -> User | Nobody:
    """The person asking, or Nobody."""
    user = current_user
    return user._get_current_object() if isinstance(user, LocalProxy) else user


def rooms_of(user: User | Nobody) -> list[str]:
    """The rooms a person has a key to, in the order of the header; anyone signed in may apply."""
    found = ["apply"] if user.id is not None else []
    for room, on, names in ROOMS:
        if room not in found and user.ids(on, *names):
            found.append(room)
    return found


def room() -> str:
    """Which room this page stands in, by the first part of its address; what a partner's people may read of the city's desk
    stands in their own room."""
    first = request.path.strip("/").split("/")[0]
    if first not in ("apply", "review", "manage", "partner", "admin"):
        return "public"
    keys = rooms_of(me())
    return "partner" if first == "manage" and first not in keys and "partner" in keys else first


def reader_locale() -> str:
    """The language chosen by hand, else the person's own, else Korean first and the browser's wish."""
    if not has_request_context():
        return current_app.config["BABEL_DEFAULT_LOCALE"]
    chosen = session.get("locale") or getattr(me(), "locale", "")
    if chosen in LOCALES:
        return chosen
    return _browsers_wish()


def _browsers_wish() -> str:
    """The first of the browser's languages that is ours, by its main part; `best_match` would read "ko-KR, en" as English."""
    wishes = (tag.partition("-")[0].lower() for tag, quality in request.accept_languages if quality)
    return next((wish for wish in wishes if wish in LOCALES), "ko")


@login.user_loader
def load_user(token: str) -> User | None:
    return queries.find_signed_in(token)


def init_app(app: Flask) -> None:
    login.init_app(app)
    babel.init_app(app, locale_selector=reader_locale)
    app.context_processor(lambda: {
        "me": me(), "rooms": rooms_of(me()), "room": room(), "locale": reader_locale(),
        "room_pages": rooms.pages_of(room(), me()) if me().id is not None or room() == "public" else [],
        "demo": current_app.config["DEMO"], "official": current_app.config["OFFICIAL"],
        "contact": {"email": current_app.config["CONTACT_EMAIL"], "phone": current_app.config["CONTACT_PHONE"]},
    })


def forget() -> None:
    """Drop what this request knows of the person (after signing in or out)."""
    g.pop("_login_user", None)

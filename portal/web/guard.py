"""The door before every page: shut for whoever has not signed in, unless the page says that it is public."""

from flask import Flask, Response, request

from portal.web.accounts import ask_to_sign_in
from portal.web.security import is_public
from portal.web.session import me


def guard() -> Response | None:
    """No page without a sign-in, unless it is marked public. What was typed comes back after signing in."""
    if is_public(request.endpoint) or me().id is not None:
        return None
    return ask_to_sign_in()


def init_app(app: Flask) -> None:
    app.before_request(guard)

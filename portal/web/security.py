"""What protects every answer: CSRF, headers, rate limits, and a door that is shut unless a page says it is public."""

from collections.abc import Callable
from typing import TypeVar

from flask import Flask, Response, abort, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, headers_enabled=True)

POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
View = TypeVar("View", bound=Callable[..., object])


def public(view: View) -> View:
    """Mark a page that needs no sign-in; every page without this mark asks for one."""
    view.is_public = True  # type: ignore[attr-defined]
    return view


def is_public(endpoint: str | None) -> bool:
    """Whether an endpoint was marked; static files are, unknown addresses fall through to 404."""
    if endpoint is None or endpoint == "static":
        return True
    return bool(getattr(current_app.view_functions[endpoint], "is_public", False))


def init_app(app: Flask) -> None:
    app.before_request(keep_forms_small)
    app.before_request(know_no_nul)
    csrf.init_app(app)
    limiter.init_app(app)
    app.after_request(protect)


def keep_forms_small() -> None:
    """A form without files is text that people typed; werkzeug limits only forms with files."""
    if request.mimetype == "application/x-www-form-urlencoded":
        request.max_content_length = current_app.config["MAX_FORM_MEMORY_SIZE"]


def know_no_nul() -> None:
    """No address of ours has a NUL in it, and PostgreSQL would choke on one."""
    if "\0" in request.path:
        abort(404)


def protect(response: Response) -> Response:
    """The headers of every answer; pages are never kept by caches, files never run."""
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Referrer-Policy"] = "same-origin"
    response.headers["Cross-Origin-Opener-Policy"] = "same-origin"
    response.headers["Permissions-Policy"] = "camera=(), microphone=(), geolocation=()"
    if request.endpoint != "static":
        response.headers["Cache-Control"] = "no-store"
        response.vary.add("Cookie")
    if current_app.config["HTTPS"]:
        response.headers["Strict-Transport-Security"] = "max-age=31536000; includeSubDomains"
    return response

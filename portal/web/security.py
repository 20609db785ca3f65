"""What protects every answer: CSRF, headers, rate limits, and a door that is shut unless a page says it is public."""

import re
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from flask import Flask, Response, abort, current_app, request
from flask_limiter import Limiter
from flask_limiter.util import get_remote_address
from flask_wtf import CSRFProtect

csrf = CSRFProtect()
limiter = Limiter(get_remote_address, headers_enabled=True)

POLICY = (
    "default-src 'self'; img-src 'self' data:{tiles}; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
HOST = re.compile(r"[A-Za-z0-9.-]+(:\d+)?")
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
    host_of_tiles(app.config["MAP_TILES_URL"])  # a wrong setting is said when the portal starts, not on every page
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


def host_of_tiles(address: str) -> str:
    """The one other host from which a page may load pictures: the operator's map service, if one is set. Raises ValueError
    for an address whose host is not fixed."""
    if not address:
        return ""
    parts = urlsplit(address)
    if parts.scheme not in ("http", "https") or not HOST.fullmatch(parts.netloc):
        raise ValueError("MAP_TILES_URL must begin with https:// and one fixed host")
    return f" {parts.scheme}://{parts.netloc}"


def protect(response: Response) -> Response:
    """The headers of every answer; pages are never kept by caches, files never run."""
    policy = POLICY.format(tiles=host_of_tiles(current_app.config["MAP_TILES_URL"]))
    response.headers.setdefault("Content-Security-Policy", policy)
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

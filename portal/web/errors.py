"""Friendly pages for everything that can go wrong, each with a code the person can quote."""

import logging
import secrets
from collections.abc import Callable

from flask import Flask, Response, g, make_response, render_template, request
from flask_wtf.csrf import CSRFError
from werkzeug.exceptions import HTTPException

from portal.accounts.models import Nobody
from portal.foundation import transactions
from portal.foundation.errors import Problem, TooMany
from portal.foundation.i18n import _
from portal.web.accounts import resume_page

log = logging.getLogger("portal")

TITLES: dict[int, Callable[[], str]] = {
    400: lambda: _("We could not read that request"),
    403: lambda: _("You may not do this"),
    404: lambda: _("This page is not here"),
    405: lambda: _("This address cannot be used that way"),
    409: lambda: _("It could not be done just now"),
    413: lambda: _("That is too large"),
    415: lambda: _("We could not read that request"),
    422: lambda: _("Please check what you typed"),
    429: lambda: _("Too many tries"),
    500: lambda: _("Something went wrong on our side"),
    503: lambda: _("The service is busy"),
}
WORDS: dict[int, Callable[[], str]] = {
    400: lambda: _("Go back and try again. If it happens again, tell us the code below."),
    403: lambda: _("This belongs to someone with another role. If you think that is wrong, tell us the code below."),
    404: lambda: _("It may have moved, or it may not be yours to see. Check the address, or start from the first page."),
    405: lambda: _("Go back and try again. If it happens again, tell us the code below."),
    413: lambda: _("The most we can take at once is 64 MB. Nothing was changed."),
    429: lambda: _("Please wait a little and try again. Nothing was lost."),
    500: lambda: _("Nothing was changed. Please try again; if it happens again, tell us the code below."),
    503: lambda: _("Nothing was lost. Please try again in a few seconds."),
}


def page(status: int, words: object = "") -> Response:
    """The error page for a status, with a fresh code that also stands in the log."""
    code = secrets.token_hex(4).upper()
    log.info("refused %s %s %s %s", status, code, request.method, request.path)
    title = TITLES.get(status, TITLES[400])()
    words = words or WORDS.get(status, WORDS[400])()
    if request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json":
        return make_response({"title": title, "detail": str(words), "code": code}, status)
    return make_response(render_template("errors/show.html", title=title, words=words, code=code, status=status), status)


def on_problem(problem: Problem) -> Response:
    response = page(problem.status, problem.words)
    if isinstance(problem, TooMany):
        response.headers["Retry-After"] = str(problem.seconds)
    return response


def on_csrf(error: CSRFError) -> Response:
    return resume_page(_("This page had been open for too long, so it was not sent. What you typed is kept: send it again."))


def on_http(error: HTTPException) -> Response:
    if error.code is None or error.code < 400:
        return make_response(error.get_response())
    response = page(error.code)
    for name, value in error.get_headers():
        if name in ("Allow", "Retry-After"):
            response.headers[name] = value
    return response


def _forget_who() -> None:
    """Draw the page for nobody in particular: asking who it is would ask the database that has just failed."""
    g._login_user = Nobody()


def on_busy(error: transactions.DatabaseBusy) -> Response:
    transactions.rollback()
    _forget_who()
    log.warning("database not ready: %s", error.orig)
    response = page(503)
    response.headers["Retry-After"] = "5"
    return response


def on_crash(error: Exception) -> Response:
    transactions.rollback()
    _forget_who()
    log.exception("crash at %s %s", request.method, request.path)
    return page(500)


def init_app(app: Flask) -> None:
    app.register_error_handler(Problem, on_problem)
    app.register_error_handler(CSRFError, on_csrf)
    app.register_error_handler(HTTPException, on_http)
    app.register_error_handler(transactions.DatabaseBusy, on_busy)
    app.register_error_handler(Exception, on_crash)

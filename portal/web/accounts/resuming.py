"""Nothing typed is lost when a sign-in has run out: it waits in the sign-in form and is sent again only by the person."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask import Response, make_response, redirect, render_template, request, url_for

from portal.accounts.typed import printable
from portal.foundation.i18n import _
from portal.web.accounts.places import here, local
from portal.web.forms.accounts import SignInForm
from portal.web.security import is_public
from portal.web.session import me

PREFIX = "typed:"
ADDRESS = "typed_to"
FILES = "typed_files"
MOST_FIELDS = 1500
MOST_BYTES = 2 * 1024 * 1024
HIDDEN = ("version", "next", "locale")  # sent again, but not worth reading


@dataclass(frozen=True)
class Kept:
    """What somebody sent to an address before they were asked to sign in."""

    to: str
    fields: tuple[tuple[str, str], ...] = ()
    had_files: bool = False
    is_too_large: bool = False

    @property
    def shown(self) -> list[tuple[str, str]]:
        """What the person wrote, without empty and technical fields."""
        return [(name, value) for name, value in self.fields if value.strip() and name not in HIDDEN]


def bounded(to: str, pairs: Iterable[tuple[str, str]], had_files: bool) -> Kept:
    """The fields that may be carried: no tokens, no passwords; all of them or, beyond 2 MB or 1,500 fields, none."""
    kept = tuple((name, printable(value)) for name, value in pairs if name != "csrf_token" and not _is_secret(name))
    size = sum(len(name.encode("utf-8", "replace")) + len(value.encode()) for name, value in kept)
    if len(kept) > MOST_FIELDS or size > MOST_BYTES:
        return Kept(to, (), had_files, is_too_large=True)
    return Kept(to, tuple((printable(name), value) for name, value in kept), had_files)


def _is_secret(name: str) -> bool:
    return "password" in name.lower() or name == "current"


def of_this_request() -> Kept:
    """What was just sent here and could not be taken."""
    has_files = any(file.filename for file in request.files.values())
    return bounded(here(), request.form.items(multi=True), has_files)


def of_the_sign_in_form() -> Kept | None:
    """What the sign-in form carries along, if anything."""
    to = local(request.form.get(ADDRESS))
    if not to:
        return None
    pairs = [(name.removeprefix(PREFIX), value) for name, value in request.form.items(multi=True) if name.startswith(PREFIX)]
    return bounded(to, pairs, bool(request.form.get(FILES)))


def ask_to_sign_in() -> Response:
    """For the guard: GET goes to sign in and comes back; what was typed in a POST is carried along (status 401)."""
    if request.headers.get("HX-Request") or _wants_json():
        return _short(401, _("Sign in first."))
    if request.method in ("GET", "HEAD"):
        return redirect(url_for("accounts.sign_in", next=here()))
    return sign_in_page(_signed_out(), of_this_request())


def resume_page(words: object) -> Response:
    """For a form whose token no longer fits: show what was typed, to be sent again with a fresh one (status 400)."""
    is_open = me().id is not None or is_public(request.endpoint)
    if request.headers.get("HX-Request") or _wants_json():
        return _short(400 if is_open else 401, words)
    if request.endpoint == "accounts.send_sign_in":
        return sign_in_page(_("This page had been open for too long. Please sign in once more."), of_the_sign_in_form(), 400)
    if not is_open:
        return sign_in_page(_signed_out(), of_this_request())
    return make_response(render_template("accounts/resume.html", kept=of_this_request(), words=words), 400)


def sign_in_page(words: object, kept: Kept | None, status: int = 401, form: SignInForm | None = None) -> Response:
    """The sign-in form, with what waits to be sent."""
    form = form or SignInForm(formdata=None)
    return make_response(render_template("accounts/sign_in.html", form=form, words=words, kept=kept), status)


def _signed_out() -> str:
    return _("You have been signed out. What you typed is kept: sign in, and you can send it again.")


def _wants_json() -> bool:
    return request.is_json or request.accept_mimetypes.best_match(["text/html", "application/json"]) == "application/json"


def _short(status: int, words: object) -> Response:
    if _wants_json():
        return make_response({"title": str(words)}, status)
    return make_response(str(words), status, {"Content-Type": "text/plain; charset=utf-8"})

"""Signing in, with whatever waits to be sent again, and signing out."""

from flask import Response, current_app, flash, make_response, redirect, render_template, request, session, url_for
from flask.globals import g
from flask_login import login_user

from portal.accounts import operations
from portal.accounts.models import User
from portal.foundation.errors import Refused, TooMany
from portal.foundation.i18n import _
from portal.web.accounts.blueprint import Page, pages
from portal.web.accounts.devices import device_of
from portal.web.accounts.places import first_page_of, local
from portal.web.accounts.resuming import Kept, of_the_sign_in_form, sign_in_page
from portal.web.forms.accounts import SignInForm
from portal.web.security import public
from portal.web.session import forget, me


@pages.get("/sign-in", endpoint="sign_in")
@public
def show_sign_in() -> Page | Response:
    """The form; `?next=` is where to go afterwards."""
    wanted = local(request.args.get("next"))
    user = me()
    if isinstance(user, User):
        return redirect(wanted or first_page_of(user))
    return render_template("accounts/sign_in.html", form=SignInForm(formdata=None, next=wanted), words=None, kept=None)


@pages.post("/sign-in", endpoint="send_sign_in")
@public
def sign_in() -> Response:
    """Sign in; then go on, or show what waits to be sent again."""
    form, kept = SignInForm(), of_the_sign_in_form()
    if not form.validate_on_submit():
        return sign_in_page(None, kept, 422, form)
    try:
        user = operations.sign_in(
            form.email.data, form.password.data, by=me(), address=request.remote_addr or "",
            device=device_of(request.headers.get("User-Agent", "")), lasts=current_app.config["SIGN_IN_LASTS"])
    except TooMany as too_many:
        answer = sign_in_page(too_many.words, kept, too_many.status, form)
        answer.headers["Retry-After"] = str(too_many.seconds)
        return answer
    except Refused as refusal:
        return sign_in_page(refusal.words, kept, 422, form)
    return _welcome(user, kept, local(form.next.data))


def _welcome(user: User, kept: Kept | None, wanted: str) -> Response:
    begin_session(user)
    if kept is not None:
        words = _("You are signed in again. Look at what you typed and send it once more; nothing has been sent yet.")
        return make_response(render_template("accounts/resume.html", kept=kept, words=words))
    return redirect(wanted or first_page_of(user))


def begin_session(user: User) -> None:
    """A new session for a sign-in: nothing of the old one stays but the language chosen by hand."""
    empty_session()
    login_user(user)
    session.permanent = True


def empty_session() -> None:
    """Forget everything of this browser but its language; forms get a fresh token."""
    chosen = session.get("locale")
    session.clear()
    g.pop("csrf_token", None)
    forget()
    if chosen:
        session["locale"] = chosen


@pages.post("/sign-out")
@public
def sign_out() -> Response:
    """End this sign-in, here and on the server."""
    user = me()
    if isinstance(user, User):
        operations.sign_out(user.sign_in_token, by=user)
        empty_session()
        flash(_("You have signed out."))
    return redirect(url_for("home.index"))

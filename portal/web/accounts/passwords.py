"""A forgotten password: ask for a letter, follow its link, set a new one."""

from flask import Response, flash, redirect, render_template, request, session, url_for

from portal.accounts import operations, queries
from portal.accounts.typed import tidy_email
from portal.foundation.errors import Missing
from portal.foundation.i18n import _
from portal.web.accounts.blueprint import Page, pages
from portal.web.accounts.registering import letter_sent, link_gone
from portal.web.accounts.signing import empty_session
from portal.web.forms.accounts import NewPasswordForm, ResetForm
from portal.web.security import limiter, public
from portal.web.session import me


@pages.get("/reset", endpoint="reset")
@public
def show_reset() -> Page:
    """Where to send the letter."""
    return render_template("accounts/reset.html", form=ResetForm(formdata=None))


@pages.post("/reset", endpoint="send_reset")
@public
@limiter.limit("30 per hour")
def reset() -> Page | Response:
    """Send a letter if there is an account; the answer does not say."""
    form = ResetForm()
    with form.telling():
        if form.validate_on_submit():
            operations.ask_for_reset(form.email.data, by=me(), address=request.remote_addr or "")
            session["letter_to"] = tidy_email(form.email.data)
            return redirect(url_for(".reset_sent"))
    return render_template("accounts/reset.html", form=form), 422


@pages.get("/reset/sent")
@public
def reset_sent() -> Page | Response:
    """A letter is on its way, if there is an account."""
    return letter_sent("accounts/reset_sent.html")


@pages.get("/reset/<token>", endpoint="set_password")
@public
def show_set_password(token: str) -> Page:
    """The form for a new password."""
    if queries.find_link("reset", token) is None:
        return link_gone()
    return render_template("accounts/set_password.html", form=NewPasswordForm(formdata=None), token_of_link=token)


@pages.post("/reset/<token>", endpoint="send_password")
@public
def set_password(token: str) -> Page | Response:
    """Set the new password; everywhere else one is signed out."""
    form = NewPasswordForm()
    if queries.find_link("reset", token) is None:
        return link_gone()
    with form.telling():
        if form.validate_on_submit():
            try:
                operations.reset_password(token, form.password.data, by=me())
            except Missing:
                return link_gone()
            empty_session()
            flash(_("Your new password is set. Sign in with it."))
            return redirect(url_for(".sign_in"))
    return render_template("accounts/set_password.html", form=form, token_of_link=token), 422

"""Registering, and the link in the letter: a GET only shows a button, because mail scanners open every link."""

from flask import Response, current_app, flash, redirect, render_template, request, session, url_for

from portal.accounts import operations, queries
from portal.accounts.typed import tidy_email
from portal.foundation.errors import Missing
from portal.foundation.i18n import _, locale
from portal.web.accounts.blueprint import Page, pages
from portal.web.accounts.places import local
from portal.web.forms.accounts import RegisterForm
from portal.web.forms.telling import TellingForm
from portal.web.security import limiter, public
from portal.web.session import me


@pages.get("/register", endpoint="register")
@public
def show_register() -> Page:
    """The form; `?next=` is where to go after the first sign-in."""
    form = RegisterForm(formdata=None, next=local(request.args.get("next")), locale=locale())
    return render_template("accounts/register.html", form=form)


@pages.post("/register", endpoint="send_registration")
@public
@limiter.limit("30 per hour")
def register() -> Page | Response:
    """Register; known and unknown addresses get the same answer, and a letter."""
    form = RegisterForm()
    with form.telling():
        if form.validate_on_submit():
            operations.register(form.data, by=me())
            session["letter_to"] = tidy_email(form.email.data)
            session["next"] = local(form.next.data)
            return redirect(url_for(".registered"))
    return render_template("accounts/register.html", form=form), 422


@pages.get("/register/sent")
@public
def registered() -> Page | Response:
    """A letter is on its way."""
    return letter_sent("accounts/registered.html")


def letter_sent(template: str) -> Page | Response:
    """The page that says to look into the mailbox; where no mail server is set, also where the letter is."""
    address = session.get("letter_to")
    if not address:
        return redirect(url_for(".sign_in"))
    return render_template(template, address=address, is_printed=not current_app.config["SMTP_URL"])


@pages.get("/confirm/<token>", endpoint="confirm")
@public
def show_confirm(token: str) -> Page:
    """The button that confirms the address."""
    link = queries.find_link("confirm", token)
    if link is None:
        return link_gone()
    return render_template("accounts/confirm.html", email=link.user.email, token=token)


@pages.post("/confirm/<token>", endpoint="send_confirmation")
@public
def confirm(token: str) -> Page | Response:
    """Use the link up."""
    form = TellingForm()
    try:
        if not form.validate_on_submit():
            return show_confirm(token)
        operations.confirm_address(token, by=me())
    except Missing:
        return link_gone()
    flash(_("Your address is confirmed. You can sign in now."))
    session.pop("letter_to", None)
    return redirect(url_for(".sign_in", next=session.pop("next", "") or None))


def link_gone() -> tuple[str, int]:
    """A link that was used, ran out, or never was: one answer, and what to do."""
    return render_template("accounts/link_gone.html"), 404

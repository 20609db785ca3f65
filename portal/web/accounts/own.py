"""One's own account: name, phone and language, the password, and where one is signed in."""

from flask import Response, flash, redirect, render_template, session, url_for

from portal.accounts import operations, queries
from portal.foundation.i18n import _
from portal.foundation.tokens import hash_of
from portal.web.accounts.blueprint import Page, pages
from portal.web.forms.accounts import ChangePasswordForm, ProfileForm
from portal.web.session import me


def _page(profile: ProfileForm | None = None, password: ChangePasswordForm | None = None) -> str:
    user = me()
    return render_template(
        "accounts/me.html", sent=profile or password, sign_ins=queries.sign_ins_of(user), companies=queries.companies_of(user),
        profile=profile or ProfileForm(formdata=None, obj=user), password=password or ChangePasswordForm(formdata=None),
        this_one=hash_of(user.sign_in_token))


@pages.get("/account", endpoint="me")
def show() -> Page:
    """Everything about oneself."""
    return _page()


@pages.post("/account")
def edit() -> Page | Response:
    """Change name, phone and language."""
    form = ProfileForm()
    with form.telling():
        if form.validate_on_submit():
            operations.edit_account(me(), form.data, by=me())
            session.pop("locale", None)
            flash(_("Saved."))
            return redirect(url_for(".me"))
    return _page(profile=form), 422


@pages.post("/account/password")
def change_password() -> Page | Response:
    """Set a new password; one's other sign-ins end."""
    form = ChangePasswordForm()
    with form.telling():
        if form.validate_on_submit():
            operations.change_password(me(), form.current.data, form.password.data, by=me())
            flash(_("Your password is changed. Everywhere else you have been signed out."))
            return redirect(url_for(".me"))
    return _page(password=form), 422


@pages.post("/account/sign-ins/<int:sign_in_id>/end")
def end_sign_in(sign_in_id: int) -> Response:
    """End one of one's sign-ins."""
    operations.end_sign_in(queries.get_sign_in(sign_in_id, viewer=me()), by=me())
    flash(_("That sign-in has ended."))
    return redirect(url_for(".me"))

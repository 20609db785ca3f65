"""Who runs which program: the administrator's page."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from portal.accounts import queries as people
from portal.foundation.errors import Invalid
from portal.foundation.i18n import _
from portal.programs import operations, queries
from portal.web.session import me

pages = Blueprint("programs", __name__, url_prefix="/admin/programs")


def _page(errors: dict[str, list[str]] | None = None, typed: dict[str, str] | None = None) -> str:
    programs = queries.programs_administered(me())
    return render_template("programs/index.html", programs=programs, errors=errors or {}, typed=typed or {})


@pages.get("")
def index() -> str:
    """Every program with its managers and approvers."""
    return _page()


@pages.post("/<code>/appoint")
def appoint(code: str) -> Response | tuple[str, int]:
    """Give someone a role on a program; they must have registered first."""
    program = queries.get_program(code, viewer=me())
    email, role = request.form.get("email", "").strip().lower()[:200], request.form.get("role", "")
    user = people.find_user_by_email(email)
    typed = {"code": code, "email": email, "role": role}
    if user is None:
        return _page({"email": [_("Nobody has registered with this address yet. Ask them to register first.")]}, typed), 422
    try:
        operations.appoint(program, user, role, by=me())
    except Invalid as invalid:
        return _page({name: [str(m) for m in messages] for name, messages in invalid.fields.items()}, typed), 422
    flash(_("Appointed. The role works from their next page on."))
    return redirect(url_for(".index"))


@pages.post("/<code>/release/<int:user_id>/<role>")
def release(code: str, user_id: int, role: str) -> Response:
    """Take a role back."""
    program = queries.get_program(code, viewer=me())
    operations.release(program, people.get_person(user_id, viewer=me()), role, by=me())
    flash(_("The role was taken back."))
    return redirect(url_for(".index"))

"""Programs and who runs them: set up, edited, appointed to by an administrator."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from portal.accounts import queries as people
from portal.foundation.errors import Invalid, Missing, Stale
from portal.foundation.i18n import _
from portal.foundation.policy import may
from portal.programs import operations, queries
from portal.programs.models import Program
from portal.web.forms.cities import NewProgramForm, ProgramForm
from portal.web.session import me

pages = Blueprint("programs", __name__, url_prefix="/admin/programs")
Page = str | Response | tuple[str, int]


def _page(errors: dict[str, list[str]] | None = None, typed: dict[str, str] | None = None) -> str:
    programs = queries.programs_administered(me())
    return render_template("programs/index.html", programs=programs, errors=errors or {}, typed=typed or {},
                           departments=people.departments())


@pages.get("")
def index() -> str:
    """Every program with its managers and approvers."""
    return _page()


@pages.route("/new", methods=["GET", "POST"])
def new() -> Page:
    """A new program."""
    if not may(me(), "program.create", None):
        raise Missing
    departments = people.departments()
    form, status = NewProgramForm().offer(departments), 200
    with form.telling():
        if form.is_submitted():
            status = 422
            if form.validate():
                operations.create_program(form.data, departments, by=me())
                flash(_("The program is here. Now appoint its manager."))
                return redirect(url_for(".index"))
    return render_template("programs/edit.html", form=form, program=None, refusal=None), status


@pages.route("/<code>/edit", methods=["GET", "POST"])
def edit(code: str) -> Page:
    """Change a program; its code stays."""
    program = queries.get_program(code, viewer=me())
    departments = [each for each in people.departments() if each.municipality_id == program.municipality_id]
    form, status, refusal = ProgramForm(data=_kept(program)).offer(departments), 200, None
    if form.is_submitted():
        try:
            form.validate()
            operations.edit_program(program, form.data, departments, by=me(), seen=form.seen)
        except Invalid as invalid:
            form.take(invalid)
            status = 422
        except Stale as stale:
            form.version.data, status, refusal = str(program.version), 409, stale.words
        else:
            flash(_("Saved."))
            return redirect(url_for(".index"))
    return render_template("programs/edit.html", form=form, program=program, refusal=refusal), status


def _kept(program: Program) -> dict[str, object]:
    return {"title_ko": program.title.get("ko"), "title_en": program.title.get("en"), "department": str(program.department_id),
            "operator_ko": program.operator.get("ko"), "operator_en": program.operator.get("en"), "intake": program.intake,
            "version": program.version}


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

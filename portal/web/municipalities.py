"""Municipalities and their departments, set up by an administrator without a developer."""

from flask import Blueprint, Response, flash, redirect, render_template, url_for

from portal.accounts import operations, queries
from portal.accounts.models import Department, Municipality
from portal.foundation.errors import Invalid, Missing, Stale
from portal.foundation.i18n import _
from portal.foundation.policy import may
from portal.web.forms.cities import MunicipalityForm, NameForm
from portal.web.session import me

pages = Blueprint("municipalities", __name__, url_prefix="/admin/municipalities")
Page = str | Response | tuple[str, int]


@pages.get("")
def index() -> Page:
    """Every municipality with its departments, and what to do first."""
    return render_template("municipalities/index.html", cities=queries.municipalities_administered(viewer=me()))


@pages.route("/new", methods=["GET", "POST"])
def new() -> Page:
    """A new municipality."""
    _for_administrators()
    form, status = MunicipalityForm(), 200
    with form.telling():
        if form.is_submitted():
            status = 422
            if form.validate():
                city = operations.create_municipality(form.data, by=me())
                flash(_("The municipality is here. Now add its departments."))
                return redirect(url_for(".show", code=city.code))
    return render_template("municipalities/new.html", form=form), status


@pages.get("/<code>")
def show(code: str) -> Page:
    """Its names and its departments."""
    return _page(queries.get_municipality(code, viewer=me()))


@pages.post("/<code>")
def update(code: str) -> Page:
    """Rename it."""
    city, form = queries.get_municipality(code, viewer=me()), NameForm()
    try:
        form.validate()
        operations.edit_municipality(city, form.data, by=me(), seen=form.seen)
    except Invalid as invalid:
        form.take(invalid)
        return _page(city, naming=form), 422
    except Stale as stale:
        form.version.data = str(city.version)
        return _page(city, naming=form, refusal=stale.words), 409
    flash(_("Saved."))
    return redirect(url_for(".show", code=code))


@pages.post("/<code>/departments")
def add_department(code: str) -> Page:
    """Add a department."""
    city, form = queries.get_municipality(code, viewer=me()), NameForm(prefix="new-")
    try:
        form.validate()
        operations.add_department(city, form.data, by=me())
    except Invalid as invalid:
        form.take(invalid)
        return _page(city, adding=form), 422
    flash(_("The department was added."))
    return redirect(url_for(".show", code=code))


@pages.route("/<code>/departments/<int:department_id>", methods=["GET", "POST"])
def department(code: str, department_id: int) -> Page:
    """Rename a department."""
    city = queries.get_municipality(code, viewer=me())
    unit = _unit_of(city, department_id)
    form, status, refusal = _names_of(unit), 200, None
    if form.is_submitted():
        try:
            form.validate()
            operations.edit_department(unit, form.data, by=me(), seen=form.seen)
        except Invalid as invalid:
            form.take(invalid)
            status = 422
        except Stale as stale:
            form.version.data, status, refusal = str(unit.version), 409, stale.words
        else:
            flash(_("Saved."))
            return redirect(url_for(".show", code=code))
    return render_template("municipalities/department.html", city=city, unit=unit, form=form, refusal=refusal), status


def _unit_of(city: Municipality, department_id: int) -> Department:
    unit = next((each for each in queries.departments_of(city) if each.id == department_id), None)
    if unit is None:
        raise Missing
    return unit


def _names_of(row: Municipality | Department, **kept: object) -> NameForm:
    return NameForm(data={"name_ko": row.name.get("ko"), "name_en": row.name.get("en"), "version": row.version}, **kept)


def _page(city: Municipality, *, naming: NameForm | None = None, adding: NameForm | None = None, refusal: object = None) -> str:
    return render_template(
        "municipalities/show.html", city=city, departments=queries.departments_of(city), refusal=refusal,
        naming=naming or _names_of(city, formdata=None), adding=adding or NameForm(formdata=None, prefix="new-"))


def _for_administrators() -> None:
    """Who may not set one up need not know of the page."""
    if not may(me(), "municipality.create", None):
        raise Missing

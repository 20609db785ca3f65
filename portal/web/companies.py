"""A company's file and its people: register, show, change; invite, withdraw, make an owner, remove, leave."""

from collections.abc import Callable

from flask import Blueprint, Response, flash, redirect, render_template, url_for

from portal.accounts import operations, queries, registration_number
from portal.accounts.checks import obstacle_to_parting
from portal.accounts.models import Company, User
from portal.foundation.errors import Missing, Refused, Stale
from portal.foundation.i18n import _
from portal.foundation.policy import may, require
from portal.web.forms.companies import CompanyForm, InviteForm, NewCompanyForm
from portal.web.session import me

pages = Blueprint("companies", __name__, url_prefix="/apply/company")
pages.add_app_template_filter(registration_number.written, "brn")

Page = str | Response | tuple[str, int]


@pages.get("")
def index() -> Page:
    """The companies one acts for."""
    return render_template("companies/index.html", companies=queries.companies_of(me()))


@pages.get("/new")
def new() -> Page:
    """The form for a company that is not here yet."""
    return render_template("companies/new.html", form=NewCompanyForm(formdata=None))


@pages.post("/new")
def create() -> Page:
    """Register it; one becomes its owner."""
    form = NewCompanyForm()
    with form.telling():
        if form.validate_on_submit():
            company = operations.create_company(form.data, by=me())
            flash(_("The company is registered. You are its owner."))
            return redirect(url_for(".show", company_id=company.id))
    return render_template("companies/new.html", form=form), 422


@pages.get("/<int:company_id>")
def show(company_id: int) -> Page:
    """The company's file."""
    company = queries.get_company(company_id, viewer=me())
    return render_template("companies/show.html", company=company, may_edit=may(me(), "company.edit", company))


@pages.get("/<int:company_id>/edit")
def edit(company_id: int) -> Page:
    """The form to change the file, for owners."""
    company = _of_an_owner(company_id)
    return render_template("companies/edit.html", company=company, form=CompanyForm(formdata=None, obj=company))


@pages.post("/<int:company_id>/edit")
def update(company_id: int) -> Page:
    """Change the file."""
    company, form, status, words = _of_an_owner(company_id), CompanyForm(), 422, None
    with form.telling():
        if form.validate_on_submit():
            try:
                operations.edit_company(company, form.data, by=me(), seen=form.seen)
            except Stale as stale:
                status, words = 409, stale.words
                form.version.data = str(company.version)
            else:
                flash(_("Saved."))
                return redirect(url_for(".show", company_id=company.id))
    return render_template("companies/edit.html", company=company, form=form, words=words), status


@pages.get("/<int:company_id>/members")
def members(company_id: int) -> Page:
    """Who acts for the company, who is invited, and the form to invite."""
    return _members(queries.get_company(company_id, viewer=me()))


@pages.post("/<int:company_id>/invitations")
def invite(company_id: int) -> Page:
    """Invite someone by letter."""
    company, form = _of_an_owner(company_id), InviteForm()
    with form.telling():
        if form.validate_on_submit():
            operations.invite_to_company(company, form.email.data, form.role.data, by=me())
            flash(_("The invitation is on its way."))
            return redirect(url_for(".members", company_id=company.id))
    return _members(company, form=form), 422


@pages.post("/<int:company_id>/invitations/<int:invitation_id>/withdraw")
def withdraw_invitation(company_id: int, invitation_id: int) -> Page:
    """Take an invitation back."""
    company = _of_an_owner(company_id)
    operations.withdraw_company_invitation(company, invitation_id, by=me())
    flash(_("The invitation was withdrawn; its link no longer works."))
    return redirect(url_for(".members", company_id=company.id))


@pages.post("/<int:company_id>/members/<int:user_id>/make_owner")
def make_owner(company_id: int, user_id: int) -> Page:
    """Let a member own the company too."""
    return _change(company_id, user_id, operations.make_owner, _("They own the company too now."))


@pages.post("/<int:company_id>/members/<int:user_id>/let_submit")
def let_submit(company_id: int, user_id: int) -> Page:
    """Approve that a writer also submits."""
    return _change(company_id, user_id, operations.let_submit, _("They may submit for the company now."))


@pages.post("/<int:company_id>/members/<int:user_id>/let_only_write")
def let_only_write(company_id: int, user_id: int) -> Page:
    """A member writes on but submits no longer."""
    return _change(company_id, user_id, operations.let_only_write, _("They write for the company and no longer submit."))


@pages.post("/<int:company_id>/members/<int:user_id>/remove")
def remove_member(company_id: int, user_id: int) -> Page:
    """Someone acts for the company no longer."""
    return _change(company_id, user_id, operations.remove_member, _("They act for the company no longer."))


@pages.post("/<int:company_id>/leave")
def leave(company_id: int) -> Page:
    """Stop acting for the company."""
    company = queries.get_company(company_id, viewer=me())
    try:
        operations.leave_company(company, by=me())
    except Refused as refusal:
        return _members(company, words=refusal.words), 409
    flash(_("You have left the company."))
    return redirect(url_for(".index"))


def _change(company_id: int, user_id: int, act: Callable[..., None], words: str) -> Page:
    """Something an owner does to one person of the company."""
    company = _of_an_owner(company_id)
    try:
        act(company, _member(company, user_id), by=me())
    except Refused as refusal:
        return _members(company, words=refusal.words), 409
    flash(words)
    return redirect(url_for(".members", company_id=company.id))


def _members(company: Company, form: InviteForm | None = None, words: object = None) -> str:
    people = queries.members_of(company)
    owners = sum(role.name == "owner" for _user, role in people)
    is_owner = may(me(), "company.invite", company)
    waiting = queries.open_invitations_to("company", company.id) if is_owner else []
    obstacle = obstacle_to_parting(company, me(), owners)
    return render_template("companies/members.html", company=company, people=people, waiting=waiting, is_owner=is_owner,
                           obstacle=obstacle, words=words, form=form or InviteForm(formdata=None))


def _of_an_owner(company_id: int) -> Company:
    company = queries.get_company(company_id, viewer=me())
    require(me(), "company.edit", company)
    return company


def _member(company: Company, user_id: int) -> User:
    return next((user for user, _role in queries.members_of(company) if user.id == user_id), None) or _missing()


def _missing() -> User:
    raise Missing

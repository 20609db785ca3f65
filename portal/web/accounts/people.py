"""People, for administrators: who there is, who may administer or acts for a department, whose account is closed."""

from flask import Response, flash, redirect, render_template, request, url_for

from portal.accounts import operations, queries
from portal.accounts.models import COMPANY_ROLES, User
from portal.accounts.typed import printable
from portal.foundation.errors import Missing
from portal.foundation.i18n import _
from portal.foundation.policy import may
from portal.web.accounts.blueprint import Page, pages
from portal.web.forms.accounts import RoleForm
from portal.web.reading import number_in
from portal.web.session import me

AT = "/admin/people/<int:user_id>"


@pages.get("/admin", endpoint="admin")
def first_page() -> Response:
    """The room's first page is the list of people."""
    if not may(me(), "role.give", None):
        raise Missing
    return redirect(url_for(".people"))


@pages.get("/admin/people")
def people() -> Page:
    """People with their roles, the newest first; `?words=` looks in name and address, `?before=` is the last one seen."""
    words = printable(request.args.get("words", "")).strip()[:100]
    found = queries.people(viewer=me(), before=number_in(request.args.get("before", "")), words=words, limit=queries.PAGE + 1)
    shown = found[:queries.PAGE]
    return render_template("accounts/people.html", people=shown, words=words, more=len(found) > queries.PAGE,
                           is_first=not request.args.get("before"), **_names(shown))


@pages.get(AT)
def person(user_id: int) -> Page:
    """One person: roles to give and to take, and closing the account."""
    return _page(_found(user_id), RoleForm(formdata=None))


@pages.post(f"{AT}/roles")
def give_role(user_id: int) -> Page | Response:
    """Make someone an administrator, or an officer of a department."""
    user, form = _found(user_id), RoleForm()
    kind, _colon, number = str(form.role.data or "").partition(":")
    department_id = number_in(number)
    if form.validate_on_submit() and kind == "administrator":
        operations.give_role(user, "administrator", "portal", 0, by=me())
    elif kind == "officer" and department_id is not None and queries.find_department(department_id):
        operations.give_role(user, "officer", "department", department_id, by=me())
    else:
        form.role.errors = [_("Choose a role from the list.")]
        return _page(user, form), 422
    flash(_("The role was given. It works from their next page on."))
    return redirect(url_for(".person", user_id=user.id))


@pages.post(f"{AT}/roles/<int:role_id>/take")
def take_role(user_id: int, role_id: int) -> Response:
    """Take a role that was given on these pages back."""
    user = _found(user_id)
    role = next((one for one in user.roles if one.id == role_id and one.on in ("portal", "department")), None)
    if role is None:
        raise Missing
    operations.take_role(user, role.name, role.on, role.on_id, by=me())
    flash(_("The role was taken back."))
    return redirect(url_for(".person", user_id=user.id) if may(me(), "role.give", None) else url_for("home.index"))


@pages.post(f"{AT}/deactivate")
def deactivate(user_id: int) -> Response:
    """Close the account."""
    user = _found(user_id)
    operations.deactivate_person(user, by=me())
    flash(_("The account is closed; every sign-in has ended."))
    return redirect(url_for(".person", user_id=user.id))


@pages.post(f"{AT}/reactivate")
def reactivate(user_id: int) -> Response:
    """Open it again."""
    user = _found(user_id)
    operations.reactivate_person(user, by=me())
    flash(_("The account is open again."))
    return redirect(url_for(".person", user_id=user.id))


def _found(user_id: int) -> User:
    if not may(me(), "role.give", None):
        raise Missing
    return queries.get_person(user_id, viewer=me())


def _page(user: User, form: RoleForm) -> str:
    return render_template("accounts/person.html", person=user, form=form, **_names([user]))


def _names(people: list[User]) -> dict[str, object]:
    """What the roles are on, in words: departments, and the companies of these people."""
    companies = queries.companies_by_id({number for user in people for number in user.ids("company", *COMPANY_ROLES)})
    return {"departments": {one.id: one for one in queries.departments()}, "companies": companies}

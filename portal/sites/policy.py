"""Who may describe a site: an administrator, the municipality's program managers, the officers of the owner department."""

from typing import Any

from sqlalchemy import ColumnElement, or_, select, true

from portal.accounts.models import Department
from portal.accounts.policy import administrator
from portal.foundation.db import db
from portal.foundation.i18n import _l
from portal.foundation.policy import anyone, grant, the_portal_itself, who
from portal.programs.models import Program
from portal.sites.models import Site


@who(_l("a manager of a program of the municipality"))
def manager_in_its_municipality(actor: Any, site: Site) -> bool:
    managed = actor.ids("program", "manager")
    theirs = select(Program.id).where(Program.municipality_id == site.municipality_id, Program.id.in_(managed)).limit(1)
    return bool(managed) and db.session.scalar(theirs) is not None


@who(_l("an officer of the department that owns it"))
def officer_of_its_department(actor: Any, site: Site) -> bool:
    return actor.has("officer", "department", site.department_id)


describes_it = administrator | manager_in_its_municipality | officer_of_its_department

grant("site", {
    "load": administrator | the_portal_itself,
    "create": describes_it,
    "edit": describes_it,
    "view": anyone,
})


def described_sites(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `site.edit`."""
    if administrator(viewer, None):
        return true()
    return or_(Site.municipality_id.in_(_managed(viewer)), Site.department_id.in_(viewer.ids("department", "officer")))


def departments_to_own_sites(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `site.create`, asked of the department that would own it."""
    if administrator(viewer, None):
        return true()
    return or_(Department.municipality_id.in_(_managed(viewer)), Department.id.in_(viewer.ids("department", "officer")))


def _managed(viewer: Any) -> Any:
    return select(Program.municipality_id).where(Program.id.in_(viewer.ids("program", "manager")))

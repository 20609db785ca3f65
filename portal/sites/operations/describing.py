"""A site comes into the catalog and is described anew, on record; its code and its municipality never change."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.exc import IntegrityError

from portal.accounts.models import Department
from portal.foundation import history
from portal.foundation.db import db
from portal.foundation.errors import Invalid, Stale
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.foundation.transactions import someone_was_faster
from portal.sites.models import Site
from portal.sites.typed import SiteTyped


def create_site(typed: Mapping[str, Any], departments: Sequence[Department], *, by: Any) -> Site:
    """A new site from `code` and the fields of `SiteTyped.everything`, owned by one of `departments`. Raises Invalid, also
    for a code that is taken."""
    read = SiteTyped(typed)
    code, told = read.code(), read.everything(departments)
    read.done()
    owner = told.pop("department")
    site = Site(code=code, department_id=owner.id, municipality_id=owner.municipality_id, **told)
    require(by, "site.create", site)
    try:
        with db.session.begin_nested():
            db.session.add(site)
    except IntegrityError as clash:
        raise Invalid({"code": [_("This code is taken. Choose another one.")]}) from clash
    history.record(site, "create", by=by, code=code)
    return site


def edit_site(site: Site, typed: Mapping[str, Any], departments: Sequence[Department], *, by: Any,
              seen: int | None = None) -> None:
    """Describe it anew; it may go to another of `departments` in the same municipality. Raises Invalid or Stale."""
    require(by, "site.edit", site)
    read = SiteTyped(typed)
    told = read.everything([each for each in departments if each.municipality_id == site.municipality_id])
    read.done()
    if seen is not None and seen != site.version:
        raise Stale(someone_was_faster())
    changed = [name for name, value in told.items() if getattr(site, name) != value]
    for name in changed:
        setattr(site, name, told[name])
    if changed:
        history.record(site, "edit", by=by, fields=changed)

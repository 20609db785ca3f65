"""Municipalities and their departments, set up and renamed by an administrator, on record; codes never change."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm.attributes import flag_modified

from portal.accounts.models import Department, Municipality
from portal.accounts.typed import Typed
from portal.foundation import history
from portal.foundation.db import db
from portal.foundation.errors import Invalid, Stale
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.foundation.transactions import someone_was_faster

NAME_MOST = 100


def create_municipality(typed: Mapping[str, Any], *, by: Any) -> Municipality:
    """A new municipality from `code, name_ko, name_en`. Raises Invalid, also for a code that is taken."""
    require(by, "municipality.create", None)
    read = Typed(typed)
    city = Municipality(code=read.code(), name=read.pair("name", NAME_MOST))
    read.done()
    try:
        with db.session.begin_nested():
            db.session.add(city)
    except IntegrityError as clash:
        raise Invalid({"code": [_("This code is taken. Choose another one.")]}) from clash
    history.record(city, "create", by=by, code=city.code)
    return city


def edit_municipality(city: Municipality, typed: Mapping[str, Any], *, by: Any, seen: int | None = None) -> None:
    """Rename it (`name_ko, name_en`). Raises Invalid or Stale."""
    require(by, "municipality.edit", city)
    _rename(city, typed, by=by, seen=seen)


def add_department(city: Municipality, typed: Mapping[str, Any], *, by: Any) -> Department:
    """A new department from `name_ko, name_en`. Raises Invalid for a name that the municipality has already."""
    require(by, "municipality.edit", city)
    read = Typed(typed)
    name = read.pair("name", NAME_MOST)
    _refuse_a_double(read, city.id, name["ko"])
    read.done()
    unit = Department(municipality=city, name=name)
    db.session.add(unit)
    flag_modified(city, "name")  # its version moves on: of two people who add the same department at once only one can
    db.session.flush()
    history.record(unit, "create", by=by, municipality=city.code)
    return unit


def edit_department(unit: Department, typed: Mapping[str, Any], *, by: Any, seen: int | None = None) -> None:
    """Rename it (`name_ko, name_en`). Raises Invalid or Stale."""
    require(by, "municipality.edit", unit.municipality)
    read = Typed(typed)
    _refuse_a_double(read, unit.municipality_id, read.line("name_ko", NAME_MOST), but=unit.id)
    read.done()
    _rename(unit, typed, by=by, seen=seen)
    flag_modified(unit.municipality, "name")


def _rename(row: Municipality | Department, typed: Mapping[str, Any], *, by: Any, seen: int | None) -> None:
    read = Typed(typed)
    name = read.pair("name", NAME_MOST)
    read.done()
    if seen is not None and seen != row.version:
        raise Stale(someone_was_faster())
    if name != row.name:
        history.record(row, "edit", by=by, was=row.name, name=name)
        row.name = name


def _refuse_a_double(read: Typed, municipality_id: int, name: str, *, but: int | None = None) -> None:
    for other in db.session.scalars(select(Department).where(Department.municipality_id == municipality_id)):
        if other.name.get("ko") == name and other.id != but:
            read.wrong("name_ko", _("This municipality has a department of this name already."))

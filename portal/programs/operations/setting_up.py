"""A program is set up and edited by an administrator, on record; its code and its municipality never change."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError

from portal.accounts.models import Department
from portal.accounts.typed import Typed
from portal.foundation import history
from portal.foundation.db import db
from portal.foundation.errors import Invalid, Stale
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.foundation.transactions import someone_was_faster
from portal.programs.intake import INTAKE
from portal.programs.models import Program

TITLE_MOST, OPERATOR_MOST = 150, 100


def create_program(typed: Mapping[str, Any], departments: list[Department], *, by: Any) -> Program:
    """A new program from `code, title_ko, title_en, department, operator_ko, operator_en, intake`; `department` is the id of
    one of `departments`. Raises Invalid, also for a code that is taken."""
    require(by, "program.create", None)
    read = Typed(typed)
    code, told = read.code(), _told(read, departments)
    read.done()
    program = Program(code=code, municipality=told["department"].municipality, **told)
    try:
        with db.session.begin_nested():
            db.session.add(program)
    except IntegrityError as clash:
        raise Invalid({"code": [_("This code is taken. Choose another one.")]}) from clash
    history.record(program, "create", by=by, code=code)
    return program


def edit_program(program: Program, typed: Mapping[str, Any], departments: list[Department], *, by: Any,
                 seen: int | None = None) -> None:
    """Change title, department (of the same municipality), operator and intake. Raises Invalid or Stale."""
    require(by, "program.edit", program)
    read = Typed(typed)
    told = _told(read, [each for each in departments if each.municipality_id == program.municipality_id])
    read.done()
    if seen is not None and seen != program.version:
        raise Stale(someone_was_faster())
    changed = [name for name, value in told.items() if getattr(program, name) != value]
    for name in changed:
        setattr(program, name, told[name])
    if changed:
        history.record(program, "edit", by=by, fields=changed)


def _told(read: Typed, departments: list[Department]) -> dict[str, Any]:
    chosen = str(read.fields.get("department") or "")
    department = next((each for each in departments if str(each.id) == chosen), None)
    if department is None:
        read.wrong("department", _("Choose the department that answers for it."))
    given = read.fields.get("intake") or []
    intake = [kind for kind in INTAKE if kind in given]
    if not intake or set(given) - set(INTAKE):
        read.wrong("intake", _("Choose at least one way."))
    return {"title": read.pair("title", TITLE_MOST), "department": department,
            "operator": read.pair("operator", OPERATOR_MOST, required=False), "intake": intake}

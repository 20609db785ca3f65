"""Loading a program file: the program, its department, its sites, and a draft of its call."""

from typing import Any

from sqlalchemy import select

from portal.accounts.models import Department, Municipality
from portal.calls.files import ProgramFile
from portal.calls.lifecycle import CALL, CallState
from portal.calls.models import Call, CallEdition
from portal.foundation.db import db
from portal.foundation.errors import Refused
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.programs.models import Program
from portal.sites.operations import load_site


def load_program(file: ProgramFile, *, by: Any) -> Call:
    """A program, its department, its sites and a draft of its call, from a file. Raises Refused if the call is here."""
    require(by, "program.load", None)
    if db.session.scalar(select(Call.id).where(Call.code == file.code)):
        raise Refused(_("The call %(code)s is already here.", code=file.code))
    program = _program_of(file)
    for site in file.sites:
        load_site(site, _department_called(site["owner"], program.municipality), by=by)
    call = Call(program=program, code=file.code, title=dict(file.title), announced_on=file.announced_on,
                opens_at=file.opens_at, closes_at=file.closes_at, state=CallState.DRAFT.value)
    db.session.add(call)
    db.session.flush()
    db.session.add(CallEdition(call_id=call.id, number=1, body=file.definition, reason="loaded", made_by_id=by.id))
    db.session.flush()
    CALL.begin(call, by=by, code=call.code)
    return call


def _program_of(file: ProgramFile) -> Program:
    told = file.program
    existing = db.session.scalars(select(Program).where(Program.code == told["code"])).one_or_none()
    if existing is not None:
        return existing
    municipality = _municipality_called(told["municipality"], code=told["code"].partition("-")[0])
    department = _department_called(told["department"], municipality)
    program = Program(code=told["code"], municipality=municipality, department=department, operator=dict(told["operator"]),
                      title=dict(told["title"]), intake=list(told["intake"]))
    db.session.add(program)
    db.session.flush()
    return program


def _municipality_called(name: dict[str, str], *, code: str) -> Municipality:
    found = db.session.scalars(select(Municipality).where(Municipality.code == code)).one_or_none()
    if found is None:
        found = Municipality(code=code, name=dict(name))
        db.session.add(found)
        db.session.flush()
    return found


def _department_called(name: dict[str, str], municipality: Municipality) -> Department:
    for department in db.session.scalars(select(Department).where(Department.municipality_id == municipality.id)):
        if department.name["ko"] == name["ko"]:
            return department
    department = Department(municipality=municipality, name=dict(name))
    db.session.add(department)
    db.session.flush()
    return department

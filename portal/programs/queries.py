"""Programs, and who runs them."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.accounts.models import Role, User
from portal.foundation.db import db
from portal.foundation.errors import Missing
from portal.foundation.policy import may
from portal.programs.models import Program


def find_program(code: str) -> Program | None:
    """A program by its public code, with municipality and department."""
    wanted = select(Program).where(Program.code == code)
    return db.session.scalars(wanted.options(joinedload(Program.municipality), joinedload(Program.department))).one_or_none()


def programs_run_by(viewer: Any) -> list[Program]:
    """The programs this person manages or approves for, by code."""
    mine = select(Program).where(Program.id.in_(viewer.ids("program", "manager", "approver")))
    return list(db.session.scalars(mine.options(joinedload(Program.municipality)).order_by(Program.code)))


def programs_administered(viewer: Any) -> list[tuple[Program, list[tuple[User, Role]]]]:
    """Every program with the people who hold a role on it, for an administrator; two statements. Raises Missing for others."""
    if not may(viewer, "program.appoint", None):
        raise Missing
    programs = list(db.session.scalars(select(Program).options(
        joinedload(Program.municipality), joinedload(Program.department)).order_by(Program.code)))
    held = select(Role, User).join(User, User.id == Role.user_id).where(Role.on == "program")
    people: dict[int, list[tuple[User, Role]]] = {}
    for role, user in db.session.execute(held.order_by(Role.name, User.name, Role.id)):
        people.setdefault(role.on_id, []).append((user, role))
    return [(program, people.get(program.id, [])) for program in programs]


def get_program(code: str, *, viewer: Any) -> Program:
    """One program, for an administrator. Raises Missing."""
    program = find_program(code)
    if program is None or not may(viewer, "program.appoint", program):
        raise Missing
    return program


def programs_managed_by(viewer: Any) -> list[Program]:
    """The programs this person manages, by code."""
    mine = select(Program).where(Program.id.in_(viewer.ids("program", "manager")))
    return list(db.session.scalars(mine.options(joinedload(Program.municipality)).order_by(Program.code)))

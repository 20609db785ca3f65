"""Programs, and who runs them."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.foundation.db import db
from portal.programs.models import Program


def find_program(code: str) -> Program | None:
    """A program by its public code, with municipality and department."""
    wanted = select(Program).where(Program.code == code)
    return db.session.scalars(wanted.options(joinedload(Program.municipality), joinedload(Program.department))).one_or_none()


def programs_run_by(viewer: Any) -> list[Program]:
    """The programs this person manages or approves for, by code."""
    mine = select(Program).where(Program.id.in_(viewer.ids("program", "manager", "approver")))
    return list(db.session.scalars(mine.options(joinedload(Program.municipality)).order_by(Program.code)))

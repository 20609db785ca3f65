"""A program: the lasting scheme of a municipality under which calls are published."""

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Department, Municipality
from portal.foundation.db import Row, Versioned, db


class Program(Versioned, Row, db.Model):
    """One scheme, owned by a department, perhaps run by an operator; its managers hold a role on it."""

    __tablename__ = "program"
    code: Mapped[str] = mapped_column(unique=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    operator: Mapped[dict[str, Any]]
    title: Mapped[dict[str, Any]]
    intake: Mapped[list[Any]]
    municipality: Mapped[Municipality] = relationship()
    department: Mapped[Department] = relationship()

"""A testbed site: where it is, whose it is, and what it offers and demands."""

from typing import Any

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Department, Municipality
from portal.foundation.db import Row, db


class Site(Row, db.Model):
    """One place with an owner and conditions; applicants rank up to three."""

    __tablename__ = "site"
    code: Mapped[str] = mapped_column(unique=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    name: Mapped[dict[str, Any]]
    owner: Mapped[dict[str, Any]]
    kind: Mapped[str]
    power: Mapped[bool]
    network: Mapped[dict[str, Any]]
    permits: Mapped[list[Any]]
    video: Mapped[bool]
    municipality: Mapped[Municipality] = relationship()
    department: Mapped[Department | None] = relationship()

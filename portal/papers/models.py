"""One paper in a company's file: a document with its dates, or an award with its proof; never changed, only followed."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Company
from portal.foundation.clock import today
from portal.foundation.db import Row, Versioned, db
from portal.foundation.stored_files import StoredFile
from portal.papers.kinds import AWARD, called
from portal.papers.standing import Standing, standing


class Paper(Versioned, Row, db.Model):
    """`title` names an award or a document of no listed kind, `giver` and `year` belong to awards; `valid_until` is the last
    day it is good for. Retired when a newer one replaced it or it was taken out."""

    __tablename__ = "paper"
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    kind: Mapped[str]
    title: Mapped[str] = mapped_column(default="")
    giver: Mapped[str] = mapped_column(default="")
    year: Mapped[int | None]
    issued_on: Mapped[date | None]
    valid_until: Mapped[date | None]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    added_by_id: Mapped[int | None]
    replaces_id: Mapped[int | None] = mapped_column(ForeignKey("paper.id"), unique=True)
    retired_at: Mapped[datetime | None]
    reminded_for: Mapped[date | None]
    company: Mapped[Company] = relationship()
    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)
    __table_args__ = (
        CheckConstraint("kind != 'award' OR (title != '' AND year IS NOT NULL)", name="award"),
        CheckConstraint("issued_on IS NULL OR valid_until IS NULL OR issued_on <= valid_until", name="dates"),
        Index("ix_paper_company", "company_id", "id"),
        Index("ix_paper_expiring", "valid_until", sqlite_where=db.text("retired_at IS NULL"),
              postgresql_where=db.text("retired_at IS NULL")),
    )

    @property
    def is_award(self) -> bool:
        return self.kind == AWARD

    @property
    def name(self) -> str:
        """What people call it, in the reader's language."""
        return called(self.kind, self.title)

    @property
    def standing(self) -> Standing:
        """Good, about to expire, or expired, by the calendar in Seoul."""
        return standing(self.valid_until, today())

"""What a city needs, what a company offers, what a person made of the two, and proposals that wait for another call."""

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Company, Department, Municipality, User
from portal.demand.keywords import keywords
from portal.demand.lifecycle import ChallengeState, InterestState, MatchState, PoolState
from portal.demand.overlap import Traits
from portal.foundation.clock import arrival, now
from portal.foundation.db import Row, Versioned, db
from portal.foundation.i18n import _l
from portal.sites.models import Site

PARTS = {
    "title": _l("Title"), "problem": _l("The problem"), "figure": _l("Today's figure"), "unit": _l("Unit"),
    "source": _l("Where the figure is from"), "data": _l("Data offered"), "measure": _l("How success is measured"),
    "target": _l("Target"), "field": _l("Subject area"), "closes_at": _l("Answers until"),
}
LISTED, REGISTERED = text("state = 'listed'"), text("state = 'registered'")


class Challenge(Versioned, Row, db.Model):
    """A problem that a department wants solved. Texts are {"ko", "en"} pairs whose English may be empty; `figure` is a number
    as it was typed, `closes_at` the last second in which companies may answer."""

    __tablename__ = "challenge"
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))
    state: Mapped[str] = mapped_column(default=ChallengeState.WRITING.value)
    field: Mapped[str] = mapped_column(default="")
    title: Mapped[dict[str, Any]]
    problem: Mapped[dict[str, Any]]
    data: Mapped[dict[str, Any]]
    measure: Mapped[dict[str, Any]]
    figure: Mapped[str] = mapped_column(default="")
    unit: Mapped[str] = mapped_column(default="")
    source: Mapped[str] = mapped_column(default="")
    target: Mapped[str] = mapped_column(default="")
    closes_at: Mapped[datetime | None]
    posted_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    department: Mapped[Department] = relationship()
    site: Mapped[Site | None] = relationship()
    __table_args__ = (
        Index("ix_challenge_open", "state", "closes_at", "id"),
        Index("ix_challenge_department", "department_id", "id"),
    )

    @property
    def phase(self) -> str:
        """When the request arrived: "writing", "open", "closed" or "withdrawn". The closing second itself is open."""
        if self.state != ChallengeState.POSTED:
            return self.state
        return "open" if self.closes_at is not None and arrival() <= self.closes_at else "closed"

    @property
    def empty_parts(self) -> list[object]:
        """The names of what must be filled in before it is posted."""
        return [name for part, name in PARTS.items() if not _said(getattr(self, part))]

    @property
    def lacks_english(self) -> bool:
        """Whether an English reader gets Korean somewhere."""
        return any(not pair.get("en") for pair in (self.title, self.problem, self.data, self.measure))

    @property
    def traits(self) -> Traits:
        said = [half for pair in (self.title, self.problem, self.measure) for half in pair.values()]
        return Traits(self.field, self.department.municipality_id, self.site_id, keywords(said))


def _said(value: Any) -> bool:
    return bool(value.get("ko") if isinstance(value, dict) else value)


class Interest(Versioned, Row, db.Model):
    """What a company can do and would like to test; nowhere in particular when no municipality is named. `agreed_at` is when
    it agreed to be told of a call that fits, if it did."""

    __tablename__ = "interest"
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    registered_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    municipality_id: Mapped[int | None] = mapped_column(ForeignKey("municipality.id"))
    site_id: Mapped[int | None] = mapped_column(ForeignKey("site.id"))
    state: Mapped[str] = mapped_column(default=InterestState.REGISTERED.value)
    field: Mapped[str]
    strength: Mapped[str]
    wish: Mapped[str]
    agreed_at: Mapped[datetime | None]
    company: Mapped[Company] = relationship()
    registered_by: Mapped[User] = relationship()
    municipality: Mapped[Municipality | None] = relationship()
    site: Mapped[Site | None] = relationship()
    __table_args__ = (
        CheckConstraint("length(strength) <= 100", name="strength"),
        Index("ix_interest_live", "company_id", "field", unique=True, sqlite_where=REGISTERED, postgresql_where=REGISTERED),
        Index("ix_interest_call", "state", "field", "municipality_id"),
    )

    @property
    def traits(self) -> Traits:
        return Traits(self.field, self.municipality_id, self.site_id, keywords((self.strength, self.wish)))


class Match(Versioned, Row, db.Model):
    """What a person decided about one suggestion; `reasons` and `score` are why it had been suggested."""

    __tablename__ = "match"
    challenge_id: Mapped[int] = mapped_column(ForeignKey("challenge.id"))
    interest_id: Mapped[int] = mapped_column(ForeignKey("interest.id"), index=True)
    state: Mapped[str] = mapped_column(default=MatchState.LOOKED_AT.value)
    score: Mapped[int]
    reasons: Mapped[list[Any]]
    reason: Mapped[str] = mapped_column(default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime] = mapped_column(default=now)
    challenge: Mapped[Challenge] = relationship()
    interest: Mapped[Interest] = relationship()
    __table_args__ = (UniqueConstraint("challenge_id", "interest_id"),)


class PoolEntry(Versioned, Row, db.Model):
    """A proposal that was not selected or came late, kept in the standing pool with its company's consent. `origin` names
    what it came from ("proposal:12"); nothing of how it was judged is here."""

    __tablename__ = "pool_entry"
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    origin: Mapped[str]
    state: Mapped[str] = mapped_column(default=PoolState.LISTED.value)
    field: Mapped[str]
    title: Mapped[str]
    summary: Mapped[str]
    call_title: Mapped[dict[str, Any]]
    agreed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    agreed_at: Mapped[datetime]
    company: Mapped[Company] = relationship()
    municipality: Mapped[Municipality] = relationship()
    __table_args__ = (
        Index("ix_pool_entry_origin", "origin", unique=True, sqlite_where=LISTED, postgresql_where=LISTED),
        Index("ix_pool_entry_list", "state", "id"),
    )



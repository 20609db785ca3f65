"""A pilot, its milestones with every claim ever made for them, and its KPIs with every reading."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Company, Department, User
from portal.calls.models import Call
from portal.foundation.clock import today
from portal.foundation.db import Row, Versioned, db
from portal.foundation.stored_files import StoredFile
from portal.pilots.lifecycle import OWED, UNDER_WAY, MilestoneState, PilotState, the_pilot_is_under_way
from portal.proposals.models import Proposal


class ClaimFile(Row, db.Model):
    """One piece of evidence in a claim."""

    __tablename__ = "claim_file"
    claim_id: Mapped[int] = mapped_column(ForeignKey("claim.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)


class Claim(Row, db.Model):
    """One time a milestone was claimed as done, and what was answered; a later claim follows it, none replaces it."""

    __tablename__ = "claim"
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"))
    number: Mapped[int]
    note: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    verdict: Mapped[str | None]
    verdict_reason: Mapped[str] = mapped_column(default="")
    verdict_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    verdict_at: Mapped[datetime | None]
    by: Mapped[User] = relationship(foreign_keys=[by_id])
    verdict_by: Mapped[User | None] = relationship(foreign_keys=[verdict_by_id])
    files: Mapped[list[ClaimFile]] = relationship(order_by=ClaimFile.id)
    __table_args__ = (UniqueConstraint("milestone_id", "number"),)


class DueChange(Row, db.Model):
    """One time a due date was moved: both dates, why and by whom."""

    __tablename__ = "due_change"
    milestone_id: Mapped[int] = mapped_column(ForeignKey("milestone.id"), index=True)
    before: Mapped[date]
    after: Mapped[date]
    reason: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    by: Mapped[User] = relationship()


class Milestone(Versioned, Row, db.Model):
    """One dated step with a deliverable, owed by one side and accepted by another."""

    __tablename__ = "milestone"
    pilot_id: Mapped[int] = mapped_column(ForeignKey("pilot.id"))
    key: Mapped[str]
    position: Mapped[int]
    label: Mapped[dict[str, Any]]
    deliverable: Mapped[dict[str, Any]]
    due_on: Mapped[date]
    owner: Mapped[str]
    approver: Mapped[str]
    payment_pct: Mapped[int] = mapped_column(default=0)
    follow_up: Mapped[bool] = mapped_column(default=False)
    state: Mapped[str] = mapped_column(default=MilestoneState.PLANNED.value)
    overdue_told_on: Mapped[date | None]
    pilot: Mapped["Pilot"] = relationship(back_populates="milestones")
    claims: Mapped[list[Claim]] = relationship(order_by=Claim.number)
    due_changes: Mapped[list[DueChange]] = relationship(order_by=DueChange.id)
    __table_args__ = (
        UniqueConstraint("pilot_id", "key"), Index("ix_milestone_due", "state", "due_on"),
        CheckConstraint("payment_pct between 0 and 100", name="payment_pct"),
    )

    @property
    def is_overdue(self) -> bool:
        """Past its day in Seoul without having been claimed, in a pilot that still goes on."""
        return self.state in OWED and self.due_on < today() and the_pilot_is_under_way(self) is None

    @property
    def needs_files(self) -> bool:
        """Whether a claim must carry evidence: when a deliverable was promised."""
        return any(str(text).strip() for text in self.deliverable.values())

    @property
    def last_claim(self) -> Claim | None:
        return self.claims[-1] if self.claims else None

    @property
    def has_the_ball(self) -> str:
        """The side that must act now: who accepts once it is claimed, otherwise who owes it; "" when it is accepted."""
        if self.state == MilestoneState.ACCEPTED:
            return ""
        return self.approver if self.state == MilestoneState.CLAIMED else self.owner


class Reading(Row, db.Model):
    """One measured value of a KPI on one day, with its evidence; a mistaken one is marked void and stays."""

    __tablename__ = "reading"
    kpi_id: Mapped[int] = mapped_column(ForeignKey("kpi.id"), index=True)
    value: Mapped[str]
    measured_on: Mapped[date]
    note: Mapped[str] = mapped_column(default="")
    file_id: Mapped[int | None] = mapped_column(ForeignKey("stored_file.id"))
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    voided_at: Mapped[datetime | None]
    voided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    void_reason: Mapped[str] = mapped_column(default="")
    file: Mapped[StoredFile | None] = relationship(lazy="joined")
    by: Mapped[User] = relationship(foreign_keys=[by_id])
    voided_by: Mapped[User | None] = relationship(foreign_keys=[voided_by_id])
    kpi: Mapped["Kpi"] = relationship(back_populates="readings")


class Kpi(Row, db.Model):
    """One measured goal: baseline, target, direction, method and weight, as decimal texts in the KPI's own unit."""

    __tablename__ = "kpi"
    pilot_id: Mapped[int] = mapped_column(ForeignKey("pilot.id"), index=True)
    position: Mapped[int]
    name: Mapped[str]
    unit: Mapped[str]
    baseline: Mapped[str]
    target: Mapped[str]
    direction: Mapped[str]
    method: Mapped[str]
    weight: Mapped[int]
    readings: Mapped[list[Reading]] = relationship(order_by=(Reading.measured_on, Reading.id), back_populates="kpi")
    pilot: Mapped["Pilot"] = relationship(back_populates="kpis")

    @property
    def valid_readings(self) -> list[Reading]:
        """The readings that count, by day and then in the order they were entered."""
        return [reading for reading in self.readings if reading.voided_at is None]


class Pilot(Versioned, Row, db.Model):
    """An approved pilot under an agreement."""

    __tablename__ = "pilot"
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), unique=True)
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"), index=True)
    number: Mapped[str] = mapped_column(unique=True)
    title: Mapped[str]
    state: Mapped[str] = mapped_column(default=PilotState.PREPARING.value)
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    grant_won: Mapped[int] = mapped_column(BigInteger, default=0)
    ended_reason: Mapped[str] = mapped_column(default="")
    proposal: Mapped[Proposal] = relationship()
    call: Mapped[Call] = relationship()
    company: Mapped[Company] = relationship()
    department: Mapped[Department | None] = relationship()
    milestones: Mapped[list[Milestone]] = relationship(order_by=Milestone.position, back_populates="pilot")
    kpis: Mapped[list[Kpi]] = relationship(order_by=Kpi.position, back_populates="pilot")
    __table_args__ = (Index("ix_pilot_list", "call_id", "state", "id"),)

    @property
    def is_under_way(self) -> bool:
        """Not finished and not ended early."""
        return self.state in UNDER_WAY

    @property
    def next_milestone(self) -> Milestone | None:
        """The earliest one that is not accepted yet and still asked for."""
        asked = [m for m in self.milestones if m.state != MilestoneState.ACCEPTED and the_pilot_is_under_way(m) is None]
        return min(asked, key=lambda milestone: (milestone.due_on, milestone.position), default=None)

    @property
    def overdue_milestones(self) -> list[Milestone]:
        return [milestone for milestone in self.milestones if milestone.is_overdue]

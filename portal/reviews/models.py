"""Seats on a panel, the reviews given to them, the marks they make, points from facts, and the tally beside every proposal."""

from datetime import date, datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, func, select, text
from sqlalchemy.orm import Mapped, column_property, mapped_column, relationship

from portal.accounts.models import User
from portal.calls.models import Call
from portal.foundation.clock import now
from portal.foundation.db import Row, Versioned, db
from portal.proposals.models import Proposal
from portal.reviews import sheet
from portal.reviews.lifecycle import WAITING, ReviewState, SeatState
from portal.reviews.marks import token_of
from portal.reviews.scoring.numbers import UNIT

PLEDGES = ("integrity", "confidentiality", "privacy")


class Seat(Versioned, Row, db.Model):
    """One person's place on the panel of one stage of one call.

    Offered to someone without an account it stands under their address (`email`, `name`) until they take it up. `body` is
    whom they score with, where a stage has bodies; "" or a name no longer there means the panel.
    """

    __tablename__ = "seat"
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    stage_key: Mapped[str]
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    email: Mapped[str | None] = mapped_column(index=True)
    name: Mapped[str] = mapped_column(default="")
    state: Mapped[str] = mapped_column(default=SeatState.INVITED.value)
    substitute: Mapped[bool] = mapped_column(default=False)
    body: Mapped[str] = mapped_column(default="")
    group: Mapped[str] = mapped_column(default="")
    field: Mapped[str] = mapped_column(default="")
    pledges: Mapped[dict[str, Any]] = mapped_column(default=dict)
    reminded_at: Mapped[datetime | None]
    call: Mapped[Call] = relationship()
    user: Mapped[User | None] = relationship()
    __table_args__ = (
        UniqueConstraint("call_id", "stage_key", "user_id"),
        UniqueConstraint("call_id", "stage_key", "email"),
        CheckConstraint("user_id IS NOT NULL OR email IS NOT NULL", name="someone"),
    )

    @property
    def holder(self) -> str:
        """The name of whoever sits here, or of the person it was offered to."""
        return self.user.name if self.user else self.name

    @property
    def pledges_complete(self) -> bool:
        return all(self.pledges.get(pledge) for pledge in PLEDGES)

    def signed_at(self, pledge: str) -> datetime | None:
        """When this pledge was signed; None before."""
        signed = self.pledges.get(pledge)
        return datetime.fromisoformat(signed) if signed else None


class Mark(db.Model):
    """Points for one sub-criterion or the reason for one criterion, as last saved; its version tells two tabs apart."""

    __tablename__ = "mark"
    review_id: Mapped[int] = mapped_column(ForeignKey("review.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[str]
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)


class Review(Versioned, Row, db.Model):
    """One proposal given to one seat: the conflict answer, the marks, the confirmed totals."""

    __tablename__ = "review"
    seat_id: Mapped[int] = mapped_column(ForeignKey("seat.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    stage_key: Mapped[str]
    reviewer_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    state: Mapped[str] = mapped_column(default=ReviewState.ASSIGNED.value)
    conflict_kind: Mapped[str] = mapped_column(default="")
    conflict: Mapped[str] = mapped_column(default="")
    conflict_known_on: Mapped[date | None]
    conflict_answered_at: Mapped[datetime | None]
    criterion_totals: Mapped[dict[str, Any] | None]
    total_e4: Mapped[int | None]
    confirmed_at: Mapped[datetime | None]
    comment: Mapped[str] = mapped_column(default="")
    seat: Mapped[Seat] = relationship()
    proposal: Mapped[Proposal] = relationship()
    call: Mapped[Call] = relationship()
    reviewer: Mapped[User] = relationship()
    marks: Mapped[list[Mark]] = relationship(order_by=(Mark.kind, Mark.key))
    __table_args__ = (
        UniqueConstraint("seat_id", "proposal_id"),
        Index("ix_review_queue", "reviewer_id", "state", "id"),
        Index("ix_review_proposal", "proposal_id", "stage_key", "state"),
        Index("ix_review_panel", "call_id", "stage_key", "seat_id", "state"),
    )

    @property
    def is_current(self) -> bool:
        """Whether the proposal still stands at the stage this review belongs to."""
        return self.proposal.state == "in_review" and self.proposal.stage_key == self.stage_key

    @property
    def missing_marks(self) -> list[str]:
        """Labels of sub-criteria without points and criteria without a reason, in the reader's language."""
        return sheet.missing_marks(self.call.definition, self.stage_key, self.marks)

    @property
    def wrong_marks(self) -> list[str]:
        """What is on the sheet but cannot be confirmed (a criterion under its floor, a reason too short), in words."""
        return sheet.wrong_marks(self.call.definition, self.stage_key, self.marks)


# How many reviews of a seat are not confirmed yet; read on demand.
Seat.waiting = column_property(
    select(func.count(Review.id)).where(Review.seat_id == Seat.id, Review.state.in_(WAITING)).correlate_except(
        Review).scalar_subquery(), deferred=True)


class EnteredPoints(Versioned, Row, db.Model):
    """Points the operator entered for one criterion of one proposal, with the facts they follow from."""

    __tablename__ = "entered_points"
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    stage_key: Mapped[str]
    key: Mapped[str]
    points_e4: Mapped[int]
    facts: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    __table_args__ = (UniqueConstraint("proposal_id", "stage_key", "key"),)

    @property
    def points(self) -> str:
        """As they were typed: "9", "8.25"."""
        return sheet.plain(Fraction(self.points_e4, UNIT))

    @property
    def token(self) -> str:
        """What a page remembers of it, to tell later whether the line was touched."""
        return token_of(said(self.points, self.facts), self.version)


def said(points: str, facts: str) -> str:
    """A line of points and facts as one text, for its token."""
    return f"{points}\n{facts}"


class GateVerdict(Row, db.Model):
    """The operator's verdict on one gate of a stage: passed, passed under a condition (its words), or failed (the reason)."""

    __tablename__ = "gate_verdict"
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    stage_key: Mapped[str]
    key: Mapped[str]
    verdict: Mapped[str]
    words: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    __table_args__ = (UniqueConstraint("proposal_id", "stage_key", "key"),)


class Tally(Row, db.Model):
    """What the confirmed reviews of one proposal at one stage add up to, renewed with each of them."""

    __tablename__ = "tally"
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    stage_key: Mapped[str]
    assigned: Mapped[int] = mapped_column(default=0)
    confirmed: Mapped[int] = mapped_column(default=0)
    recused: Mapped[int] = mapped_column(default=0)
    enough: Mapped[bool] = mapped_column(default=False)
    mean_e4: Mapped[int | None]
    bonus_e4: Mapped[int] = mapped_column(default=0)
    deductions_e4: Mapped[int] = mapped_column(default=0)
    final_e4: Mapped[int | None]
    passed: Mapped[bool | None]
    rank_key: Mapped[str] = mapped_column(default="")
    details: Mapped[dict[str, Any]] = mapped_column(default=dict)
    proposal: Mapped[Proposal] = relationship()
    __table_args__ = (
        UniqueConstraint("proposal_id", "stage_key"),
        Index("ix_tally_rank", "call_id", "stage_key", "rank_key", "proposal_id"),
        Index("ix_tally_waiting", "call_id", "stage_key", "proposal_id",
              sqlite_where=text("enough IS 0 OR confirmed < assigned"),
              postgresql_where=text("enough IS false OR confirmed < assigned")),
    )

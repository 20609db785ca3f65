"""A selection for one stage of one call, and in it one decision per proposal with the figures it rests on."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.calls.models import Call
from portal.decisions.lifecycle import Outcome, SelectionState
from portal.foundation.clock import in_seoul, today
from portal.foundation.db import Row, Versioned, db
from portal.proposals.lifecycle import ProposalState
from portal.proposals.models import Proposal


class Selection(Versioned, Row, db.Model):
    """The result of one stage, on its way from proposed to released.

    `undecided`, `places_taken` and `places` are what the last save added up to, for lists; the rules ask `standing`,
    which `queries.look_at` adds up anew. `decided_at` moves with every save, so that the version does too.
    """

    __tablename__ = "selection"
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    stage_key: Mapped[str]
    state: Mapped[str] = mapped_column(default=SelectionState.DRAFT.value)
    undecided: Mapped[int] = mapped_column(default=0)
    places_taken: Mapped[int] = mapped_column(default=0)
    places: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")
    edition_number: Mapped[int | None]
    decided_at: Mapped[datetime | None]
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    proposed_at: Mapped[datetime | None]
    returned_reason: Mapped[str] = mapped_column(default="")
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    confirmed_at: Mapped[datetime | None]
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    released_at: Mapped[datetime | None]
    call: Mapped[Call] = relationship()
    proposed_by: Mapped[User | None] = relationship(foreign_keys=[proposed_by_id])
    confirmed_by: Mapped[User | None] = relationship(foreign_keys=[confirmed_by_id])
    released_by: Mapped[User | None] = relationship(foreign_keys=[released_by_id])
    decisions: Mapped[list["Decision"]] = relationship(
        back_populates="selection", order_by="Decision.id", cascade="all, delete-orphan")
    __table_args__ = (UniqueConstraint("call_id", "stage_key"),)

    # What `queries.look_at` found: portal.decisions.standing.Standing, or None while nobody has looked.
    standing = None

    @property
    def is_last_stage(self) -> bool:
        """Whether this selection chooses the pilots, not only who goes on."""
        return self.call.definition.last_stage.key == self.stage_key

    @property
    def possible_outcomes(self) -> tuple[Outcome, ...]:
        """What can be decided at this stage."""
        if self.is_last_stage:
            return Outcome.SELECTED, Outcome.RESERVE, Outcome.NOT_SELECTED
        return Outcome.PASSED, Outcome.NOT_SELECTED


class Decision(Versioned, Row, db.Model):
    """One proposal's outcome at one stage; secret until its selection is released.

    Rank, figures and `figures` (the sheets they came from) are written when the selection is proposed, not before.
    """

    __tablename__ = "decision"
    selection_id: Mapped[int] = mapped_column(ForeignKey("selection.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    outcome: Mapped[str | None]
    rank: Mapped[int | None]
    reserve_rank: Mapped[int | None]
    grant_won: Mapped[int | None] = mapped_column(BigInteger)
    requested_won: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(default="")
    mean_e4: Mapped[int | None]
    bonus_e4: Mapped[int] = mapped_column(default=0)
    deductions_e4: Mapped[int] = mapped_column(default=0)
    final_e4: Mapped[int | None]
    passed: Mapped[bool | None]
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    called_up_at: Mapped[datetime | None]
    called_up_reason: Mapped[str] = mapped_column(default="")
    given_up_at: Mapped[datetime | None]
    given_up_reason: Mapped[str] = mapped_column(default="")
    selection: Mapped[Selection] = relationship(back_populates="decisions")
    proposal: Mapped[Proposal] = relationship()
    __table_args__ = (
        UniqueConstraint("selection_id", "proposal_id"),
        Index("ix_decision_rank", "selection_id", "rank", "id"),
        CheckConstraint("grant_won >= 0", name="grant_won"),
    )

    @property
    def is_released(self) -> bool:
        return self.selection.state == SelectionState.RELEASED

    @property
    def is_good_news(self) -> bool:
        return self.outcome in (Outcome.PASSED, Outcome.SELECTED)

    @property
    def holds_a_place(self) -> bool:
        """Selected and still there: neither given back nor withdrawn."""
        return self.outcome == Outcome.SELECTED and self.given_up_at is None and self.proposal.state == ProposalState.SELECTED

    @property
    def waits(self) -> bool:
        """On the reserve list and not withdrawn or called up since."""
        return self.outcome == Outcome.RESERVE and self.proposal.state == "reserve"

    @property
    def reserve_until(self) -> date | None:
        """The last day of the reserve list in Seoul, counted from the release."""
        released = self.selection.released_at
        if released is None:
            return None
        return in_seoul(released).date() + timedelta(days=self.selection.call.definition.reserve.valid_days)

    @property
    def reserve_has_ended(self) -> bool:
        until = self.reserve_until
        return until is not None and today() > until

    @property
    def objection_until(self) -> date | None:
        """The last day on which the company may object, in Seoul."""
        released = self.selection.released_at
        if released is None:
            return None
        return in_seoul(released).date() + timedelta(days=self.selection.call.definition.objection.days)

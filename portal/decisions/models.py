"""A selection for one stage of one call, and in it one decision per proposal with the figures it rests on."""

from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import User
from portal.calls.models import Call
from portal.decisions.lifecycle import Outcome, SelectionState
from portal.foundation.db import Row, Versioned, db
from portal.proposals.models import Proposal


class Selection(Versioned, Row, db.Model):
    """The result of one stage, on its way from proposed to released."""

    __tablename__ = "selection"
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    stage_key: Mapped[str]
    state: Mapped[str] = mapped_column(default=SelectionState.DRAFT.value)
    undecided: Mapped[int] = mapped_column(default=0)
    places_taken: Mapped[int] = mapped_column(default=0)
    places: Mapped[int | None]
    note: Mapped[str] = mapped_column(default="")
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    proposed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    confirmed_at: Mapped[datetime | None]
    released_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    released_at: Mapped[datetime | None]
    call: Mapped[Call] = relationship()
    proposed_by: Mapped[User | None] = relationship(foreign_keys=[proposed_by_id])
    confirmed_by: Mapped[User | None] = relationship(foreign_keys=[confirmed_by_id])
    __table_args__ = (UniqueConstraint("call_id", "stage_key"),)


class Decision(Versioned, Row, db.Model):
    """One proposal's outcome at one stage; secret until its selection is released."""

    __tablename__ = "decision"
    selection_id: Mapped[int] = mapped_column(ForeignKey("selection.id"))
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    outcome: Mapped[str | None]
    rank: Mapped[int | None]
    reserve_rank: Mapped[int | None]
    grant_won: Mapped[int | None] = mapped_column(BigInteger)
    reason: Mapped[str] = mapped_column(default="")
    mean_e4: Mapped[int | None]
    bonus_e4: Mapped[int] = mapped_column(default=0)
    final_e4: Mapped[int | None]
    figures: Mapped[dict[str, Any]] = mapped_column(default=dict)
    selection: Mapped[Selection] = relationship()
    proposal: Mapped[Proposal] = relationship()
    __table_args__ = (
        UniqueConstraint("selection_id", "proposal_id"),
        Index("ix_decision_rank", "selection_id", "rank", "id"),
    )

    @property
    def is_released(self) -> bool:
        return self.selection.state == SelectionState.RELEASED

    @property
    def is_good_news(self) -> bool:
        return self.outcome in (Outcome.PASSED, Outcome.SELECTED)

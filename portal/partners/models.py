"""An organization that a municipality works with, and what it offers: so many slots on so many days."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Municipality
from portal.foundation.clock import today
from portal.foundation.db import Row, Versioned, db
from portal.partners.lifecycle import OfferState, Relation


class Partner(Versioned, Row, db.Model):
    """One municipality's relation with one organization. `brn` is its business registration number in Korea (ten digits, ""
    abroad), by which it is known as an applicant; `country` is two letters (ISO 3166); the agreement holds from `agreed_on`
    through `ends_on`. Its people hold the role "staff" on it."""

    __tablename__ = "partner"
    code: Mapped[str] = mapped_column(unique=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"))
    state: Mapped[str] = mapped_column(default=Relation.PROPOSED.value)
    name: Mapped[dict[str, Any]]
    brn: Mapped[str] = mapped_column(default="", index=True)
    country: Mapped[str] = mapped_column(default="KR")
    homepage: Mapped[str] = mapped_column(default="")
    strength: Mapped[dict[str, Any]]
    policy: Mapped[dict[str, Any]]
    agreed_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    note: Mapped[str] = mapped_column(default="")
    municipality: Mapped[Municipality] = relationship()
    __table_args__ = (Index("ix_partner_list", "municipality_id", "code"),)

    @property
    def is_agreed(self) -> bool:
        """Whether companies can choose what it offers today."""
        return self.state == Relation.AGREED and (self.ends_on is None or today() <= self.ends_on)


class Offer(Versioned, Row, db.Model):
    """Something a partner gives to at most `slots` companies, `taken` so far. It can be asked for from `opens_on` through
    `closes_on`; `abroad` names the country (two letters) that what a company sends would go to, "" for none."""

    __tablename__ = "offer"
    partner_id: Mapped[int] = mapped_column(ForeignKey("partner.id"), index=True)
    state: Mapped[str] = mapped_column(default=OfferState.SHOWN.value)
    kind: Mapped[str]
    field: Mapped[str] = mapped_column(default="")
    title: Mapped[dict[str, Any]]
    text: Mapped[dict[str, Any]]
    slots: Mapped[int]
    taken: Mapped[int] = mapped_column(default=0)
    opens_on: Mapped[date]
    closes_on: Mapped[date]
    abroad: Mapped[str] = mapped_column(default="")
    partner: Mapped[Partner] = relationship()
    __table_args__ = (
        CheckConstraint("taken >= 0 AND taken <= slots", name="slots"),
        CheckConstraint("opens_on <= closes_on", name="order"),
    )

    @property
    def left(self) -> int:
        """How many slots are free."""
        return self.slots - self.taken

    @property
    def phase(self) -> str:
        """Today, by Seoul's clock: "withdrawn", "unavailable" (no agreement), "coming", "over", "full" or "open"."""
        if self.state != OfferState.SHOWN:
            return "withdrawn"
        if not self.partner.is_agreed:
            return "unavailable"
        if today() < self.opens_on:
            return "coming"
        return "over" if today() > self.closes_on else "open" if self.left else "full"

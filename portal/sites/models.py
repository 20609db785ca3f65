"""A testbed site: where it is, whose it is, what it offers and demands, when it is closed, and how it looks."""

from datetime import date
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Department, Municipality
from portal.foundation.db import Row, Versioned, db
from portal.foundation.stored_files import StoredFile


class Blackout(Row, db.Model):
    """Days, both ends included, on which nothing can be tried out at a site."""

    __tablename__ = "site_blackout"
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    starts_on: Mapped[date]
    ends_on: Mapped[date]
    reason: Mapped[dict[str, Any]]
    __table_args__ = (
        UniqueConstraint("site_id", "starts_on", "ends_on"), CheckConstraint("starts_on <= ends_on", name="order"))


class Photo(Row, db.Model):
    """A picture of a site, redrawn when it came so that it carries nothing but what is seen; `alt` says what that is."""

    __tablename__ = "site_photo"
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"), index=True)
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    alt: Mapped[dict[str, Any]]
    width: Mapped[int]
    height: Mapped[int]
    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)


class Site(Versioned, Row, db.Model):
    """One place with an owner and conditions; applicants rank up to three. `capacity` is how many pilots fit at once, the
    position is in degrees (WGS 84) and missing where there is no place to go to."""

    __tablename__ = "site"
    code: Mapped[str] = mapped_column(unique=True)
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    department_id: Mapped[int] = mapped_column(ForeignKey("department.id"), index=True)
    name: Mapped[dict[str, Any]]
    kind: Mapped[str]
    address: Mapped[str] = mapped_column(default="")
    latitude: Mapped[float | None]
    longitude: Mapped[float | None]
    power: Mapped[bool]
    network_kind: Mapped[str] = mapped_column(default="")
    network: Mapped[dict[str, Any]]
    permits: Mapped[list[Any]]
    video: Mapped[bool]
    hours: Mapped[dict[str, Any]] = mapped_column(default=dict)
    capacity: Mapped[int | None]
    notes: Mapped[dict[str, Any]] = mapped_column(default=dict)
    municipality: Mapped[Municipality] = relationship()
    department: Mapped[Department] = relationship()
    blackouts: Mapped[list[Blackout]] = relationship(order_by=(Blackout.starts_on, Blackout.id))
    photos: Mapped[list[Photo]] = relationship(order_by=Photo.id)
    __table_args__ = (
        CheckConstraint("latitude BETWEEN 33 AND 39", name="latitude"),
        CheckConstraint("longitude BETWEEN 124 AND 132", name="longitude"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="position"),
        CheckConstraint("capacity > 0", name="capacity"))

    @property
    def is_placed(self) -> bool:
        """Whether it can be shown on a map."""
        return self.latitude is not None and self.longitude is not None

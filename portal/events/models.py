"""A matching event, who takes part for the city, one company's part in it, their meetings, and what was asked there."""

from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Company, Department, User
from portal.events.lifecycle import ON_THE_LIST, EventState, InviteeState, MeetingState, QuestionState
from portal.foundation.clock import arrival, in_seoul, today
from portal.foundation.db import Row, Versioned, db
from portal.foundation.i18n import _l
from portal.partners.models import Partner
from portal.programs.models import Program

PARTS = {
    "kind": _l("Kind of event"), "title": _l("Name of the event"), "text": _l("What it is about"), "starts_at": _l("Begins at"),
    "ends_at": _l("Ends at"), "reply_by": _l("Answer by"), "parties": _l("Who takes part for the city"),
}
REQUESTED, BOOKED = text("state = 'requested'"), text("state IN ('accepted', 'held')")


class Party(Row, db.Model):
    """A partner organization or a department that takes part in one event."""

    __tablename__ = "event_party"
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    partner_id: Mapped[int | None] = mapped_column(ForeignKey("partner.id"))
    department_id: Mapped[int | None] = mapped_column(ForeignKey("department.id"))
    partner: Mapped[Partner | None] = relationship(lazy="joined")
    department: Mapped[Department | None] = relationship(lazy="joined")
    __table_args__ = (
        UniqueConstraint("event_id", "partner_id"), UniqueConstraint("event_id", "department_id"),
        CheckConstraint("(partner_id IS NULL) <> (department_id IS NULL)", name="one_of_two"),
        Index("ix_event_party_partner", "partner_id"), Index("ix_event_party_department", "department_id"),
    )

    @property
    def key(self) -> str:
        """How it stands in forms: "partner:3" or "department:4"."""
        return f"partner:{self.partner_id}" if self.partner_id else f"department:{self.department_id}"

    @property
    def name(self) -> dict[str, Any]:
        body = self.partner or self.department
        return body.name if body is not None else {}


class Event(Versioned, Row, db.Model):
    """Something a program holds for companies. Texts are {"ko", "en"} pairs; companies are asked to answer until `reply_by`;
    meetings of `slot_minutes` lie between `meet_from` and `meet_until`, or nowhere when there are none."""

    __tablename__ = "event"
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"))
    state: Mapped[str] = mapped_column(default=EventState.WRITING.value)
    kind: Mapped[str] = mapped_column(default="")
    title: Mapped[dict[str, Any]]
    text: Mapped[dict[str, Any]]
    place: Mapped[dict[str, Any]]
    link: Mapped[str] = mapped_column(default="")
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    reply_by: Mapped[datetime | None]
    slot_minutes: Mapped[int | None]
    meet_from: Mapped[datetime | None]
    meet_until: Mapped[datetime | None]
    announced_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    program: Mapped[Program] = relationship()
    parties: Mapped[list[Party]] = relationship(order_by=Party.id, cascade="all, delete-orphan")
    __table_args__ = (
        CheckConstraint("starts_at < ends_at", name="order"), CheckConstraint("meet_from < meet_until", name="meetings"),
        CheckConstraint("slot_minutes > 0", name="slot"),
        Index("ix_event_public", "state", "starts_at", "id"), Index("ix_event_program", "program_id", "id"),
    )

    @property
    def empty_parts(self) -> list[object]:
        """The names of what must be filled in before it is announced; a place or an address on the web is enough."""
        found = [name for part, name in PARTS.items() if not _said(getattr(self, part))]
        return found if _said(self.place) or self.link else [*found, _l("Place or web address")]

    @property
    def lacks_english(self) -> bool:
        """Whether an English reader gets Korean somewhere."""
        return any(pair.get("ko") and not pair.get("en") for pair in (self.title, self.text, self.place))

    @property
    def has_begun(self) -> bool:
        return self.starts_at is not None and arrival() >= self.starts_at

    @property
    def is_over(self) -> bool:
        return self.ends_at is not None and arrival() > self.ends_at

    @property
    def slots(self) -> list[datetime]:
        """When meetings may begin on the day, in order."""
        if not (self.slot_minutes and self.meet_from and self.meet_until):
            return []
        step, found, at = timedelta(minutes=self.slot_minutes), [], self.meet_from
        while at + step <= self.meet_until:
            found.append(at)
            at += step
        return found


def _said(value: Any) -> bool:
    return bool(value.get("ko") if isinstance(value, dict) else value)


class Invitee(Versioned, Row, db.Model):
    """One company's part in an event. `is_late` is true when it asked or agreed to come after `reply_by`, by the clock;
    `attendance` and `result` are keys of kinds.py, "" while nobody has recorded them."""

    __tablename__ = "event_invitee"
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    state: Mapped[str] = mapped_column(default=InviteeState.INVITED.value)
    wish: Mapped[str] = mapped_column(default="")
    asked_at: Mapped[datetime | None]
    is_late: Mapped[bool] = mapped_column(default=False)
    answered_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    attendance: Mapped[str] = mapped_column(default="")
    result: Mapped[str] = mapped_column(default="")
    result_note: Mapped[str] = mapped_column(default="")
    result_on: Mapped[date | None]
    result_party_id: Mapped[int | None] = mapped_column(ForeignKey("event_party.id"))
    event: Mapped[Event] = relationship()
    company: Mapped[Company] = relationship()
    result_party: Mapped[Party | None] = relationship()
    __table_args__ = (
        UniqueConstraint("event_id", "company_id"),
        CheckConstraint("attendance IN ('', 'attended', 'late', 'absent')", name="attendance"),
        CheckConstraint("result IN ('', 'connected', 'declined', 'not_suitable')", name="result"),
    )

    @property
    def was_missed(self) -> bool:
        """Whether the event passed it by: absent, late, or never let in because it asked too late."""
        if self.state in ON_THE_LIST:
            return self.attendance in ("late", "absent")
        return self.state == InviteeState.ASKED or self.is_late

    @property
    def days_waiting(self) -> int:
        """How many days ago the event was, by Seoul's calendar."""
        return (today() - in_seoul(self.event.ends_at).date()).days if self.event.ends_at else 0


class Meeting(Versioned, Row, db.Model):
    """One conversation of a company with one side of the city. Neither has two at the same time; `starts_at` is empty until
    somebody accepts, and for a meeting on the spot whose time nobody wrote down."""

    __tablename__ = "meeting"
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"), index=True)
    invitee_id: Mapped[int] = mapped_column(ForeignKey("event_invitee.id"))
    party_id: Mapped[int] = mapped_column(ForeignKey("event_party.id"))
    state: Mapped[str] = mapped_column(default=MeetingState.REQUESTED.value)
    by_company: Mapped[bool]
    wish: Mapped[str] = mapped_column(default="")
    wished_at: Mapped[datetime | None]
    starts_at: Mapped[datetime | None]
    ends_at: Mapped[datetime | None]
    reason: Mapped[str] = mapped_column(default="")
    outcome: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    event: Mapped[Event] = relationship()
    invitee: Mapped[Invitee] = relationship()
    party: Mapped[Party] = relationship()
    __table_args__ = (
        CheckConstraint("outcome IN ('', 'connected', 'agreed', 'not_suitable')", name="outcome"),
        Index("ix_meeting_waiting", "invitee_id", "party_id", unique=True, sqlite_where=REQUESTED, postgresql_where=REQUESTED),
        Index("ix_meeting_company", "invitee_id", "starts_at", unique=True, sqlite_where=BOOKED, postgresql_where=BOOKED),
        Index("ix_meeting_party", "party_id", "starts_at", unique=True, sqlite_where=BOOKED, postgresql_where=BOOKED),
    )


class Question(Versioned, Row, db.Model):
    """What was asked about or at an event; by the people of `invitee`, or written down by a manager for someone who spoke.
    `is_named` says that the company agreed to be named beside it."""

    __tablename__ = "event_question"
    event_id: Mapped[int] = mapped_column(ForeignKey("event.id"))
    invitee_id: Mapped[int | None] = mapped_column(ForeignKey("event_invitee.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    state: Mapped[str] = mapped_column(default=QuestionState.ASKED.value)
    text: Mapped[str]
    is_named: Mapped[bool] = mapped_column(default=False)
    wording: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime | None]
    event: Mapped[Event] = relationship()
    invitee: Mapped[Invitee | None] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    __table_args__ = (Index("ix_event_question_list", "event_id", "state", "id"),)

"""A call, its editions, the revisions they come from, and questions about it: the row carries what pages filter by, the
edition the workflow."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint, text
from sqlalchemy.orm import Mapped, foreign, mapped_column, relationship, remote

from portal.accounts.models import User
from portal.calls.definition import Definition, Text
from portal.calls.definition.document import Head
from portal.calls.definition.shapes import Record
from portal.calls.lifecycle import CallState, InquiryState, RevisionState
from portal.foundation.clock import arrival
from portal.foundation.db import Row, Versioned, db
from portal.programs.models import Program

LIVE = "state IN ('writing', 'proposed')"


class CallEdition(Row, db.Model):
    """The workflow of a call as it stood at one time; never changed, only followed by a newer one."""

    __tablename__ = "call_edition"
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    number: Mapped[int]
    body: Mapped[dict[str, Any]]
    reason: Mapped[str] = mapped_column(default="")
    made_by_id: Mapped[int | None]
    __table_args__ = (UniqueConstraint("call_id", "number"),)


class Call(Versioned, Row, db.Model):
    """One published invitation with its opening and closing instants."""

    __tablename__ = "call"
    program_id: Mapped[int] = mapped_column(ForeignKey("program.id"), index=True)
    code: Mapped[str] = mapped_column(unique=True)
    title: Mapped[dict[str, Any]]
    state: Mapped[str] = mapped_column(default=CallState.DRAFT.value)
    announced_on: Mapped[date]
    opens_at: Mapped[datetime]
    closes_at: Mapped[datetime] = mapped_column(index=True)
    edition_number: Mapped[int] = mapped_column(default=1)
    last_serial: Mapped[int] = mapped_column(default=0)
    again_of_id: Mapped[int | None] = mapped_column(ForeignKey("call.id"))
    program: Mapped[Program] = relationship()
    edition: Mapped[CallEdition] = relationship(
        primaryjoin=lambda: (Call.id == foreign(remote(CallEdition.call_id)))
        & (Call.edition_number == foreign(remote(CallEdition.number))), viewonly=True, uselist=False)

    @property
    def definition(self) -> Definition:
        """The workflow now in force."""
        return _definition_of(self.edition)

    @property
    def document(self) -> dict[str, Any]:
        """The call as one document: heading and workflow (JSON values)."""
        head = Head(Text(**self.title), self.announced_on, self.opens_at, self.closes_at)
        return {"call": Record(Head).body(head), "definition": self.edition.body}

    @property
    def phase(self) -> str:
        """When the request arrived: "soon", "open" or "closed", by the server's clock. The closing instant itself is open."""
        moment = arrival()
        if moment < self.opens_at:
            return "soon"
        return "open" if moment <= self.closes_at else "closed"


class Revision(Versioned, Row, db.Model):
    """A call as it is being written, or a change to it: `body` is the whole document and may still be wrong; `former` is what
    it began from, `undo` what it was before the last save. Approved, it becomes the edition `number`."""

    __tablename__ = "revision"
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    state: Mapped[str] = mapped_column(default=RevisionState.WRITING.value)
    number: Mapped[int | None]
    former: Mapped[dict[str, Any]]
    body: Mapped[dict[str, Any]]
    undo: Mapped[dict[str, Any] | None] = mapped_column(db.JSON(none_as_null=True))
    reason: Mapped[str] = mapped_column(default="")
    note: Mapped[str] = mapped_column(default="")
    proposed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    proposed_at: Mapped[datetime | None]
    approved_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    approved_at: Mapped[datetime | None]
    call: Mapped[Call] = relationship()
    proposed_by: Mapped[User | None] = relationship(foreign_keys=[proposed_by_id])
    approved_by: Mapped[User | None] = relationship(foreign_keys=[approved_by_id])
    __table_args__ = (
        Index("ix_revision_live", "call_id", unique=True, sqlite_where=text(LIVE), postgresql_where=text(LIVE)),
        Index("ix_revision_call", "call_id", "id"),
    )

    @property
    def is_first(self) -> bool:
        """Whether it brings the call before the public, or changes one that is there."""
        return self.call.state == CallState.DRAFT


class Trial(Row, db.Model):
    """What one of its people typed while trying out a draft: answers by question, marks by stage. Never a proposal."""

    __tablename__ = "trial"
    revision_id: Mapped[int] = mapped_column(ForeignKey("revision.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    answers: Mapped[dict[str, Any]] = mapped_column(default=dict)
    marks: Mapped[dict[str, Any]] = mapped_column(default=dict)
    __table_args__ = (UniqueConstraint("revision_id", "user_id"),)


class Inquiry(Versioned, Row, db.Model):
    """One question about a call. `text` is the asker's and stays with the program's people; what the public reads is
    `wording` and `answer`. Of a declined one `answer` holds the reason, for the asker alone."""

    __tablename__ = "inquiry"
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    state: Mapped[str] = mapped_column(default=InquiryState.ASKED.value)
    text: Mapped[str]
    wording: Mapped[str] = mapped_column(default="")
    answer: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime | None]
    call: Mapped[Call] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    __table_args__ = (Index("ix_inquiry_list", "call_id", "state", "id"), Index("ix_inquiry_asker", "asked_by_id"))


_parsed: dict[int, tuple[dict[str, Any], Definition]] = {}
PARSED_AT_MOST = 256


def _definition_of(edition: CallEdition) -> Definition:
    """Parse an edition once per process; the body is compared, so that another database's edition is never mistaken for it."""
    known = _parsed.get(edition.id)
    if known is None or known[0] != edition.body:
        if len(_parsed) >= PARSED_AT_MOST:
            _parsed.clear()
        known = _parsed[edition.id] = (edition.body, Definition.parse(edition.body))
    return known[1]

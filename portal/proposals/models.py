"""A proposal: its working copy, answer by answer, and the submissions that were received and never change."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.accounts.models import Company, User
from portal.calls.models import Call
from portal.foundation.clock import arrival, now, today
from portal.foundation.db import Row, Versioned, db
from portal.foundation.stored_files import StoredFile
from portal.partners.models import Offer
from portal.proposals.lifecycle import ProposalState
from portal.proposals.requesting import RequestState
from portal.proposals.siting import SitingState
from portal.sites.models import Site


class Answer(db.Model):
    """The working copy of one answer; its version tells two tabs apart."""

    __tablename__ = "answer"
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    value: Mapped[Any] = mapped_column(db.JSON)
    version: Mapped[int] = mapped_column(default=1)
    updated_at: Mapped[datetime] = mapped_column(default=now, onupdate=now)
    updated_by_id: Mapped[int | None]


class Consent(Row, db.Model):
    """One consent given or refused on its own, with the edition of the text that was shown."""

    __tablename__ = "consent"
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    key: Mapped[str]
    given: Mapped[bool]
    edition_number: Mapped[int]
    by_id: Mapped[int]
    at: Mapped[datetime] = mapped_column(default=now)
    __table_args__ = (UniqueConstraint("proposal_id", "key"),)


class Attachment(Row, db.Model):
    """A file in one slot of the working copy; taken out, it stays for the submissions that carried it."""

    __tablename__ = "attachment"
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"), index=True)
    slot: Mapped[str]
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"))
    added_by_id: Mapped[int | None]
    removed_at: Mapped[datetime | None]
    file: Mapped[StoredFile] = relationship(lazy="joined", innerjoin=True)


class GateResult(Row, db.Model):
    """The manager's answer to one eligibility item: passed, or failed for a reason."""

    __tablename__ = "gate_result"
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    key: Mapped[str]
    passed: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(default="")
    by_id: Mapped[int]
    __table_args__ = (UniqueConstraint("proposal_id", "key"),)


class BonusClaim(Row, db.Model):
    """A bonus the company claims; it counts only when the manager accepts the proof."""

    __tablename__ = "bonus_claim"
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    key: Mapped[str]
    accepted: Mapped[bool | None]
    reason: Mapped[str] = mapped_column(default="")
    judged_by_id: Mapped[int | None]
    __table_args__ = (UniqueConstraint("proposal_id", "key"),)


class AppliedDeduction(Row, db.Model):
    """Points taken off for a fault on record; what was undone stays, with who and why."""

    __tablename__ = "applied_deduction"
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    key: Mapped[str]
    reason: Mapped[str]
    proof: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    undone_at: Mapped[datetime | None]
    undone_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    undone_reason: Mapped[str] = mapped_column(default="")
    by: Mapped[User] = relationship(foreign_keys=[by_id])
    undone_by: Mapped[User | None] = relationship(foreign_keys=[undone_by_id])
    __table_args__ = (
        Index("uq_applied_deduction_standing", "proposal_id", "key", unique=True,
              sqlite_where=db.text("undone_at IS NULL"), postgresql_where=db.text("undone_at IS NULL")),
        Index("ix_applied_deduction_proposal", "proposal_id", "id"),
    )


class Submission(Row, db.Model):
    """What was received, word for word, with its receipt; a later one follows it, nothing replaces it."""

    __tablename__ = "submission"
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    number: Mapped[int]
    kind: Mapped[str] = mapped_column(default="submission")
    track: Mapped[str | None]
    receipt_number: Mapped[str] = mapped_column(unique=True)
    received_at: Mapped[datetime]
    edition_number: Mapped[int]
    answers: Mapped[dict[str, Any]]
    consents: Mapped[dict[str, Any]]
    bonus: Mapped[list[Any]]
    files: Mapped[list[Any]]
    sha256: Mapped[str]
    by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    by: Mapped[User] = relationship()
    __table_args__ = (UniqueConstraint("proposal_id", "number"),)


class Extension(Row, db.Model):
    """One company may send its proposal to a call until later than the others."""

    __tablename__ = "extension"
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"))
    until: Mapped[datetime]
    reason: Mapped[str]
    given_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    company: Mapped[Company] = relationship()
    __table_args__ = (UniqueConstraint("call_id", "company_id"),)


class Siting(Versioned, Row, db.Model):
    """What the owner of a site is asked about one proposal: whether it can be tried out there, by when they answer, and
    what they said last. `rank` is the place of the site in the proposal, `note` what the manager tells them of it."""

    __tablename__ = "siting"
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    site_id: Mapped[int] = mapped_column(ForeignKey("site.id"))
    rank: Mapped[int]
    state: Mapped[str] = mapped_column(default=SitingState.ASKED.value)
    note: Mapped[str]
    due_on: Mapped[date]
    answer: Mapped[str] = mapped_column(default="")
    reason: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime | None]
    proposal: Mapped["Proposal"] = relationship()
    site: Mapped[Site] = relationship()
    __table_args__ = (UniqueConstraint("proposal_id", "site_id"), Index("ix_siting_list", "site_id", "state", "due_on", "id"))

    @property
    def is_overdue(self) -> bool:
        """Not answered by the end of its day, by Seoul's calendar."""
        return self.state == SitingState.ASKED and self.due_on < today()


class OfferRequest(Versioned, Row, db.Model):
    """A partner's offer that a submission asks for. `rank` is its place in the proposal; `shared` says whether the applicant
    agreed that the partner's people read about it, where the call asks for such a consent."""

    __tablename__ = "offer_request"
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    offer_id: Mapped[int] = mapped_column(ForeignKey("offer.id"))
    rank: Mapped[int]
    state: Mapped[str] = mapped_column(default=RequestState.ASKED.value)
    shared: Mapped[bool] = mapped_column(default=False)
    reason: Mapped[str] = mapped_column(default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime | None]
    proposal: Mapped["Proposal"] = relationship()
    offer: Mapped[Offer] = relationship()
    __table_args__ = (UniqueConstraint("proposal_id", "offer_id"), Index("ix_offer_request_list", "offer_id", "state", "id"))


class ProposalMember(Row, db.Model):
    """An organization that takes part in what was received last: ten digits, by which a partner or a reviewer's company is
    recognized. Those without such a number stand in the submission alone."""

    __tablename__ = "proposal_member"
    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposal.id"))
    brn: Mapped[str] = mapped_column(index=True)
    name: Mapped[str]
    __table_args__ = (UniqueConstraint("proposal_id", "brn"),)


class Proposal(Versioned, Row, db.Model):
    """One company's proposal to one call. `documents_missing` counts the required slots of the open round without a file.

    `supplement_scope` and `revise_scope` name the fields and slots that may be written in the round; the latter also, as
    `since`, the number of the submission that was judged before it.
    """

    __tablename__ = "proposal"
    call_id: Mapped[int] = mapped_column(ForeignKey("call.id"))
    company_id: Mapped[int] = mapped_column(ForeignKey("company.id"), index=True)
    number: Mapped[str] = mapped_column(unique=True)
    state: Mapped[str] = mapped_column(default=ProposalState.DRAFT.value)
    stage_key: Mapped[str | None]
    track: Mapped[str | None]
    title: Mapped[str] = mapped_column(default="")
    category: Mapped[str] = mapped_column(default="")
    owner_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    submitted_at: Mapped[datetime | None]
    submission_number: Mapped[int] = mapped_column(default=0)
    changed_since: Mapped[bool] = mapped_column(default=False)
    state_since: Mapped[datetime] = mapped_column(default=now)
    supplement_due_at: Mapped[datetime | None]
    supplement_scope: Mapped[dict[str, Any] | None]
    revise_due_at: Mapped[datetime | None]
    revise_scope: Mapped[dict[str, Any] | None]
    documents_due_at: Mapped[datetime | None]
    documents_missing: Mapped[int] = mapped_column(default=0)
    reminded_for: Mapped[datetime | None]
    extended_to: Mapped[datetime | None]
    call: Mapped[Call] = relationship()
    company: Mapped[Company] = relationship()
    owner: Mapped[User] = relationship()
    answers: Mapped[list[Answer]] = relationship(order_by=Answer.key)
    consents: Mapped[list[Consent]] = relationship(order_by=Consent.key)
    gate_results: Mapped[list[GateResult]] = relationship(order_by=GateResult.id)
    bonus_claims: Mapped[list[BonusClaim]] = relationship(order_by=BonusClaim.id)
    attachments: Mapped[list[Attachment]] = relationship(
        primaryjoin=lambda: (Proposal.id == Attachment.proposal_id) & Attachment.removed_at.is_(None),
        order_by=Attachment.id, viewonly=True)
    submission: Mapped[Submission | None] = relationship(
        primaryjoin=lambda: (Proposal.id == db.foreign(Submission.proposal_id))
        & (Proposal.submission_number == db.foreign(Submission.number)), viewonly=True, uselist=False)
    __table_args__ = (
        CheckConstraint("submission_number >= 0", name="submission_number"),
        Index("ix_proposal_list", "call_id", "state", "id"),
        Index("ix_proposal_newest", "call_id", "id"),
        Index("ix_proposal_asked", "call_id", "id", sqlite_where=db.text("documents_due_at IS NOT NULL"),
              postgresql_where=db.text("documents_due_at IS NOT NULL")),
    )

    @property
    def closes_at(self) -> datetime:
        """Until when it may be submitted: the call's deadline, or this company's own later one."""
        return max(self.call.closes_at, self.extended_to or self.call.closes_at)

    @property
    def phase(self) -> str:
        """"soon", "open" or "closed" for this company, by when the request arrived."""
        return "open" if self.call.phase == "closed" and arrival() <= self.closes_at else self.call.phase

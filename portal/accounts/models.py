"""People and the bodies they act for; what they may do is a row that says which role on which thing."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from portal.foundation.clock import now
from portal.foundation.db import Row, Versioned, db

# Who acts for a company, the strongest first: owners also run its file and people, members submit, writers only write.
COMPANY_ROLES = ("owner", "member", "writer")
SUBMITTING_ROLES = ("owner", "member")


class Municipality(Versioned, Row, db.Model):
    """A city, district or province that runs programs; its code stands in addresses and never changes."""

    __tablename__ = "municipality"
    code: Mapped[str] = mapped_column(unique=True)
    name: Mapped[dict[str, Any]]


class Department(Versioned, Row, db.Model):
    """A unit of a municipality: it owns programs, needs and sites."""

    __tablename__ = "department"
    municipality_id: Mapped[int] = mapped_column(ForeignKey("municipality.id"), index=True)
    name: Mapped[dict[str, Any]]
    municipality: Mapped[Municipality] = relationship()


class Company(Versioned, Row, db.Model):
    """A company that proposes pilots; its members act for it."""

    __tablename__ = "company"
    name_ko: Mapped[str]
    name_en: Mapped[str] = mapped_column(default="")
    brn: Mapped[str] = mapped_column(unique=True)
    representative: Mapped[str] = mapped_column(default="")
    address: Mapped[str] = mapped_column(default="")
    founded: Mapped[int | None]
    staff: Mapped[int | None]
    one_line: Mapped[str] = mapped_column(default="")
    field: Mapped[str] = mapped_column(default="", server_default="")
    homepage: Mapped[str] = mapped_column(default="", server_default="")

    def name_in(self, locale: str) -> str:
        return self.name_en if locale == "en" and self.name_en else self.name_ko


class Role(Row, db.Model):
    """One role given to one person on one thing: manager of a program, reviewer of a call, owner of a company."""

    __tablename__ = "role"
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    name: Mapped[str]
    on: Mapped[str]
    on_id: Mapped[int]
    given_by_id: Mapped[int | None]
    __table_args__ = (UniqueConstraint("user_id", "name", "on", "on_id"), Index("ix_role_on", "on", "on_id", "name"))


class User(Versioned, Row, db.Model):
    """A person with one personal sign-in."""

    __tablename__ = "user"
    email: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    phone: Mapped[str] = mapped_column(default="")
    password_hash: Mapped[str] = mapped_column(default="")
    locale: Mapped[str] = mapped_column(default="ko")
    confirmed_at: Mapped[datetime | None]
    deactivated_at: Mapped[datetime | None]
    roles: Mapped[list[Role]] = relationship(lazy="selectin", order_by=Role.id)

    is_system = False
    is_authenticated = True
    is_anonymous = False
    sign_in_token: str = ""

    @property
    def is_active(self) -> bool:
        return self.deactivated_at is None

    def get_id(self) -> str:
        """What the session cookie keeps: the token of this one sign-in, not the person's number."""
        return self.sign_in_token

    def has(self, name: str, on: str, on_id: int | None = None) -> bool:
        """Whether this role was given on this thing (or on any thing of the kind)."""
        return any(r.name == name and r.on == on and on_id in (None, r.on_id) for r in self.roles)

    def ids(self, on: str, *names: str) -> list[int]:
        """The numbers of the things of one kind on which any of these roles was given."""
        return sorted({r.on_id for r in self.roles if r.on == on and r.name in names})


class Nobody:
    """A visitor who has not signed in: holds no role on anything."""

    id = None
    name = ""
    email = ""
    locale = ""
    is_system = False
    is_authenticated = False
    is_anonymous = True
    is_active = True
    roles: tuple[()] = ()

    def get_id(self) -> None:
        return None

    def has(self, name: str, on: str, on_id: int | None = None) -> bool:
        return False

    def ids(self, on: str, *names: str) -> list[int]:
        return []


class SignIn(Row, db.Model):
    """One sign-in on one device, until it ends or runs out."""

    __tablename__ = "sign_in"
    token_hash: Mapped[str] = mapped_column(unique=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    device: Mapped[str] = mapped_column(default="")
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]
    user: Mapped[User] = relationship()


class FailedSignIn(Row, db.Model):
    """A wrong password, remembered for a while so that guessing is slowed per account and per address."""

    __tablename__ = "failed_sign_in"
    email: Mapped[str] = mapped_column(index=True)
    address: Mapped[str] = mapped_column(index=True)


class MailLink(Row, db.Model):
    """A one-use link sent by mail: to confirm an address or to set a new password.

    `kept` holds what was registered with it (name, password hash), so that only the one who opens the letter decides.
    """

    __tablename__ = "mail_link"
    purpose: Mapped[str]
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
    kept: Mapped[dict[str, Any]] = mapped_column(default=dict)
    user: Mapped[User] = relationship()


class Invitation(Row, db.Model):
    """A role offered to an address, taken up by whoever opens the link and signs in with that address.

    `label` says in both languages what it is on; nobody in person invites where a command of the portal did.
    """

    __tablename__ = "invitation"
    email: Mapped[str] = mapped_column(index=True)
    role: Mapped[str]
    on: Mapped[str]
    on_id: Mapped[int]
    token_hash: Mapped[str] = mapped_column(unique=True)
    expires_at: Mapped[datetime]
    label: Mapped[dict[str, Any]] = mapped_column(default=dict)
    invited_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    accepted_at: Mapped[datetime | None]
    withdrawn_at: Mapped[datetime | None]
    invited_by: Mapped[User | None] = relationship()

    @property
    def is_open(self) -> bool:
        """Whether it can still be taken up."""
        return self.accepted_at is None and self.withdrawn_at is None and now() < self.expires_at

"""Which files were accepted: one row per stored file, with its hash, and its words for search; who may fetch it is the business
of its noun."""

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from portal.foundation.clock import now
from portal.foundation.db import Row, db


class StoredFile(Row, db.Model):
    """A file as it was received: never changed, fetched only through the noun it belongs to."""

    __tablename__ = "stored_file"
    key: Mapped[str]
    name: Mapped[str]
    size: Mapped[int] = mapped_column(BigInteger)
    sha256: Mapped[str]
    mime: Mapped[str]
    extension: Mapped[str]
    received_by_id: Mapped[int | None]


class FileText(db.Model):
    """What was read of one stored file: composed (NFC), single blanks, bounded (`files/texts.py`); empty where it failed."""

    __tablename__ = "file_text"
    file_id: Mapped[int] = mapped_column(ForeignKey("stored_file.id"), primary_key=True)
    text: Mapped[str] = mapped_column(default="")
    trouble: Mapped[str] = mapped_column(default="")
    read_at: Mapped[datetime] = mapped_column(default=now)

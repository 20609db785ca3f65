"""Which files were accepted: one row per stored file, with its hash; who may fetch it is the business of its noun."""

from sqlalchemy import BigInteger
from sqlalchemy.orm import Mapped, mapped_column

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

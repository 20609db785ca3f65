"""The one way a file comes in and goes out: checked, scanned, kept in the store, and a row that says what was kept."""

from typing import Any, BinaryIO

from flask import current_app

from portal.foundation.db import db
from portal.foundation.errors import Problem
from portal.foundation.files import (
    ClamdScanner,
    LocalStore,
    Scanner,
    ScannerDown,
    SignatureScanner,
    Store,
    StoreFull,
    StoreMissing,
    accept_upload,
)
from portal.foundation.i18n import _
from portal.foundation.stored_files import StoredFile


class NotNow(Problem):
    """The store or the scanner is away: nothing was kept, and trying again later helps."""

    status = 503


def receive(stream: BinaryIO, name: str, accept: list[str], max_bytes: int, by: Any) -> StoredFile:
    """Take a file in (extensions without the dot, size in bytes) and add its row to the session; the row has its id.

    Raises FileRefused with a reason the page translates, NotNow when the store is full or the scanner is down.
    """
    try:
        kept = accept_upload(stream, name, accept=accept, max_bytes=max_bytes, store=_store(), scanner=_scanner())
    except ScannerDown as down:
        words = _("Files cannot be checked for viruses just now. Nothing was kept; please try again in a few minutes.")
        raise NotNow(words) from down
    except StoreFull as full:
        raise NotNow(_("There is no room for files just now. Nothing was kept; please try again later.")) from full
    row = StoredFile(key=kept.key, name=kept.name, size=kept.size, sha256=kept.sha256, mime=kept.mime,
                     extension=kept.extension, received_by_id=by.id)
    db.session.add(row)
    db.session.flush()
    return row


def open_file(stored: StoredFile) -> BinaryIO:
    """The bytes as they were received; the caller closes them. Raises NotNow when the store has lost them."""
    try:
        return _store().open(stored.key)
    except StoreMissing as missing:
        raise NotNow(_("This file cannot be fetched just now. Please tell us the code below.")) from missing


def _store() -> Store:
    return LocalStore(current_app.config["FILES_ROOT"])


def _scanner() -> Scanner:
    """ClamAV where CLAMD names it (a socket's path, or host:port), else the built-in one that knows only the test file."""
    where = current_app.config["CLAMD"]
    if not where:
        return SignatureScanner()
    if where.startswith("/"):
        return ClamdScanner(where)
    host, _colon, port = where.partition(":")
    return ClamdScanner(host=host, port=int(port or 3310))

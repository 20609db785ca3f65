"""Evidence as browsers send it: every file is taken in or named with the reason why not; all of them or none."""

from collections.abc import Sequence
from typing import Any

from werkzeug.datastructures import FileStorage

from portal.foundation import filing
from portal.foundation.errors import Invalid
from portal.foundation.files import FileRefused
from portal.foundation.i18n import _
from portal.foundation.stored_files import StoredFile

ACCEPT = ("pdf", "hwp", "hwpx", "docx", "xlsx", "pptx", "odt", "png", "jpg")
LARGEST = 30 * 10**6


def receive_all(files: Sequence[FileStorage], *, by: Any, field: str = "files") -> list[StoredFile]:
    """The files, kept and recorded. Raises Invalid naming each file that was refused and why; then none is used."""
    kept, refused = [], []
    for file in files:
        try:
            kept.append(filing.receive(file.stream, file.filename or "", list(ACCEPT), LARGEST, by))
        except FileRefused as refusal:
            refused.append(_(refusal.template, **refusal.params))
    if refused:
        raise Invalid({field: refused})
    return kept

"""The one way in for a file: count, check, scan, store; a file that is refused at any step leaves nothing behind."""

import errno
import hashlib
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO, BinaryIO

from portal.foundation.files.kinds import kind_of_name, kinds_of, sniff
from portal.foundation.files.limits import CHUNK, in_megabytes
from portal.foundation.files.names import honest_name
from portal.foundation.files.refusals import FileRefused
from portal.foundation.files.scan import Infected, Scanner, ScannerDown
from portal.foundation.files.store import Store, StoreFull


@dataclass(frozen=True)
class Accepted:
    """A file that was taken, byte for byte: where it lies, its honest name, size in bytes, SHA-256 in hexadecimal, and kind.

    `scanned` is False only when the scanner was down and the caller asked to hold such files: nobody may fetch it yet.
    """

    key: str
    name: str
    size: int
    sha256: str
    mime: str
    extension: str
    scanned: bool = True


def accept_upload(
    stream: BinaryIO,
    name: str,
    *,
    accept: list[str],
    max_bytes: int,
    store: Store,
    scanner: Scanner,
    hold_unscanned: bool = False,
) -> Accepted:
    """Take a file of one of the kinds in `accept` (extensions) with at most `max_bytes` bytes; the stream is read once.

    Raises FileRefused with words for the person, StoreFull, and ScannerDown; with `hold_unscanned` a file that could not be
    scanned is stored all the same and says so.
    """
    clean_name = honest_name(name)
    kind_of_name(clean_name, accept)  # before a byte is read
    with _room(), tempfile.NamedTemporaryFile(prefix="upload-") as draft:
        path = Path(draft.name)
        try:
            sha256 = _receive(stream, draft.file, max_bytes)
            kind = sniff(path, clean_name, accept)
            scanned = _scan(path, scanner, hold_unscanned)
        except FileRefused as refusal:
            allowed = ", ".join(each.label for each in kinds_of(accept))
            refusal.about(name=clean_name, allowed=allowed)
            raise
        with path.open("rb") as file:
            stored = store.put(file, sha256_hint=sha256)
    return Accepted(stored.key, clean_name, stored.size, stored.sha256, kind.mime, kind.extension, scanned)


def _receive(stream: BinaryIO, draft: IO[bytes], max_bytes: int) -> str:
    """Copy the stream and return its SHA-256; never reads more than one byte past the limit."""
    digest, left = hashlib.sha256(), max_bytes
    while chunk := stream.read(min(CHUNK, left + 1)):
        left -= len(chunk)
        if left < 0:
            raise FileRefused("too_large", limit=in_megabytes(max_bytes))
        digest.update(chunk)
        draft.write(chunk)
    draft.flush()
    return digest.hexdigest()


def _scan(path: Path, scanner: Scanner, hold_unscanned: bool) -> bool:
    """Whether it was scanned; raises FileRefused when something was found."""
    try:
        verdict = scanner.scan(path)
    except ScannerDown:
        if not hold_unscanned:
            raise
        return False
    if isinstance(verdict, Infected):
        raise FileRefused("infected", virus=verdict.name)
    return True


@contextmanager
def _room() -> Iterator[None]:
    """The folder for drafts can be full before the store is."""
    try:
        yield
    except OSError as error:
        if error.errno in (errno.ENOSPC, errno.EDQUOT):
            raise StoreFull(str(error)) from error
        raise

"""Where accepted files lie: five verbs over a folder today and an object store later; no half file ever has a final name."""

import errno
import hashlib
import os
import re
import secrets
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, Protocol

from portal.foundation.clock import now
from portal.foundation.files.limits import CHUNK

_KEY = re.compile(r"[0-9a-f]{32}")
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class StoreFull(Exception):
    """There is no room left; nothing was kept."""


class StoreMissing(Exception):
    """No file has this key."""


class StoreMismatch(Exception):
    """What arrived is not what was announced (`sha256_hint`); nothing was kept."""


@dataclass(frozen=True)
class Stored:
    """A file in the store: its key, its size in bytes and the SHA-256 of its bytes in hexadecimal."""

    key: str
    size: int
    sha256: str


class Store(Protocol):
    """What every store can do. Keys are made by the store and mean nothing outside it."""

    def put(self, stream: BinaryIO, *, sha256_hint: str | None = None) -> Stored:
        """Keep what `stream` still has to say; raises StoreFull, or StoreMismatch if its SHA-256 is not the hint."""
        ...

    def open(self, key: str) -> BinaryIO:
        """The bytes, from the start; the caller closes it. Raises StoreMissing."""
        ...

    def exists(self, key: str) -> bool:
        """Whether there is a file with this key."""
        ...

    def delete(self, key: str) -> None:
        """Forget the file; raises StoreMissing."""
        ...

    def size(self, key: str) -> int:
        """Its size in bytes; raises StoreMissing."""
        ...


class LocalStore:
    """A folder, sharded by the first two characters of the key.

    Keys are random, not made from the content: the same file uploaded twice is two files with lives of their own (one may be
    deleted, replaced or kept longer), and nobody can learn from a key or from timing that somebody else has the same file.
    """

    def __init__(self, root: Path | str) -> None:
        self.root = Path(root)
        self.incoming = self.root / "incoming"

    def put(self, stream: BinaryIO, *, sha256_hint: str | None = None) -> Stored:
        """Write to `incoming/`, sync, then rename: a crash leaves either the whole file under its key or none."""
        key = secrets.token_hex(16)
        final, draft = self._path(key), self.incoming / key
        with _room(), _gone_unless_moved(draft):
            self.incoming.mkdir(parents=True, exist_ok=True)
            final.parent.mkdir(exist_ok=True)
            size, sha256 = _write(stream, draft)
            if sha256_hint is not None and sha256 != sha256_hint.lower():
                raise StoreMismatch(f"expected SHA-256 {sha256_hint}, received {sha256}")
            os.replace(draft, final)
            _sync_folder(final.parent)
        return Stored(key, size, sha256)

    def open(self, key: str) -> BinaryIO:
        """The bytes, from the start; the caller closes it. Raises StoreMissing."""
        with _missing(key):
            return self._path(key).open("rb")

    def exists(self, key: str) -> bool:
        """Whether there is a file with this key; nonsense keys have none."""
        return _KEY.fullmatch(key) is not None and self._path(key).is_file()

    def delete(self, key: str) -> None:
        """Forget the file; raises StoreMissing."""
        with _missing(key):
            self._path(key).unlink()

    def size(self, key: str) -> int:
        """Its size in bytes; raises StoreMissing."""
        with _missing(key):
            return self._path(key).stat().st_size

    def forget_unfinished(self, *, older_than: float = 24 * 3600) -> int:
        """Remove what a crash left half-written more than `older_than` seconds ago; says how many. For a nightly job."""
        before, gone = now().timestamp() - older_than, 0
        for draft in self.incoming.glob("*") if self.incoming.is_dir() else ():
            with suppress(FileNotFoundError):
                if draft.stat().st_mtime < before:
                    draft.unlink()
                    gone += 1
        return gone

    def _path(self, key: str) -> Path:
        """Where the key lies; only keys this store could have made have a place, so no key can leave the folder."""
        if not _KEY.fullmatch(key):
            raise StoreMissing(key)
        return self.root / key[:2] / key


def _write(stream: BinaryIO, path: Path) -> tuple[int, str]:
    """Copy, count and hash in one reading; on the disk, not only in its cache, when this returns."""
    digest, size = hashlib.sha256(), 0
    with path.open("xb") as file:
        os.chmod(file.fileno(), 0o600)
        while chunk := stream.read(CHUNK):
            digest.update(chunk)
            size += len(chunk)
            file.write(chunk)
        file.flush()
        os.fsync(file.fileno())
    return size, digest.hexdigest()


def _sync_folder(folder: Path) -> None:
    """Make the new name itself survive a power cut."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


@contextmanager
def _room() -> Iterator[None]:
    """Say StoreFull where the operating system says that the disk or quota is full."""
    try:
        yield
    except OSError as error:
        if error.errno in _NO_ROOM:
            raise StoreFull(str(error)) from error
        raise


@contextmanager
def _gone_unless_moved(draft: Path) -> Iterator[None]:
    """Whatever goes wrong, no draft stays behind."""
    try:
        yield
    finally:
        with suppress(FileNotFoundError):
            draft.unlink()


@contextmanager
def _missing(key: str) -> Iterator[None]:
    try:
        yield
    except FileNotFoundError as error:
        raise StoreMissing(key) from error

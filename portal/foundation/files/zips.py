"""Zip files, and documents that are zip files: what they claim is judged first, what they hold is read in small pieces."""

import re
import struct
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import IO, BinaryIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from portal.foundation.files.limits import CHUNK, MAX_DIRECTORY, MAX_ENTRIES, MAX_OBJECT, MAX_RATIO, RATIO_FROM, Budget
from portal.foundation.files.refusals import FileRefused

MAGIC = b"PK\x03\x04"
_END, _END64 = b"PK\x05\x06", b"PK\x06\x06"
_ENCRYPTED = 0x1
_LOCAL_HEADER = 30  # bytes before the name
_DRIVE = re.compile(r"^[A-Za-z]:")


class Part:
    """One member while it is being read: `head` is its first 64 KB, `chunks()` all of it, once."""

    def __init__(self, info: ZipInfo, stream: IO[bytes], budget: Budget) -> None:
        self.name, self.size = info.filename, info.file_size
        self._stream, self._budget = stream, budget
        self._given = False
        self.head = self._read()

    def chunks(self) -> Iterator[bytes]:
        """The whole member in pieces; counts them, so that a lie about the size costs nothing."""
        chunk, self._given = (b"" if self._given else self.head), True
        while chunk:
            yield chunk
            chunk = self._read()

    def whole(self) -> bytes:
        """The whole member at once; refused above MAX_OBJECT bytes."""
        if self.size > MAX_OBJECT:
            raise FileRefused("too_complex")
        return b"".join(self.chunks())

    def finish(self) -> None:
        """Read what nobody read: the checksum is compared at the end."""
        for _ in self.chunks():
            pass

    def _read(self) -> bytes:
        chunk = self._stream.read(CHUNK)
        self._budget.spend(len(chunk))
        return chunk


@contextmanager
def opened(source: Path | BinaryIO, budget: Budget) -> Iterator[ZipFile]:
    """A zip file whose table of contents was found sound; raises FileRefused, or BadZipFile when there is none."""
    with source.open("rb") if isinstance(source, Path) else source as file:
        if file.read(4) != MAGIC:
            raise FileRefused("damaged")
        if _directory_size(file) > MAX_DIRECTORY:
            raise FileRefused("too_many_entries", limit=f"{MAX_ENTRIES:,}")
        with ZipFile(file) as archive:
            _check_contents(archive, budget)
            yield archive


def must_be_zip(path: Path) -> None:
    """Raise FileRefused unless the first bytes are those of a zip file."""
    with path.open("rb") as file:
        if file.read(4) != MAGIC:
            raise FileRefused("content_mismatch")


def check_document(path: Path, budget: Budget, check: Callable[[Part], None], *, mime: bytes, needed: set[str]) -> None:
    """Check each part of a zip that says in its part `mimetype` what it is (HWPX, ODT); refuse other kinds and gaps."""
    must_be_zip(path)
    with opened(path, budget) as archive:
        if _media_type(archive) != mime:
            raise FileRefused("content_mismatch")
        if not set(archive.namelist()) >= needed:
            raise FileRefused("damaged")
        for part in parts(archive, budget):
            check(part)


def parts(archive: ZipFile, budget: Budget) -> Iterator[Part]:
    """Each member that is not a folder, read to its end even if the caller does not; BadZipFile for a wrong checksum."""
    for info in archive.infolist():
        if info.is_dir():
            continue
        with archive.open(info) as stream:
            part = Part(info, stream, budget)
            yield part
            part.finish()


def _media_type(archive: ZipFile) -> bytes:
    """What a document says about itself in its part `mimetype`; empty when it has none."""
    if "mimetype" not in archive.namelist():
        return b""
    with archive.open("mimetype") as stream:
        return stream.read(100).strip()


def _directory_size(file: BinaryIO) -> int:
    """Bytes of the table of contents as the end of the file declares them, before anything is built from it."""
    file.seek(0, 2)
    start = max(0, file.tell() - 22 - 0xFFFF)
    file.seek(start)
    tail = file.read()
    found = len(tail) - 22 if tail[-22:-18] == _END and tail[-2:] == b"\0\0" else tail.rfind(_END)
    if found < 0 or found + 16 > len(tail):
        raise FileRefused("damaged")
    size = int(struct.unpack_from("<I", tail, found + 12)[0])
    record = tail.rfind(_END64, 0, found)
    if record >= 0 and record + 48 <= len(tail):
        size = max(size if size != 0xFFFFFFFF else 0, int(struct.unpack_from("<Q", tail, record + 40)[0]))
    file.seek(0)
    return size


def _check_contents(archive: ZipFile, budget: Budget) -> None:
    """Judge the table of contents alone: number, names, methods, sizes, places."""
    infos = archive.infolist()
    budget.enter(len(infos))
    declared = 0
    for info in infos:
        _check_member(info)
        declared += info.file_size
    if declared > budget.unpacked:
        raise FileRefused("unpacks_too_large")
    _check_places(archive, infos)


def _check_member(info: ZipInfo) -> None:
    if info.flag_bits & _ENCRYPTED:
        raise FileRefused("protected")
    if info.compress_type not in (ZIP_STORED, ZIP_DEFLATED):
        raise FileRefused("damaged")  # the other methods cannot be unpacked in small pieces
    if info.is_dir() and info.file_size:
        raise FileRefused("damaged")
    path = info.filename.replace("\\", "/")
    if path.startswith("/") or _DRIVE.match(path) or ".." in path.split("/"):
        raise FileRefused("unsafe_path")
    if info.file_size > RATIO_FROM and info.file_size > MAX_RATIO * max(1, info.compress_size):
        raise FileRefused("unpacks_too_large")


def _check_places(archive: ZipFile, infos: list[ZipInfo]) -> None:
    """Each member has its own bytes: starting at the first byte of the file, not shared, not past the table of contents."""
    free = 0
    for info in sorted(infos, key=lambda each: each.header_offset):
        if info.header_offset < free:
            raise FileRefused("unpacks_too_large")
        if free == 0 and info.header_offset != 0:
            raise FileRefused("mixed_content")
        free = info.header_offset + _LOCAL_HEADER + len(info.filename) + info.compress_size
    if free > archive.start_dir:
        raise FileRefused("damaged")

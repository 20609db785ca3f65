"""Looking for malware: a built-in scanner that knows only the test file, and one that asks ClamAV."""

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from mmap import mmap
from pathlib import Path
from tempfile import SpooledTemporaryFile
from typing import BinaryIO, Protocol, cast
from zipfile import BadZipFile, ZipFile, is_zipfile

import clamd

from portal.foundation.files.inflate import WITH_HEADER, inflated
from portal.foundation.files.limits import CHUNK, MAX_ARCHIVE_DEPTH, MEGABYTE, Budget
from portal.foundation.files.mixtures import over_bytes
from portal.foundation.files.refusals import FileRefused

# The test file of EICAR, in two halves so that no scanner takes this module for it.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$" + b"EICAR-STANDARD-ANTIVIRUS-TEST-FILE!$H+H*"
_STREAM = re.compile(rb"stream\r?\n")
_PACKED_START = b"\x78"  # what every common writer begins a packed stream with
_SECONDS = 2.0  # the built-in scanner stops looking after this; sniffing has refused bombs before it
_PER_STREAM = 4 * MEGABYTE


class ScannerDown(Exception):
    """The scanner could not be asked, or could not answer: nobody knows whether the file is clean."""


@dataclass(frozen=True)
class Clean:
    """Nothing was found."""


@dataclass(frozen=True)
class Infected:
    """Something was found; `name` is what the scanner calls it."""

    name: str


class Scanner(Protocol):
    """What every scanner can do."""

    def scan(self, path: Path) -> Clean | Infected:
        """Look through one file; raises ScannerDown."""
        ...


class SignatureScanner:
    """Finds the EICAR test file: plain, in zip members, in PDF streams. Shows that the way works; it protects from nothing."""

    def scan(self, path: Path) -> Clean | Infected:
        """Look through one file, within limits of size and time; it cannot be down."""
        try:
            found = _in_file(path) or _in_archive(path, Budget(seconds=_SECONDS)) or _in_pdf(path)
        except FileRefused:  # the limits: what was seen so far is clean
            found = False
        return Infected("EICAR test file") if found else Clean()


class ClamdScanner:
    """Asks a ClamAV daemon over a Unix `socket` or TCP (`host`, `port`); its StreamMaxLength must be at least our limit."""

    def __init__(self, socket: str | None = None, *, host: str | None = None, port: int = 3310, timeout: float = 30.0) -> None:
        if (socket is None) == (host is None):
            raise ValueError("give either a socket or a host")
        self._connect = (
            partial(clamd.ClamdUnixSocket, socket, timeout)
            if socket
            else partial(clamd.ClamdNetworkSocket, host, port, timeout)
        )

    def scan(self, path: Path) -> Clean | Infected:
        """Send the file's bytes; raises ScannerDown when the daemon is away, breaks off, or answers anything but yes or no."""
        # One client per scan: it keeps its socket in itself, so two threads cannot share it.
        try:
            with path.open("rb") as file:
                answer = self._connect().instream(file) or {}
        except (clamd.ClamdError, OSError, ValueError, AttributeError) as error:
            raise ScannerDown(f"{type(error).__name__}: {error}") from error
        status, name = answer.get("stream", ("", ""))
        if status == "FOUND":
            return Infected(str(name))
        if status != "OK":
            raise ScannerDown(f"{status} {name}".strip() or "no answer")
        return Clean()


def _in_file(path: Path) -> bool:
    """In the bytes as they lie."""
    with path.open("rb") as file:
        return _in_pieces(iter(partial(file.read, CHUNK), b""))


def _in_pdf(path: Path) -> bool:
    """In any stream of a PDF."""
    with path.open("rb") as file:
        if b"%PDF-" not in file.read(1024):
            return False
    return over_bytes(path, _in_streams)


def _in_streams(content: mmap) -> bool:
    budget = Budget(seconds=_SECONDS)
    for found in _STREAM.finditer(content):
        budget.check_time()
        is_packed = content[found.end() : found.end() + 1] == _PACKED_START
        if is_packed and _in_pieces(_start_of(content[found.end() : found.end() + _PER_STREAM], budget)):
            return True
    return False


def _start_of(packed: bytes, budget: Budget) -> Iterator[bytes]:
    """The first 4 MB of a packed stream; what is not packed this way has nothing to unpack."""
    left = _PER_STREAM
    try:
        for piece in inflated(packed, WITH_HEADER, budget):
            yield piece
            left -= len(piece)
            if left <= 0:
                return
    except zlib.error:
        return


def _in_archive(source: Path | BinaryIO, budget: Budget, depth: int = 0) -> bool:
    """In any member of a zip file, also of zip files inside it."""
    if depth >= MAX_ARCHIVE_DEPTH or not is_zipfile(source):
        return False
    try:
        with ZipFile(source) as archive:
            return any(_in_member(archive, name, budget, depth) for name in archive.namelist())
    except (BadZipFile, zlib.error, NotImplementedError, RuntimeError):
        return False


def _in_member(archive: ZipFile, name: str, budget: Budget, depth: int) -> bool:
    with archive.open(name) as member, SpooledTemporaryFile(max_size=_PER_STREAM) as inner:
        pieces = _copied(_read(member, budget), inner)
        if _in_pieces(pieces):
            return True
        return _in_archive(cast(BinaryIO, inner), budget, depth + 1)


def _read(member: object, budget: Budget) -> Iterator[bytes]:
    while chunk := cast(BinaryIO, member).read(CHUNK):
        budget.spend(len(chunk))
        yield chunk


def _copied(pieces: Iterator[bytes], target: "SpooledTemporaryFile[bytes]") -> Iterator[bytes]:
    for piece in pieces:
        target.write(piece)
        yield piece


def _in_pieces(pieces: Iterator[bytes]) -> bool:
    """Across the seams of the pieces too."""
    before = b""
    for piece in pieces:
        if EICAR in before + piece:
            return True
        before = piece[-len(EICAR) :]
    return False

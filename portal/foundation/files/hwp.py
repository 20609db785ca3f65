"""Hangul documents of the binary kind, HWP 5: an OLE file whose streams are packed records."""

import re
import struct
import zlib
from pathlib import Path

import olefile

from portal.foundation.files.embedded import OLE_MAGIC, POSTSCRIPT, check_hangul_object
from portal.foundation.files.inflate import RAW, collected, inflated
from portal.foundation.files.limits import MAX_OBJECT, Budget
from portal.foundation.files.refusals import FileRefused

# Hancom, "HWP document file format 5.0", FileHeader: bits of the properties word.
_COMPRESSED, _SCRIPT = 1 << 0, 1 << 3
_LOCKED = 1 << 1 | 1 << 2 | 1 << 4 | 1 << 8 | 1 << 10  # password, distribution, DRM, certificate encryption, certificate DRM
_SIGNATURE = b"HWP Document File"
_DOCUMENT_PROPERTIES, _PARAGRAPH_HEADER = 0x10, 0x42  # the first record of DocInfo and of each section
_SCRIPT_STREAM = "Scripts/DefaultJScript"

_LONGEST_IDLE = 4_000  # characters; what Hangul writes by itself has about 150
_COMMENT = re.compile(r"//[^\r\n]*|/\*.*?\*/", re.DOTALL)
_IDLE = re.compile(r"var\s+\w+\s*=\s*[\w.]+\s*;|function\s+\w+\s*\(\s*\)\s*\{\s*\}")


class _Container(olefile.OleFileIO):
    """An OLE file whose entries and bytes are counted as they are read: several entries may claim the same bytes."""

    def __init__(self, path: Path, budget: Budget) -> None:
        self.budget = budget
        super().__init__(str(path))

    def _load_direntry(self, *arguments: object) -> olefile.olefile.OleDirectoryEntry:
        self.budget.enter(1)
        return super()._load_direntry(*arguments)

    def whole(self, name: str) -> bytes:
        """A stream's bytes; a file that was cut short has fewer than it declares."""
        size = self.get_size(name)
        self.budget.spend(size)
        with self.openstream(name) as stream:
            data = bytes(stream.read())
        if len(data) != size:
            raise FileRefused("damaged")
        return data


def check(path: Path, budget: Budget) -> None:
    """Refuse what is not HWP 5, is locked, or carries scripts, objects or PostScript."""
    with path.open("rb") as file:
        head = file.read(32)
    if head.startswith(_SIGNATURE):
        raise FileRefused("old_hwp")
    if not head.startswith(OLE_MAGIC):
        raise FileRefused("content_mismatch")
    with _Container(path, budget) as ole:
        properties = _properties(ole)
        for parts in ole.listdir():
            _check_stream(ole, "/".join(parts), bool(properties & _COMPRESSED), budget)


def is_idle(script: str) -> bool:
    """Whether a script does nothing: Hangul writes empty handlers and two shorthand names into every document."""
    if len(script) > _LONGEST_IDLE:
        return False
    return not _IDLE.sub("", _COMMENT.sub("", script)).strip("\ufeff\0 \t\r\n;")


def _properties(ole: _Container) -> int:
    """The properties word, once the file is known to be an unlocked HWP 5 with its parts."""
    if not ole.exists("FileHeader"):
        raise FileRefused("protected" if ole.exists("EncryptedPackage") else "content_mismatch")
    header = ole.whole("FileHeader")
    if not header.startswith(_SIGNATURE) or len(header) < 40:
        raise FileRefused("content_mismatch")
    version, properties = struct.unpack_from("<II", header, 32)
    if version >> 24 != 5:
        raise FileRefused("old_hwp")
    if properties & _LOCKED:
        raise FileRefused("protected")
    if properties & _SCRIPT:
        raise FileRefused("macros")
    if not ole.exists("DocInfo") or not ole.exists("BodyText/Section0"):
        raise FileRefused("damaged")
    return int(properties)


def _check_stream(ole: _Container, name: str, packed: bool, budget: Budget) -> None:
    data = ole.whole(name)
    folder = name.partition("/")[0]
    if name == "DocInfo":
        _check_first_record(data, packed, _DOCUMENT_PROPERTIES, budget)
    elif folder == "BodyText":
        _check_first_record(data, packed, _PARAGRAPH_HEADER, budget)
    elif name == _SCRIPT_STREAM:
        _check_script(collected(inflated(data, RAW, budget), MAX_OBJECT) if packed else data)
    elif folder in ("BinData", "ViewText"):
        _check_object(name, data, budget)


def _check_first_record(data: bytes, packed: bool, expected: int, budget: Budget) -> None:
    """Unpack to the end within the budget; the first record tells whether the stream is what its name says."""
    pieces = inflated(data, RAW, budget) if packed else iter([data])
    first = next(pieces, b"")
    if len(first) < 4 or struct.unpack_from("<I", first)[0] & 0x3FF != expected:
        raise FileRefused("damaged")
    for _ in pieces:
        pass


def _check_script(data: bytes) -> None:
    """The stream is header, source, before and after, each a length in UTF-16 units and its text, then -1."""
    at = 0
    while at + 4 <= len(data):
        units = int(struct.unpack_from("<i", data, at)[0])
        if units < 0:
            return
        text = data[at + 4 : at + 4 + 2 * units].decode("utf-16-le", errors="replace")
        if not is_idle(text):
            raise FileRefused("macros")
        at += 4 + 2 * units


def _check_object(name: str, data: bytes, budget: Budget) -> None:
    """A picture may be packed or not; an object starts with its own length."""
    try:
        pieces = inflated(data, RAW, budget)
        head = next(pieces, b"")
        content = head + collected(pieces, MAX_OBJECT if OLE_MAGIC in head[:12] else 0)
    except zlib.error:
        content = data
    if content.startswith(POSTSCRIPT) or name.lower().endswith((".eps", ".ps")):
        raise FileRefused("postscript")
    if OLE_MAGIC in content[:12] or name.lower().endswith(".ole"):
        start = content[:12].find(OLE_MAGIC)
        check_hangul_object(content[max(start, 0) :])

"""Word, Excel and PowerPoint documents without macros: a zip of parts, each with a declared type (ECMA-376)."""

import posixpath
import re
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from portal.foundation.files.embedded import OLE_MAGIC, PROGRAMS, check_name, check_office_object
from portal.foundation.files.limits import Budget
from portal.foundation.files.nested import check_nested
from portal.foundation.files.refusals import FileRefused
from portal.foundation.files.xml_parts import check_prolog, each_element
from portal.foundation.files.zips import MAGIC, Part, opened, parts

_PREFIX = "application/vnd.openxmlformats-officedocument."
_MAIN = {
    "docx": _PREFIX + "wordprocessingml.document.main+xml",
    "xlsx": _PREFIX + "spreadsheetml.sheet.main+xml",
    "pptx": _PREFIX + "presentationml.presentation.main+xml",
}
_MACRO_TYPE = re.compile(r"macroenabled|vbaproject|activex|macrosheet", re.IGNORECASE)
_LOADED = ("attachedTemplate", "oleObject", "frame", "subDocument", "aFChunk")  # relations that a program follows by itself
_ELSEWHERE = re.compile(r"(https?|ftps?|mhtml):|\\\\|//|file:/*\\\\|file://[^/]", re.IGNORECASE)
_COMMAND_FIELD = re.compile(rb"""instr(?:Text\b[^<>]{0,200}>|\s*=\s*["'])\s*DDE(?:AUTO)?\s|ddeLink""", re.IGNORECASE)
_WITH_FIELDS = ("word/", "xl/externallinks/")
_OVERLAP = 200  # bytes kept from one piece to the next


@dataclass
class _Found:
    """What the parts said, judged when all have been read."""

    types: set[str] = field(default_factory=set)
    main: str = ""


def check(kind: str, source: Path | BinaryIO, budget: Budget) -> None:
    """Refuse what is not this `kind` (docx, xlsx, pptx), or carries macros, programs or things loaded from elsewhere."""
    if isinstance(source, Path):
        _check_start(source)
    with opened(source, budget) as archive:
        names, found = set(archive.namelist()), _Found()
        if "[Content_Types].xml" not in names:
            raise FileRefused("content_mismatch")
        for part in parts(archive, budget):
            _check_part(part, found, budget)
    if any(_MACRO_TYPE.search(each) for each in found.types):
        raise FileRefused("macros")
    if _MAIN[kind] not in found.types:
        raise FileRefused("content_mismatch")
    if found.main.lower() not in {name.lower().replace("\\", "/") for name in names}:
        raise FileRefused("damaged")


def _check_start(path: Path) -> None:
    """A document with a password is an OLE file: say so, it is the commonest mistake."""
    with path.open("rb") as file:
        head = file.read(8)
    if head == OLE_MAGIC:
        with path.open("rb") as file:
            locked = "EncryptedPackage".encode("utf-16-le") in file.read(4_000_000)
        raise FileRefused("protected" if locked else "content_mismatch")
    if not head.startswith(MAGIC):
        raise FileRefused("content_mismatch")


def _check_part(part: Part, found: _Found, budget: Budget) -> None:
    check_name(part.name, PROGRAMS)
    lowered = part.name.lower()
    if "/activex/" in lowered or "/macrosheets/" in lowered:
        raise FileRefused("macros")
    if part.name == "[Content_Types].xml":
        each_element(part.chunks(), lambda _, attributes: found.types.add(attributes.get("ContentType", "")))
    elif lowered.endswith(".rels"):
        each_element(part.chunks(), partial(_check_relation, part.name, found))
    elif lowered.endswith(".xml") and part.size:
        pieces = _watched(part.chunks()) if lowered.startswith(_WITH_FIELDS) else part.chunks()
        check_prolog(pieces)
        deque(pieces, maxlen=0)
    elif part.head.startswith(OLE_MAGIC):
        check_office_object(part.whole())
    elif part.head.startswith(MAGIC):
        check_nested(part, budget, depth=1)


def _check_relation(source: str, found: _Found, element: str, attributes: dict[str, str]) -> None:
    """Remember the main part; refuse what would be fetched from another computer when the document is opened."""
    kind, target = PurePosixPath(attributes.get("Type", "")).name, attributes.get("Target", "")
    if source == "_rels/.rels" and kind == "officeDocument":
        found.main = posixpath.normpath(target.lstrip("/"))
    outside = attributes.get("TargetMode", "").lower() == "external"
    if element == "Relationship" and outside and kind in _LOADED and _ELSEWHERE.match(target.strip()):
        raise FileRefused("remote_content")


def _watched(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """The same pieces; refuses fields and links that start a program."""
    before = b""
    for piece in pieces:
        if _COMMAND_FIELD.search(before + piece):
            raise FileRefused("field_command")
        before = piece[-_OVERLAP:]
        yield piece

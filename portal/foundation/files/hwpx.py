"""Hangul documents of the open kind, HWPX: a zip of XML parts (KS X 6101)."""

from pathlib import Path

from portal.foundation.files.embedded import OLE_MAGIC, POSTSCRIPT, PROGRAMS, check_hangul_object, check_name
from portal.foundation.files.hwp import is_idle
from portal.foundation.files.limits import Budget
from portal.foundation.files.refusals import FileRefused
from portal.foundation.files.xml_parts import check_manifest, check_prolog
from portal.foundation.files.zips import Part, check_document

_MIME = b"application/hwp+zip"
_NEEDED = {
    "version.xml",
    "META-INF/container.xml",
    "Contents/content.hpf",
    "Contents/header.xml",
    "Contents/section0.xml",
}


def check(path: Path, budget: Budget) -> None:
    """Refuse what is not HWPX, is locked, or carries scripts, objects or PostScript."""
    check_document(path, budget, _check_part, mime=_MIME, needed=_NEEDED)


def _check_part(part: Part) -> None:
    check_name(part.name, PROGRAMS)
    if part.name == "META-INF/manifest.xml":
        check_manifest(part.chunks())
    elif part.name.startswith("Scripts/"):
        if not is_idle(_text(part.whole())):
            raise FileRefused("macros")
    elif part.name.endswith((".xml", ".hpf", ".rdf")):
        check_prolog(part.chunks())
    else:
        _check_object(part)


def _check_object(part: Part) -> None:
    if part.head.startswith(POSTSCRIPT) or part.name.lower().endswith((".eps", ".ps")):
        raise FileRefused("postscript")
    start = part.head[:12].find(OLE_MAGIC)
    if start >= 0 or part.name.lower().endswith(".ole"):
        check_hangul_object(part.whole()[max(start, 0) :])


def _text(data: bytes) -> str:
    """Scripts are UTF-16, with or without a mark in front; a few writers use UTF-8."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", errors="replace")
    return data.decode("utf-16-le" if b"\0" in data[:64] else "utf-8", errors="replace")

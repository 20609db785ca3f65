"""Which kinds of file the portal takes, and whether a file really is the kind its name says."""

import logging
import shutil
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path
from typing import BinaryIO

from portal.foundation.files import hwp, hwpx, images, nested, odt, office, pdf
from portal.foundation.files.limits import Budget, in_megabytes
from portal.foundation.files.names import extension_of, honest_name
from portal.foundation.files.refusals import FileRefused

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Kind:
    """One kind of file: the extension it is stored under, its media type, what people call it, and who checks it."""

    extension: str
    mime: str
    label: str
    check: Callable[[Path, Budget], None] = field(repr=False, compare=False)


_OFFICE = "application/vnd.openxmlformats-officedocument."
KINDS: dict[str, Kind] = {
    kind.extension: kind
    for kind in (
        Kind("pdf", "application/pdf", "PDF", pdf.check),
        Kind("hwp", "application/x-hwp", "HWP", hwp.check),
        Kind("hwpx", "application/hwp+zip", "HWPX", hwpx.check),
        Kind("odt", "application/vnd.oasis.opendocument.text", "ODT", odt.check),
        Kind("docx", _OFFICE + "wordprocessingml.document", "DOCX", partial(office.check, "docx")),
        Kind("xlsx", _OFFICE + "spreadsheetml.sheet", "XLSX", partial(office.check, "xlsx")),
        Kind("pptx", _OFFICE + "presentationml.presentation", "PPTX", partial(office.check, "pptx")),
        Kind("png", "image/png", "PNG", images.check_png),
        Kind("jpg", "image/jpeg", "JPG", images.check_jpeg),
        Kind("zip", "application/zip", "ZIP", nested.check),
    )
}
_SAME = {"jpeg": "jpg"}


def kinds_of(accept: Iterable[str]) -> list[Kind]:
    """The kinds for a list of extensions (`pdf`, `.PDF`, `jpeg`), in that order; KeyError for one nobody can check."""
    plain = (each.strip().lower().removeprefix(".") for each in accept)
    return list(dict.fromkeys(KINDS[_SAME.get(each, each)] for each in plain))


def kind_of_name(name: str, accept: Iterable[str]) -> Kind:
    """The kind a name claims to be; raises FileRefused, naming the allowed kinds, when it is none of `accept`."""
    kinds = kinds_of(accept)
    extension = extension_of(honest_name(name))
    for kind in kinds:
        if kind.extension == _SAME.get(extension, extension):
            return kind
    raise FileRefused("kind_not_allowed").about(name=honest_name(name), allowed=_listed(kinds))


def sniff(source: Path | str | BinaryIO, name: str, accept: Iterable[str], *, max_bytes: int | None = None) -> Kind:
    """The kind of a file, agreed by its name and its content; raises FileRefused. The file is only read.

    `source` is a path or a binary stream; `accept` lists extensions; `max_bytes` is the size limit, if any.
    """
    if isinstance(source, (Path, str)):
        return _sniff_path(Path(source), name, list(accept), max_bytes)
    with tempfile.NamedTemporaryFile(prefix="sniff-") as copy:
        shutil.copyfileobj(source, copy)
        copy.flush()
        return _sniff_path(Path(copy.name), name, list(accept), max_bytes)


def _sniff_path(path: Path, name: str, accept: list[str], max_bytes: int | None) -> Kind:
    kind = kind_of_name(name, accept)
    try:
        _check(kind, path, max_bytes)
    except FileRefused as refusal:
        refusal.about(name=honest_name(name), allowed=_listed(kinds_of(accept)))
        raise
    return kind


def _check(kind: Kind, path: Path, max_bytes: int | None) -> None:
    """Size first, then the kind's own reader; whatever that reader stumbles over is a damaged file."""
    size = path.stat().st_size
    if size == 0:
        raise FileRefused("empty")
    if max_bytes is not None and size > max_bytes:
        raise FileRefused("too_large", limit=in_megabytes(max_bytes))
    try:
        kind.check(path, Budget())
    except FileRefused as refusal:
        if refusal.reason == "content_mismatch":
            raise FileRefused("content_mismatch", label=kind.label, found=_looks_like(path)) from refusal
        raise
    except Exception as error:  # parsers of strangers' bytes fail in every way there is
        log.info("a %s file could not be read: %s: %s", kind.extension, type(error).__name__, error)
        raise FileRefused("damaged") from error


def _looks_like(path: Path) -> str:
    """` (.exe)` or nothing: what the first bytes look like, for the message only; it never decides."""
    import puremagic  # a third of a second, and rarely needed

    with path.open("rb") as file:
        head = file.read(2048)
    try:
        extension = puremagic.from_string(head)
    except (puremagic.PureError, ValueError):
        return ""
    return f" ({extension})" if extension else ""


def _listed(kinds: Iterable[Kind]) -> str:
    return ", ".join(kind.label for kind in kinds)

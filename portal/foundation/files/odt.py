"""OpenDocument texts: a zip of XML parts (ISO/IEC 26300)."""

from pathlib import Path

from portal.foundation.files.embedded import OLE_MAGIC, PROGRAMS, check_name, check_office_object
from portal.foundation.files.limits import Budget
from portal.foundation.files.refusals import FileRefused
from portal.foundation.files.xml_parts import check_prolog, each_element
from portal.foundation.files.zips import MAGIC, Part, media_type, opened, parts

_MIME = b"application/vnd.oasis.opendocument.text"
_NEEDED = {"content.xml", "META-INF/manifest.xml"}


def check(path: Path, budget: Budget) -> None:
    """Refuse what is not an OpenDocument text, is encrypted, or carries macros."""
    with path.open("rb") as file:
        if file.read(4) != MAGIC:
            raise FileRefused("content_mismatch")
    with opened(path, budget) as archive:
        if media_type(archive) != _MIME:
            raise FileRefused("content_mismatch")
        if not set(archive.namelist()) >= _NEEDED:
            raise FileRefused("damaged")
        for part in parts(archive, budget):
            _check_part(part)


def _check_part(part: Part) -> None:
    check_name(part.name, PROGRAMS)
    if part.name.startswith(("Basic/", "Scripts/")):
        raise FileRefused("macros")
    if part.name == "META-INF/manifest.xml":
        each_element(part.chunks(), _refuse_encryption)
    elif part.name.endswith((".xml", ".rdf")):
        check_prolog(part.chunks())
    elif part.head.startswith(OLE_MAGIC):
        check_office_object(part.whole())


def _refuse_encryption(element: str, _attributes: dict[str, str]) -> None:
    if element == "encryption-data":
        raise FileRefused("protected")

"""OpenDocument texts: a zip of XML parts (ISO/IEC 26300)."""

from pathlib import Path

from portal.foundation.files.embedded import OLE_MAGIC, PROGRAMS, check_name, check_office_object
from portal.foundation.files.limits import Budget
from portal.foundation.files.refusals import FileRefused
from portal.foundation.files.xml_parts import check_manifest, check_prolog
from portal.foundation.files.zips import Part, check_document

_MIME = b"application/vnd.oasis.opendocument.text"
_NEEDED = {"content.xml", "META-INF/manifest.xml"}


def check(path: Path, budget: Budget) -> None:
    """Refuse what is not an OpenDocument text, is encrypted, or carries macros."""
    check_document(path, budget, _check_part, mime=_MIME, needed=_NEEDED)


def _check_part(part: Part) -> None:
    check_name(part.name, PROGRAMS)
    if part.name.startswith(("Basic/", "Scripts/")):
        raise FileRefused("macros")
    if part.name == "META-INF/manifest.xml":
        check_manifest(part.chunks())
    elif part.name.endswith((".xml", ".rdf")):
        check_prolog(part.chunks())
    elif part.head.startswith(OLE_MAGIC):
        check_office_object(part.whole())

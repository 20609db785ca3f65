"""What may hide inside a document or archive: OLE objects, programs, macro projects."""

import io
from pathlib import PurePosixPath

import olefile

from portal.foundation.files.refusals import FileRefused

OLE_MAGIC = olefile.MAGIC
POSTSCRIPT = (b"%!PS", b"\xc5\xd0\xd3\xc6")  # plain, and with a preview in front
PROGRAMS = frozenset(
    {"exe", "dll", "scr", "com", "pif", "cpl", "msi", "msp", "bat", "cmd", "ps1", "psm1", "vbs", "vbe", "wsf", "wsh"}
    | {"hta", "lnk", "url", "scf", "reg", "jar", "apk", "iso", "img", "vhd", "vhdx", "chm"}
)
SCRIPTS = frozenset(
    {"js", "jse", "mjs", "php", "jsp", "aspx", "sh", "html", "htm", "xhtml"}
    | {"docm", "dotm", "xlsm", "xltm", "xlsb", "xlam", "pptm", "potm", "ppsm", "ppam"}
)

# A chart drawn in Hangul is an OLE object with these streams and no others; what it draws is in them as plain data.
_CHART_STREAMS = {"contents", "ooxmlchartcontents", "\x01compobj", "\x01ole", "\x02olepres000", "\x03objinfo"}
_CHART_DATA = {"contents", "ooxmlchartcontents"}


def check_name(name: str, forbidden: frozenset[str]) -> None:
    """Refuse a member named like a program, or like the place where office documents keep macros."""
    lowered = name.lower().rstrip(". ")
    if lowered.endswith("vbaproject.bin"):
        raise FileRefused("macros")
    if PurePosixPath(lowered).suffix.removeprefix(".") in forbidden:
        raise FileRefused("program", what=PurePosixPath(name).name[:80])


def check_office_object(data: bytes) -> None:
    """Refuse an object in a document that packs a program or macros; drawings, equations and sheets pass."""
    for path in _streams(data):
        if "ole10native" in path:
            raise FileRefused("embedded_files")
        if "vba" in path or path.startswith("macros"):
            raise FileRefused("macros")


def check_hangul_object(data: bytes) -> None:
    """Refuse any object in a Hangul document except a chart: OLE is the common way of attacks there."""
    streams = _streams(data)
    if not streams or not streams <= _CHART_STREAMS or not streams & _CHART_DATA:
        raise FileRefused("ole_object")


def _streams(data: bytes) -> set[str]:
    """The paths of the streams of an OLE file, in lower case; damaged ones are refused as objects nobody can judge."""
    try:
        with olefile.OleFileIO(io.BytesIO(data)) as ole:
            return {"/".join(path).lower() for path in ole.listdir()}
    except Exception as error:
        raise FileRefused("ole_object") from error

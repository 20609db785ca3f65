"""The papers of the story: small real PDFs, taken in by the same door as anybody's."""

from io import BytesIO
from typing import Any

from portal.foundation.filing import receive
from portal.foundation.stored_files import StoredFile

MOST_BYTES = 1_000_000
LINE = 24


def paper(name: str, lines: list[str], *, by: Any) -> StoredFile:
    """A PDF with these lines (ASCII) on one page, received from `by` under a name."""
    return receive(BytesIO(pdf_of(lines)), name, ["pdf"], MOST_BYTES, by)


def pdf_of(lines: list[str]) -> bytes:
    """One A4 page in Helvetica, written by hand (ISO 32000-1): a heading and lines below it."""
    shown = [f"BT /F1 {18 if i == 0 else 11} Tf 56 {770 - i * LINE} Td ({_plain(line)}) Tj ET" for i, line in enumerate(lines)]
    content = "\n".join(shown).encode("ascii")
    objects = [
        b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << /Font << /F1 5 0 R >> >> >>",
        b"<< /Length %d >>\nstream\n%b\nendstream" % (len(content), content),
        b"<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    written, places = b"%PDF-1.4\n", []
    for number, body in enumerate(objects, start=1):
        places.append(len(written))
        written += b"%d 0 obj\n%b\nendobj\n" % (number, body)
    table = b"".join(b"%010d 00000 n \n" % place for place in places)
    return written + b"xref\n0 %d\n0000000000 65535 f \n%btrailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (
        len(objects) + 1, table, len(objects) + 1, len(written))


def _plain(line: str) -> str:
    text = line.encode("ascii", "ignore").decode()
    return text.replace("\\", "\\\\").replace("(", "\\(").replace(")", "\\)")

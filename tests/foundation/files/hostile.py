"""Makes files that must be refused: locked, lying, swollen, or carrying something."""

import io
import random
import struct
import zlib

from pypdf import PdfReader, PdfWriter

from tests.foundation.files.samples import (
    deflated,
    hangul_object,
    hwp,
    hwpx,
    members_of,
    office,
    pdf,
    picture,
    relation,
    stream,
    zip_of,
)

HTML = b"<!DOCTYPE html><html><script>alert(1)</script></html>"
EXE = b"MZ\x90\0\x03\0\0\0" + b"\0" * 200 + b"PE\0\0"
LAUNCH = b"<< /S /Launch /F (calc.exe) >>"
SCRIPT = b"<< /S /JavaScript /JS (app.alert(1)) >>"
BOMB_XML = '<!DOCTYPE a [<!ENTITY b "ha"><!ENTITY c "&b;&b;&b;&b;">]><a>&c;</a>'
XXE = '<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'


def encrypted_pdf(password: str) -> bytes:
    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(pdf())))
    writer.encrypt(password, owner_password="owner", algorithm="RC4-128")
    buffer = io.BytesIO()
    writer.write(buffer)
    return buffer.getvalue()


def script_stream(source: str) -> bytes:
    """Scripts/DefaultJScript of a Hangul document: four texts with their lengths, then -1."""
    texts = [text.encode("utf-16-le") for text in ("var Documents = XHwpDocuments;", source, "", "")]
    return deflated(b"".join(struct.pack("<I", len(text) // 2) + text for text in texts) + struct.pack("<i", -1))


def part_of(content: bytes, share: float = 0.6) -> bytes:
    return content[: int(len(content) * share)]


def huge_png(side: int) -> bytes:
    """A small file whose header promises `side` × `side` pixels."""
    content = picture("png", (10, 10))
    header = content[12:16] + struct.pack(">II", side, side) + content[24:29]
    return content[:12] + header + struct.pack(">I", zlib.crc32(header)) + content[33:]


def png_with_text(text: bytes) -> bytes:
    chunk = b"tEXtComment\0" + text
    chunk = struct.pack(">I", len(chunk) - 4) + chunk + struct.pack(">I", zlib.crc32(chunk))
    return picture("png")[:33] + chunk + picture("png")[33:]


def lying_zip() -> bytes:
    """Says that its member has 5 bytes; it has 50 million."""
    content = bytearray(zip_of({"a.txt": b"\0" * 50_000_000}))
    at = content.rfind(b"PK\x01\x02")
    content[at + 24 : at + 28] = content[22:26] = struct.pack("<I", 5)
    return bytes(content)


def overlapping_zip() -> bytes:
    """Fifty entries that all claim the bytes of one member."""
    content = zip_of({"a": b"\0" * 4_000_000})
    at, end = content.rfind(b"PK\x01\x02"), content.rfind(b"PK\x05\x06")
    entries = b"".join(content[at:end][:-1] + bytes([128 + number]) for number in range(50))
    return content[:at] + entries + struct.pack("<4s4H2IH", b"PK\x05\x06", 0, 0, 50, 50, len(entries), at, 0)


def locked_zip() -> bytes:
    content = bytearray(zip_of({"a.txt": b"secret"}))
    at = content.rfind(b"PK\x01\x02")
    content[at + 8] |= 1
    content[6] |= 1
    return bytes(content)


def nested_zip(depth: int) -> bytes:
    content = zip_of({"a.txt": b"0"})
    for level in range(depth):
        content = zip_of({f"{number}-{level}.zip": content for number in range(3)})
    return content


def noise(size: int) -> bytes:
    return random.Random(7).randbytes(size)


def declared(content_type: str, place: str = "/word/vbaProject.bin") -> str:
    return f'<Override PartName="{place}" ContentType="{content_type}"/>'


def macro_docx() -> bytes:
    return office("docx", {"word/vbaProject.bin": b"macro"}, types=declared("application/vnd.ms-office.vbaProject"))


def macro_type() -> bytes:
    return office("docx", types=declared("application/vnd.ms-word.document.macroEnabled.main+xml", "/word/other.xml"))


def word_field(text: str) -> bytes:
    instruction = f'<w:instrText xml:space="preserve"> {text} </w:instrText>'
    return office("docx", main=f'<w:document xmlns:w="urn:w">{instruction}</w:document>')


def dde_link() -> bytes:
    return office("xlsx", {"xl/externalLinks/externalLink1.xml": '<a><ddeLink ddeService="cmd"/></a>'})


def remote(kind: str, relation_kind: str, target: str) -> bytes:
    return office(kind, relations=relation(relation_kind, target))


def ole_file(streams: dict[str, bytes]) -> bytes:
    return hangul_object(streams)[4:]


def hwp_with(name: str, content: bytes) -> bytes:
    return hwp({f"BinData/{name}": deflated(content)})


def hwp_script(source: str) -> bytes:
    return hwp({"Scripts/DefaultJScript": script_stream(source)})


def hwpx_script(source: str) -> bytes:
    return hwpx({"Scripts/sourceScripts": source.encode("utf-16")})


def hwpx_without_type() -> bytes:
    return zip_of({name: content for name, content in members_of(hwpx()).items() if name != "mimetype"})


def pdf_with_file() -> bytes:
    return pdf(b"<< /Type /Filespec /EF << /F 6 0 R >> >>", stream(b"x", b"/Type /EmbeddedFile"))


def swollen_hwp() -> bytes:
    return hwp({"BodyText/Section0": deflated(b"\x42\0\0\0" + b"\0" * 300_000_000)})


def swollen_objects() -> bytes:
    return pdf(stream(zlib.compress(b"1 " * 30_000_000), b"/Type /ObjStm /Filter /FlateDecode"))

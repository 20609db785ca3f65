"""Makes honest files of every kind the portal takes, small enough to make again in each run."""

import io
import struct
import zipfile
import zlib
from collections.abc import Mapping
from functools import cache

import olefile
import xlsxwriter
from hwpx import HwpxDocument
from hwpx.hwp5.cfb import build_compound_file
from PIL import Image

TEXT = "스마트 횡단보도 시범사업 제안서"
PARTS = "http://schemas.openxmlformats.org/package/2006/"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/"
OFFICE = "application/vnd.openxmlformats-officedocument."
MAIN = {
    "docx": ("word/document.xml", OFFICE + "wordprocessingml.document.main+xml"),
    "xlsx": ("xl/workbook.xml", OFFICE + "spreadsheetml.sheet.main+xml"),
    "pptx": ("ppt/presentation.xml", OFFICE + "presentationml.presentation.main+xml"),
}

Members = Mapping[str, bytes | str]


def zip_of(members: Members, *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """A zip file; `mimetype` is stored unpacked, as documents need it."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content, zipfile.ZIP_STORED if name == "mimetype" else method)
    return buffer.getvalue()


def members_of(document: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(document)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def with_members(document: bytes, changes: Members) -> bytes:
    return zip_of({**members_of(document), **changes})


def pdf(*extra: bytes, catalog: bytes = b"", page: bytes = b"", comment: bytes = b"", packed: bool = False) -> bytes:
    """One page; `extra` become objects 5, 6, …; `packed` puts all but the content into an object stream."""
    content = zlib.compress(b"BT /F1 24 Tf 72 720 Td (Pilot proposal) Tj ET")
    objects = {
        1: b"<< /Type /Catalog /Pages 2 0 R " + catalog + b" >>",
        2: b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        3: b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Contents 4 0 R /Resources << >> " + page + b" >>",
        4: stream(content, b"/Filter /FlateDecode"),
    } | dict(enumerate(extra, 5))
    head = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n" + comment
    return _packed_pdf(head, objects) if packed else _plain_pdf(head, objects)


def stream(content: bytes, entries: bytes = b"") -> bytes:
    return b"<< %b /Length %d >>\nstream\n%b\nendstream" % (entries, len(content), content)


def _plain_pdf(head: bytes, objects: dict[int, bytes]) -> bytes:
    body, offsets = head, {}
    for number, content in objects.items():
        offsets[number] = len(body)
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    table = b"0000000000 65535 f \n" + b"".join(b"%010d 00000 n \n" % offsets[number] for number in sorted(objects))
    size = len(objects) + 1
    end = b"trailer\n<< /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF\n" % (size, len(body))
    return body + b"xref\n0 %d\n" % size + table + end


def _packed_pdf(head: bytes, objects: dict[int, bytes]) -> bytes:
    """As modern writers do it: no object but streams stands in the open."""
    inner = {number: content for number, content in objects.items() if not content.endswith(b"endstream")}
    pairs, joined = b"", b""
    for number, content in inner.items():
        pairs += b"%d %d " % (number, len(joined))
        joined += content + b" "
    packer, table = max(objects) + 1, max(objects) + 2
    entries = b"/Type /ObjStm /N %d /First %d /Filter /FlateDecode" % (len(inner), len(pairs))
    outer = {n: c for n, c in objects.items() if n not in inner} | {packer: stream(zlib.compress(pairs + joined), entries)}
    body, rows = head, {number: (2, packer, index) for index, number in enumerate(inner)}
    for number, content in outer.items():
        rows[number] = (1, len(body), 0)
        body += b"%d 0 obj\n%b\nendobj\n" % (number, content)
    rows |= {0: (0, 0, 255), table: (1, len(body), 0)}
    packed = zlib.compress(b"".join(struct.pack(">BII", *rows[number]) for number in range(table + 1)))
    xref = b"/Type /XRef /Size %d /W [1 4 4] /Root 1 0 R /Filter /FlateDecode" % (table + 1)
    return body + b"%d 0 obj\n%b\nendobj\nstartxref\n%d\n%%%%EOF\n" % (table, stream(packed, xref), len(body))


@cache
def _hangul(extension: str) -> bytes:
    document = HwpxDocument.new()
    document.add_paragraph(TEXT)
    buffer = io.BytesIO()
    document.save_to_stream(buffer)
    if extension == "hwpx":
        return buffer.getvalue()
    from hwpx.hwp5.writer import write_hwp5

    return write_hwp5(members_of(buffer.getvalue()))


def hwp(changes: Members | None = None, *, flags: int | None = None) -> bytes:
    """A Hangul 5 document; `changes` adds or replaces streams, `flags` the properties word of its header."""
    with olefile.OleFileIO(io.BytesIO(_hangul("hwp"))) as ole:
        streams: dict[str, bytes] = {"/".join(path): ole.openstream(path).read() for path in ole.listdir()}
    if flags is not None:
        header = streams["FileHeader"]
        streams["FileHeader"] = header[:36] + struct.pack("<I", flags) + header[40:]
    return build_compound_file({**streams, **(changes or {})}.items())


def deflated(content: bytes) -> bytes:
    """Packed as Hangul packs a stream: without a header."""
    machine = zlib.compressobj(9, zlib.DEFLATED, -15)
    return machine.compress(content) + machine.flush()


def hangul_object(streams: Mapping[str, bytes]) -> bytes:
    """An object in a Hangul document: its length, then an OLE file."""
    inner = build_compound_file(streams.items())
    return struct.pack("<I", len(inner)) + inner


def hwpx(changes: Members | None = None) -> bytes:
    return with_members(_hangul("hwpx"), changes or {})


def office(kind: str, changes: Members | None = None, *, relations: str = "", types: str = "", main: str = "") -> bytes:
    """A Word, Excel or PowerPoint document of few parts; `relations` belong to its main part."""
    place, kind_type = MAIN[kind]
    folder, _, name = place.partition("/")
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>'
    members = {
        "[Content_Types].xml": f'{declaration}<Types xmlns="{PARTS}content-types"><Default Extension="rels" '
        f'ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" '
        f'ContentType="application/xml"/><Override PartName="/{place}" ContentType="{kind_type}"/>{types}</Types>',
        "_rels/.rels": f'{declaration}<Relationships xmlns="{PARTS}relationships"><Relationship Id="rId1" '
        f'Type="{RELATIONS}officeDocument" Target="{place}"/></Relationships>',
        f"{folder}/_rels/{name}.rels": f'{declaration}<Relationships xmlns="{PARTS}relationships">{relations}</Relationships>',
        place: main or f'{declaration}<w:document xmlns:w="urn:w"><w:p>{TEXT}</w:p></w:document>',
    }
    return zip_of({**members, **(changes or {})})


def relation(kind: str, target: str, *, external: bool = True) -> str:
    mode = ' TargetMode="External"' if external else ""
    return f'<Relationship Id="r{kind}" Type="{RELATIONS}{kind}" Target="{target}"{mode}/>'


@cache
def xlsx() -> bytes:
    """As xlsxwriter makes it: numbers, a chart, a link."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("예산")
        sheet.write_row(0, 0, [TEXT, 1200, 3.5])
        sheet.write_url(1, 0, "https://example.org/JavaScript/Launch")
        chart = book.add_chart({"type": "column"})
        chart.add_series({"values": "=예산!$B$1:$C$1"})
        sheet.insert_chart("D4", chart)
    return buffer.getvalue()


def odt(changes: Members | None = None) -> bytes:
    manifest = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
    members = {
        "mimetype": "application/vnd.oasis.opendocument.text",
        "content.xml": f'<?xml version="1.0"?><office:document-content xmlns:office="urn:o">{TEXT}</office:document-content>',
        "META-INF/manifest.xml": f'<m:manifest xmlns:m="{manifest}"><m:file-entry m:full-path="/"/></m:manifest>',
    }
    return zip_of({**members, **(changes or {})})


def picture(extension: str, size: tuple[int, int] = (320, 200), **options: object) -> bytes:
    buffer = io.BytesIO()
    Image.linear_gradient("L").resize(size).convert("RGB").save(buffer, "JPEG" if extension == "jpg" else "PNG", **options)
    return buffer.getvalue()


def zip_with_cp949_names() -> bytes:
    """As Korean Windows writes it: names in CP949, not marked as UTF-8."""
    placeholder, name = "x" * 15, "사업계획서.txt".encode("cp949")
    archive = zip_of({placeholder[: len(name)]: TEXT})
    return archive.replace(placeholder[: len(name)].encode(), name)


HONEST = {
    "pdf": pdf,
    "hwp": hwp,
    "hwpx": hwpx,
    "odt": odt,
    "docx": lambda: office("docx"),
    "xlsx": xlsx,
    "pptx": lambda: office("pptx"),
    "png": lambda: picture("png"),
    "jpg": lambda: picture("jpg"),
    "zip": zip_with_cp949_names,
}

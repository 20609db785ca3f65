"""The hostile files as a table: what each is, under which name it comes, and the reason a person is told."""

import zipfile
import zlib
from collections.abc import Callable
from typing import NamedTuple

from portal.foundation.files.scan import EICAR
from tests.foundation.files import hostile
from tests.foundation.files.samples import hangul_object, hwp, hwpx, odt, office, pdf, picture, stream, xlsx, zip_of


class Bad(NamedTuple):
    """A hostile file: what it is, the name it comes under, why it is refused, and how it is made."""

    what: str
    name: str
    reason: str
    make: Callable[[], bytes]


MISMATCHED = [
    Bad("HTML as PDF", "a.pdf", "content_mismatch", lambda: hostile.HTML),
    Bad("EXE as PDF", "a.pdf", "content_mismatch", lambda: hostile.EXE),
    Bad("zip as PDF", "a.pdf", "content_mismatch", lambda: zip_of({"a.txt": "b"})),
    Bad("DOCX as HWP", "a.hwp", "content_mismatch", lambda: office("docx")),
    Bad("other OLE file as HWP", "a.hwp", "content_mismatch", lambda: hostile.ole_file({"WordDocument": b"x" * 5000})),
    Bad("HWP 3 as HWP", "a.hwp", "old_hwp", lambda: b"HWP Document File V3.00 \x1a\1\2\3\4\5" + hostile.noise(900)),
    Bad("HWP as HWPX", "a.hwpx", "content_mismatch", hwp),
    Bad("DOCX as HWPX", "a.hwpx", "content_mismatch", lambda: office("docx")),
    Bad("ODT as HWPX", "a.hwpx", "content_mismatch", odt),
    Bad("HWPX as DOCX", "a.docx", "content_mismatch", hwpx),
    Bad("XLSX as DOCX", "a.docx", "content_mismatch", xlsx),
    Bad("HWPX as ODT", "a.odt", "content_mismatch", hwpx),
    Bad("GIF as JPG", "a.jpg", "content_mismatch", lambda: b"GIF89a" + hostile.noise(100)),
    Bad("script as JPG", "a.jpeg", "content_mismatch", lambda: b"alert(1);//" + hostile.noise(100)),
    Bad("JPG as PNG", "a.png", "content_mismatch", lambda: picture("jpg")),
    Bad("PDF as zip", "a.zip", "content_mismatch", pdf),
    Bad("nothing", "a.pdf", "empty", lambda: b""),
    Bad("one byte", "a.docx", "content_mismatch", lambda: b"P"),
    Bad("one byte", "a.png", "content_mismatch", lambda: b"\x89"),
    Bad("HWPX without its type", "a.hwpx", "content_mismatch", hostile.hwpx_without_type),
]

CUT = [
    Bad("cut", "a.pdf", "damaged", lambda: hostile.part_of(pdf())),
    Bad("cut, end mark put back", "a.pdf", "damaged", lambda: hostile.part_of(pdf(), 0.2) + b"\nstartxref\n0\n%%EOF"),
    Bad("cut", "a.hwp", "damaged", lambda: hostile.part_of(hwp())),
    Bad("cut near its end", "a.hwp", "damaged", lambda: hwp()[:-700]),
    Bad("cut", "a.hwpx", "damaged", lambda: hostile.part_of(hwpx())),
    Bad("cut", "a.docx", "damaged", lambda: hostile.part_of(office("docx"))),
    Bad("one byte changed", "a.zip", "damaged", lambda: zip_of({"a": b"x" * 99}, method=0).replace(b"xx", b"xy", 1)),
    Bad("cut", "a.png", "damaged", lambda: picture("png")[:-20]),
    Bad("cut", "a.jpg", "damaged", lambda: hostile.part_of(picture("jpg"))),
]

ACTIVE = [
    Bad("JavaScript at opening", "a.pdf", "active_content", lambda: pdf(catalog=b"/OpenAction " + hostile.SCRIPT)),
    Bad(
        "JavaScript, name in hex",
        "a.pdf",
        "active_content",
        lambda: pdf(hostile.SCRIPT.replace(b"/JavaScript", b"/J#61vaScript")),
    ),
    Bad("JavaScript, packed", "a.pdf", "active_content", lambda: pdf(hostile.SCRIPT, packed=True)),
    Bad("JavaScript by reference", "a.pdf", "active_content", lambda: pdf(b"<< /S 6 0 R /JS (x) >>", b"/JavaScript")),
    Bad(
        "JavaScript list",
        "a.pdf",
        "active_content",
        lambda: pdf(catalog=b"/Names << /JavaScript << /Names [] >> >>", packed=True),
    ),
    Bad("Launch", "a.pdf", "active_content", lambda: pdf(page=b"/Annots [<< /Subtype /Link /A " + hostile.LAUNCH + b" >>]")),
    Bad("XFA form", "a.pdf", "active_content", lambda: pdf(catalog=b"/AcroForm << /XFA [(a) 4 0 R] >>")),
    Bad("file inside", "a.pdf", "embedded_files", hostile.pdf_with_file),
    Bad("with password", "a.pdf", "protected", lambda: hostile.encrypted_pdf("secret")),
    Bad("locked for editing", "a.pdf", "protected", lambda: hostile.encrypted_pdf("")),
    Bad("macros", "a.docx", "macros", hostile.macro_docx),
    Bad("macro type", "a.docx", "macros", hostile.macro_type),
    Bad("old macro sheet", "a.xlsx", "macros", lambda: office("xlsx", {"xl/macrosheets/sheet1.xml": "<a/>"})),
    Bad("ActiveX", "a.pptx", "macros", lambda: office("pptx", {"ppt/activeX/activeX1.xml": "<a/>"})),
    Bad(
        "remote template",
        "a.docx",
        "remote_content",
        lambda: hostile.remote("docx", "attachedTemplate", "https://evil.example/t.dotm"),
    ),
    Bad(
        "template on a share", "a.docx", "remote_content", lambda: hostile.remote("docx", "attachedTemplate", r"\\evil\t.dotm")
    ),
    Bad("remote object", "a.pptx", "remote_content", lambda: hostile.remote("pptx", "oleObject", "http://evil.example/x")),
    Bad("DDE field", "a.docx", "field_command", lambda: hostile.word_field("DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe")),
    Bad("DDE link", "a.xlsx", "field_command", hostile.dde_link),
    Bad(
        "packed program",
        "a.docx",
        "embedded_files",
        lambda: office("docx", {"word/embeddings/a.bin": hostile.ole_file({"\x01Ole10Native": b"MZ" * 3000})}),
    ),
    Bad("program as a part", "a.pptx", "program", lambda: office("pptx", {"ppt/media/setup.exe": hostile.EXE})),
    Bad(
        "macros in an inner sheet", "a.pptx", "macros", lambda: office("pptx", {"ppt/embeddings/a.xlsx": hostile.macro_docx()})
    ),
    Bad(
        "with password",
        "a.docx",
        "protected",
        lambda: hostile.ole_file({"EncryptedPackage": b"x" * 5000, "EncryptionInfo": b"y"}),
    ),
    Bad("macros", "a.odt", "macros", lambda: odt({"Basic/Standard/Module1.xml": "<a/>"})),
    Bad("with password", "a.odt", "protected", lambda: odt({"META-INF/manifest.xml": "<m><f><encryption-data/></f></m>"})),
    Bad("password flag", "a.hwp", "protected", lambda: hwp(flags=0b11)),
    Bad("distribution flag", "a.hwp", "protected", lambda: hwp(flags=0b101)),
    Bad("script flag", "a.hwp", "macros", lambda: hwp(flags=0b1001)),
    Bad("script", "a.hwp", "macros", lambda: hostile.hwp_script("function OnDocument_Open() { run(); }")),
    Bad(
        "OLE object", "a.hwp", "ole_object", lambda: hostile.hwp_with("BIN0001.OLE", hangul_object({"\x01Ole10Native": b"MZ"}))
    ),
    Bad(
        "OLE object named as picture",
        "a.hwp",
        "ole_object",
        lambda: hostile.hwp_with("BIN0001.png", hangul_object({"x": b"y"})),
    ),
    Bad("nonsense as OLE object", "a.hwp", "ole_object", lambda: hostile.hwp_with("BIN0001.OLE", b"nonsense")),
    Bad("PostScript", "a.hwp", "postscript", lambda: hostile.hwp_with("BIN0001.eps", b"%!PS-Adobe-3.0 EPSF-3.0")),
    Bad("PostScript named as picture", "a.hwp", "postscript", lambda: hostile.hwp_with("BIN0001.jpg", b"%!PS-Adobe-3.0")),
    Bad("script", "a.hwpx", "macros", lambda: hostile.hwpx_script("function OnDocument_Open(){run();}")),
    Bad("OLE object", "a.hwpx", "ole_object", lambda: hwpx({"BinData/ole1.ole": hangul_object({"\x01Ole10Native": b"MZ"})})),
    Bad("PostScript", "a.hwpx", "postscript", lambda: hwpx({"BinData/image1.eps": b"%!PS-Adobe"})),
    Bad("with password", "a.hwpx", "protected", lambda: hwpx({"META-INF/manifest.xml": "<m><f><encryption-data/></f></m>"})),
    Bad("program inside", "a.zip", "program", lambda: zip_of({"제안서.pdf.exe": hostile.EXE})),
    Bad("script inside inner zip", "a.zip", "program", lambda: zip_of({"a.zip": zip_of({"run.js": "x"})})),
    Bad("with password", "a.zip", "protected", hostile.locked_zip),
    Bad("path outside", "a.zip", "unsafe_path", lambda: zip_of({"../../etc/passwd": "x"})),
]

MIXED = [
    Bad("HTML before PDF", "a.pdf", "mixed_content", lambda: hostile.HTML + pdf()),
    Bad("HTML in the first lines", "a.pdf", "mixed_content", lambda: pdf(comment=b"%" + hostile.HTML + b"\n")),
    Bad("zip behind PDF", "a.pdf", "mixed_content", lambda: pdf() + zip_of({"a": "b"})),
    Bad("long tail behind PDF", "a.pdf", "damaged", lambda: pdf() + hostile.noise(3000)),
    Bad("HTML in JPG comment", "a.jpg", "mixed_content", lambda: picture("jpg", comment=hostile.HTML)),
    Bad("HTML behind JPG", "a.jpg", "mixed_content", lambda: picture("jpg") + hostile.HTML),
    Bad("zip behind JPG", "a.jpg", "mixed_content", lambda: picture("jpg") + zip_of({"a": "b"})),
    Bad("PHP in PNG text", "a.png", "mixed_content", lambda: hostile.png_with_text(b"<?php system($_GET[0]); ?>")),
    Bad("something behind PNG", "a.png", "mixed_content", lambda: picture("png") + b"tail"),
    Bad("program before zip", "a.docx", "content_mismatch", lambda: hostile.EXE + office("docx")),
]

BOMBS = [
    Bad("300 MB of nothing", "a.zip", "unpacks_too_large", lambda: zip_of({"a": b"\0" * 300_000_000})),
    Bad("lies about its size", "a.zip", "damaged", hostile.lying_zip),
    Bad("shares its bytes", "a.zip", "unpacks_too_large", hostile.overlapping_zip),
    Bad("nested too deep", "a.zip", "nested_archives", lambda: hostile.nested_zip(4)),
    Bad("30,000 entries", "a.zip", "too_many_entries", lambda: zip_of({str(number): b"" for number in range(30_000)})),
    Bad("part of 120 MB", "a.docx", "unpacks_too_large", lambda: office("docx", {"word/a.xml": b" " * 120_000_000})),
    Bad("stream of 300 MB", "a.hwp", "unpacks_too_large", hostile.swollen_hwp),
    Bad("objects of 60 MB", "a.pdf", "unpacks_too_large", hostile.swollen_objects),
    Bad("too many objects", "a.pdf", "too_complex", lambda: pdf(comment=b"1 0 obj\n" * 250_000)),
    Bad("3.6 billion pixels", "a.png", "picture_too_large", lambda: hostile.huge_png(60_000)),
    Bad("billion laughs", "a.docx", "unsafe_xml", lambda: office("docx", main=hostile.BOMB_XML)),
    Bad("reads a file", "a.xlsx", "unsafe_xml", lambda: office("xlsx", {"xl/sharedStrings.xml": hostile.XXE})),
    Bad("reads a file", "a.hwpx", "unsafe_xml", lambda: hwpx({"Contents/section0.xml": hostile.XXE})),
    Bad("reads a file", "a.odt", "unsafe_xml", lambda: odt({"content.xml": hostile.XXE.encode("utf-16")})),
    Bad("elements without end", "a.docx", "too_complex", lambda: office("docx", {"[Content_Types].xml": b"<a>" * 1_000_000})),
]

ALL = MISMATCHED + CUT + ACTIVE + MIXED + BOMBS

INFECTED = {
    "stored.zip": zip_of({"a.txt": EICAR}, method=zipfile.ZIP_STORED),
    "packed.zip": zip_of({"a.txt": b"x" * 200_000 + EICAR}),
    "inner.zip": zip_of({"b.zip": zip_of({"a.txt": EICAR})}),
    "report.docx": office("docx", {"word/media/a.bin": EICAR}),
    "plain.pdf": pdf(comment=b"%" + EICAR + b"\n"),
    "stored.pdf": pdf(stream(EICAR)),
    "packed.pdf": pdf(stream(zlib.compress(EICAR), b"/Filter /FlateDecode")),
}

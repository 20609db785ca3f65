"""Kinds: honest files are taken, everything else is refused with its reason."""

import io
import json
import subprocess
import sys
import unicodedata

import olefile
import pypdf
import pypdfium2
import pytest
from hwpx import HwpxDocument

from portal.foundation.files import KINDS, REASONS, FileRefused, kinds_of, sniff
from tests.foundation.files import hostile, samples
from tests.foundation.files.corpus import ALL, BOMBS

EVERY_KIND = list(KINDS)


def refusal_of(content, name, accept=EVERY_KIND, **limits):
    with pytest.raises(FileRefused) as caught:
        sniff(io.BytesIO(content), name, accept, **limits)
    return caught.value


@pytest.mark.parametrize("extension", samples.HONEST)
def test_an_honest_file_of_each_kind_is_taken(extension):
    kind = sniff(io.BytesIO(samples.HONEST[extension]()), f"제안서.{extension}", EVERY_KIND)

    assert kind == KINDS[extension]


def test_the_samples_are_what_other_readers_take_them_for(tmp_path):
    for extension in ("hwp", "hwpx"):
        path = tmp_path / f"a.{extension}"
        path.write_bytes(samples.HONEST[extension]())
        assert samples.TEXT in HwpxDocument.open(path).text.plain()
    assert olefile.isOleFile(samples.hwp())
    for content in (samples.pdf(), samples.pdf(packed=True)):
        assert len(pypdf.PdfReader(io.BytesIO(content), strict=True).pages) == 1
        with pypdfium2.PdfDocument(content) as document:
            assert len(document) == 1


CHART = {"OOXMLChartContents": b"<c:chartSpace/>", "Contents": b"x" * 300}
ORDINARY = {
    "PDF with its objects packed": ("a.pdf", lambda: samples.pdf(packed=True)),
    "PDF that links to pages about JavaScript": ("a.pdf", lambda: samples.pdf(b"<< /URI (https://x.kr/JavaScript/Launch) >>")),
    "the same, packed": ("a.pdf", lambda: samples.pdf(b"<< /URI (https://x.kr/JavaScript) >>", packed=True)),
    "PDF after a byte order mark": ("a.pdf", lambda: b"\xef\xbb\xbf\r\n" + samples.pdf()),
    "PDF before empty lines": ("a.pdf", lambda: samples.pdf() + b"\r\n" + b"\0" * 9000),
    "HWP with a chart": ("a.hwp", lambda: hostile.hwp_with("BIN0001.OLE", samples.hangul_object(CHART))),
    "HWP with a packed picture": ("a.hwp", lambda: hostile.hwp_with("BIN0001.png", samples.picture("png"))),
    "HWP with a picture as it is": ("a.hwp", lambda: samples.hwp({"BinData/BIN0001.jpg": samples.picture("jpg")})),
    "HWP with the empty script of Hangul": (
        "a.hwp",
        lambda: hostile.hwp_script("function OnDocument_New()\r\n{\r\n\t//todo : \r\n}\r\n"),
    ),
    "HWPX with the empty script of Hangul": (
        "a.hwpx",
        lambda: hostile.hwpx_script("function OnDocument_New()\n{\n//todo :\n}"),
    ),
    "HWPX with a picture": ("a.hwpx", lambda: samples.hwpx({"BinData/image1.png": samples.picture("png")})),
    "Word with a template of the writer's own": (
        "a.docx",
        lambda: hostile.remote("docx", "attachedTemplate", "file:///C:/Users/kim/회사.dotx"),
    ),
    "Word with a link": ("a.docx", lambda: hostile.remote("docx", "hyperlink", "https://example.org")),
    "Word with ordinary fields": ("a.docx", lambda: hostile.word_field('HYPERLINK "https://x.kr/DDE"')),
    "Word with a drawing as OLE object": (
        "a.docx",
        lambda: samples.office("docx", {"word/embeddings/oleObject1.bin": hostile.ole_file({"Equation Native": b"x" * 99})}),
    ),
    "PowerPoint with a sheet inside": (
        "a.pptx",
        lambda: samples.office("pptx", {"ppt/embeddings/Sheet1.xlsx": samples.xlsx()}),
    ),
    "Excel with a sheet of 30 MB": ("a.xlsx", lambda: samples.office("xlsx", {"xl/worksheets/sheet1.xml": SHEET})),
    "JPG with a second picture behind it": ("a.jpeg", lambda: samples.picture("jpg") * 2),
    "JPG in passes": ("a.jpg", lambda: samples.picture("jpg", progressive=True)),
    "PNG in capital letters": ("A.PNG", lambda: samples.picture("png")),
    "zip with folders and decomposed names": (
        "a.zip",
        lambda: samples.zip_of({"붙임/": "", unicodedata.normalize("NFD", "붙임/사업계획.txt"): "x"}),
    ),
    "zip with documents in a zip": (
        "a.zip",
        lambda: samples.zip_of({"b.zip": samples.zip_of({"c.docx": samples.office("docx")})}),
    ),
}
SHEET = b"<worksheet>" + b'<c r="A1" s="1"><v>1234567</v></c>' * 900_000 + b"</worksheet>"


@pytest.mark.parametrize("what", ORDINARY)
def test_what_ordinary_programs_make_is_taken(what):
    name, make = ORDINARY[what]

    assert sniff(io.BytesIO(make()), name, EVERY_KIND).extension == name.lower().rpartition(".")[2].replace("jpeg", "jpg")


@pytest.mark.parametrize("bad", ALL, ids=lambda bad: f"{bad.what}, {bad.name}")
def test_a_hostile_file_is_refused_with_its_reason(bad):
    refusal = refusal_of(bad.make(), bad.name)

    assert refusal.reason == bad.reason
    assert refusal.status == 422
    assert bad.name in str(refusal)


MEASURE = """
import json, sys, time
from portal.foundation.files import KINDS, FileRefused, SignatureScanner, sniff
from pathlib import Path
def memory(what):
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return int(lines[what].split()[0]) / 1024

before = memory("VmRSS")
slowest = 0.0
for path in map(Path, sys.argv[1:]):
    started = time.monotonic()
    try:
        sniff(path, path.name, list(KINDS))
    except FileRefused:
        pass
    SignatureScanner().scan(path)
    slowest = max(slowest, time.monotonic() - started)
print(json.dumps({"seconds": slowest, "megabytes": memory("VmHWM") - before}))
"""


def test_no_file_takes_more_than_eight_seconds_or_200_megabytes(tmp_path):
    paths = []
    for number, bad in enumerate(BOMBS):
        paths.append(tmp_path / f"{number}-{bad.name}")
        paths[-1].write_bytes(bad.make())
    large = tmp_path / "large.pdf"
    large.write_bytes(samples.pdf(*[samples.stream(hostile.noise(500_000), b"/Filter /DCTDecode")] * 80))

    done = subprocess.run([sys.executable, "-c", MEASURE, *paths, large], capture_output=True, text=True, check=True)

    used = json.loads(done.stdout)
    assert used["seconds"] < 8
    assert used["megabytes"] < 200


@pytest.mark.parametrize("name", ["a.exe", "a.pdf.exe", "a.php", "a.svg", "a.xls", "a.docm", "a.egg", "a", "a.pdf::$DATA", ""])
def test_a_name_of_no_allowed_kind_is_refused_before_its_content_is_read(name):
    refusal = refusal_of(samples.pdf(), name, ["pdf", "hwp", "jpeg"])

    assert refusal.reason == "kind_not_allowed"
    assert "PDF, HWP, JPG" in str(refusal)


def test_a_kind_that_this_place_does_not_take_is_refused():
    assert refusal_of(samples.picture("png"), "a.png", ["pdf"]).reason == "kind_not_allowed"


def test_a_mismatch_says_what_the_content_looks_like():
    words = str(refusal_of(samples.picture("png"), "a.pdf", ["pdf", "hwp"]))

    assert "“a.pdf” is named like a PDF file but its content is something else (.png)." in words
    assert "Allowed kinds: PDF, HWP." in words


def test_a_file_of_exactly_the_limit_is_taken_and_one_byte_more_is_not():
    content = samples.pdf()

    assert sniff(io.BytesIO(content), "a.pdf", ["pdf"], max_bytes=len(content)).extension == "pdf"
    refusal = refusal_of(content, "a.pdf", ["pdf"], max_bytes=len(content) - 1)
    assert (refusal.reason, refusal.status) == ("too_large", 413)


def test_the_file_itself_is_only_read(tmp_path):
    path = tmp_path / "a.hwp"
    path.write_bytes(samples.hwp())
    path.chmod(0o400)

    sniff(path, "a.hwp", ["hwp"])

    assert path.read_bytes() == samples.hwp()


def test_kinds_are_listed_once_in_the_order_asked_for():
    assert [kind.extension for kind in kinds_of([".JPEG", "pdf", "jpg"])] == ["jpg", "pdf"]
    with pytest.raises(KeyError):
        kinds_of(["exe"])


def test_every_reason_is_a_sentence_that_can_be_filled_in():
    params = {"limit": "1 MB", "what": "a.exe", "virus": "X"}
    for reason in REASONS:
        words = str(FileRefused(reason, **params).about(name="제안 100%.pdf", allowed="PDF"))
        assert "“제안 100%.pdf”" in words and words.endswith(".")
    assert {bad.reason for bad in ALL} >= set(REASONS) - {"kind_not_allowed", "too_large", "infected"}

"""The words inside files of every kind, composed and bounded."""

import unicodedata
from pathlib import Path

import pytest

from portal.cli.demo.papers import pdf_of
from portal.foundation.files.texts import MOST, text_of
from tests.foundation.files import samples

W = 'xmlns:w="urn:w"'


def docx(words):
    body = "".join(f"<w:p><w:r><w:t>{each}</w:t></w:r></w:p>" for each in words)
    return samples.office("docx", {"word/document.xml": f"<w:document {W}><w:body>{body}</w:body></w:document>".encode()})


def xlsx(words):
    strings = "".join(f"<si><t>{each}</t></si>" for each in words)
    return samples.office("xlsx", {"xl/sharedStrings.xml": f'<sst xmlns="urn:x">{strings}</sst>'.encode()})


def pptx(words):
    body = "".join(f"<a:p><a:r><a:t>{each}</a:t></a:r></a:p>" for each in words)
    return samples.office("pptx", {"ppt/slides/slide1.xml": f'<p:sld xmlns:p="urn:p" xmlns:a="urn:a">{body}</p:sld>'.encode()})


def written(tmp_path: Path, content: bytes) -> Path:
    path = tmp_path / "file"
    path.write_bytes(content)
    return path


@pytest.mark.parametrize(("extension", "content", "words"), [
    ("docx", docx(["드론", "배송 실증"]), "드론 배송 실증"), ("xlsx", xlsx(["드론", "배송"]), "드론 배송"),
    ("pptx", pptx(["드론", "배송"]), "드론 배송"), ("hwp", samples.hwp(), samples.TEXT), ("hwpx", samples.hwpx(), samples.TEXT),
    ("pdf", pdf_of(["Sidewalk robot", "delivers lunch"]), "Sidewalk robot delivers lunch"),
])
def test_every_kind_is_read(tmp_path, extension, content, words):
    assert text_of(written(tmp_path, content), extension) == words


def test_text_is_composed_and_bounded(tmp_path):
    taken_apart = unicodedata.normalize("NFD", "드론")
    text = text_of(written(tmp_path, docx([taken_apart] * 50_000)), "docx")
    assert text.startswith("드론 드론") and len(text) == MOST

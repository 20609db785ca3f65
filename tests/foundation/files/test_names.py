"""Names: safe to store, show and offer, and still what the person called the file."""

import random
import unicodedata

import pytest

from portal.foundation.files import extension_of, honest_name


@pytest.mark.parametrize(
    ("raw", "honest"),
    [
        ("제안서.pdf", "제안서.pdf"),
        (unicodedata.normalize("NFD", "스마트 횡단보도.hwp"), "스마트 횡단보도.hwp"),
        ("C:\\Users\\kim\\바탕 화면\\계획.hwp", "계획.hwp"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\boot.ini", "boot.ini"),
        ("a/../b.pdf", "b.pdf"),
        ("．．／．．／etc.pdf", "．．_．．_etc.pdf"),
        ("보고\u202efdp.exe", "보고fdp.exe"),
        ("a\u200bb\u2060c\ufeff.pdf", "abc.pdf"),
        ("a\u3164b\u115f.pdf", "ab.pdf"),
        ("a\r\nSet-Cookie: x.pdf", "aSet-Cookie_ x.pdf"),
        ("a\0.pdf", "a.pdf"),
        ("\"a\";b='c'.pdf", "_a_;b='c'.pdf"),
        ("a.pdf::$DATA", "a.pdf__$DATA"),
        ("a\u00a0\u3000b .pdf", "a b.pdf"),
        ("  .. a.pdf . ", "a.pdf"),
        ("CON", "_CON"),
        ("con.pdf", "_con.pdf"),
        ("LPT¹.hwp", "_LPT¹.hwp"),
        ("console.pdf", "console.pdf"),
        (".pdf", "file.pdf"),
        (".htaccess", "file.htaccess"),
        ("", "file"),
        ("...", "file"),
        ("\u202e\u200b", "file"),
        ("a/", "file"),
        ("\udc80\udcff.pdf", "file.pdf"),
        ("a.tar.gz", "a.tar.gz"),
    ],
)
def test_a_name_becomes_honest(raw, honest):
    assert honest_name(raw) == honest


def test_a_long_name_keeps_its_extension_and_whole_characters():
    name = honest_name("가" * 300 + ".hwpx")

    assert name == "가" * 83 + ".hwpx"
    assert len(name.encode()) <= 255


def test_a_name_of_255_bytes_is_left_as_it_is():
    name = "a" * 251 + ".pdf"

    assert honest_name(name) == name
    assert honest_name("a" * 252 + ".pdf") == name


def test_any_name_becomes_clean_and_stays_so():
    chance = random.Random(20)
    alphabet = "a가. ./\\:\0\n\u202e\u200b\u0301ᄀ\udc80\u3164*한\U0001f600\ufe0f" + unicodedata.normalize("NFD", "각")
    for _ in range(2_000):
        name = honest_name("".join(chance.choices(alphabet, k=chance.randrange(400))))

        assert honest_name(name) == name
        assert unicodedata.is_normalized("NFC", name)
        assert 0 < len(name.encode()) <= 255
        assert not set(name) & set('/\\:*?"<>|\0\n\u202e\u200b\u3164')
        assert not name.startswith((".", " ")) and not name.endswith((".", " "))


@pytest.mark.parametrize(
    ("name", "extension"),
    [("a.PDF", "pdf"), ("a.pdf.exe", "exe"), ("a", ""), ("a.", ""), ("v1.0 초안", ""), ("a." + "x" * 40, "")],
)
def test_the_extension_is_the_last_one_in_lower_case(name, extension):
    assert extension_of(name) == extension

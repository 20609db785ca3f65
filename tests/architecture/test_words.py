"""Every message exists in Korean and English, says the same, and stands in no template as bare Korean."""

import re
from functools import lru_cache

import pytest
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po

from config import ROOT

KO = ROOT / "portal" / "translations" / "ko"
HANGUL = re.compile("[\u1100-\u11ff\u3130-\u318f\uac00-\ud7a3]")
OPTIONS = {"**.html": {"silent": "false", "extensions": "jinja2.ext.do"}, "**.txt": {"silent": "false", "extensions": "jinja2.ext.do"}}
KEYWORDS = {"_": None, "_l": None, "N_": None, "gettext": None, "lazy_gettext": None, "ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"%\((\w+)\)[sd]")


@lru_cache
def messages() -> dict[str, str]:
    """Every message id in code and templates, with the place where it was first seen."""
    found: dict[str, str] = {}
    ways = [("**.py", "python"), ("**.html", "jinja2"), ("**.txt", "jinja2")]
    for folder in ("portal", "templates"):
        for name, line, text, _comments, _context in extract_from_dir(
                str(ROOT / folder), method_map=ways, keywords=KEYWORDS, options_map=OPTIONS):
            for part in text if isinstance(text, tuple) else (text,):
                found.setdefault(part, f"{folder}/{name}:{line}")
    return found


@lru_cache
def korean() -> dict[str, str]:
    """Every translation, from all files."""
    found: dict[str, str] = {}
    for path in sorted(KO.glob("*.po")):
        with path.open("rb") as file:
            for entry in read_po(file, locale="ko"):
                if not entry.id:
                    continue
                ids = entry.id if isinstance(entry.id, tuple) else (entry.id,)
                words = entry.string if isinstance(entry.string, tuple) else (entry.string,)
                for one in ids:
                    found[one] = words[0]
    return found


def test_every_message_has_its_korean():
    missing = [f"{place}: {text!r}" for text, place in messages().items() if not korean().get(text)]
    assert not missing, f"{len(missing)} messages without Korean:\n" + "\n".join(missing[:40])


def test_no_translation_is_left_over():
    left = [text for text in korean() if text not in messages()]
    assert not left, "translations that nothing says any more:\n" + "\n".join(left[:40])


def test_both_languages_fill_in_the_same_values():
    for text, words in korean().items():
        spoken = set(PLACEHOLDER.findall(words)) - {"num"}  # "One thing" in English, a number in Korean
        assert set(PLACEHOLDER.findall(text)) >= spoken, f"{text!r} / {words!r}"


def test_message_ids_are_english():
    for text, place in messages().items():
        assert not HANGUL.search(text), f"{place}: write the English here and the Korean in a .po file: {text!r}"


@pytest.mark.parametrize("path", sorted((ROOT / "templates").rglob("*.*")), ids=lambda p: str(p.relative_to(ROOT)))
def test_a_template_holds_no_bare_korean_and_no_escape_hatch(path):
    text = re.sub(r"(?s)\{#.*?#\}", "", path.read_text("utf-8"))
    if path.suffix != ".md":
        text = text.replace("한국어", "")  # the language switch names the other language in that language
        assert not HANGUL.search(text), f"{path.name}: {HANGUL.search(text)}"
        assert "|safe" not in text.replace(" ", ""), f"{path.name} uses |safe: let the template engine escape"

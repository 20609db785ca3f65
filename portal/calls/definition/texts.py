"""Words in Korean and English, and the characters that no text in the portal may hold."""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

C0_NAMES = (
    "NUL", "SOH", "STX", "ETX", "EOT", "ENQ", "ACK", "BEL", "BS", "TAB", "LF", "VT", "FF", "CR", "SO", "SI",
    "DLE", "DC1", "DC2", "DC3", "DC4", "NAK", "SYN", "ETB", "CAN", "EM", "SUB", "ESC", "FS", "GS", "RS", "US",
)


@dataclass(frozen=True)
class Text:
    """One text in both languages; an empty half has not been translated yet."""

    ko: str = ""
    en: str = ""

    def in_(self, locale: str) -> str:
        """The half for "ko", "en" or a longer tag such as "en_US"; the other half when that one is empty."""
        mine, other = (self.en, self.ko) if locale[:2].lower() == "en" else (self.ko, self.en)
        return mine if mine.strip() else other

    def is_translated(self, locale: str) -> bool:
        """Whether the half asked for exists, so that a page can mark a borrowed text."""
        return bool((self.en if locale[:2].lower() == "en" else self.ko).strip())

    def __bool__(self) -> bool:
        return bool(self.ko.strip() or self.en.strip())

    def body(self) -> dict[str, str]:
        """The pair as JSON: {"ko": ..., "en": ...}."""
        return {"ko": self.ko, "en": self.en}


def name_of(character: str) -> str:
    """What to call a refused character in a message: "U+0000 (NUL)", "U+FFFE (noncharacter)"."""
    point = ord(character)
    if point < len(C0_NAMES):
        kind = C0_NAMES[point]
    elif 0xD800 <= point <= 0xDFFF:
        kind = "surrogate"
    elif _is_noncharacter(point):
        kind = "noncharacter"
    else:
        kind = "DEL" if point == 0x7F else unicodedata.name(character, "control character")
    return f"U+{point:04X} ({kind})"


def refused_in(text: str, *, allowed: str = "\t\n") -> Iterator[str]:
    """Characters that are never stored, once each: controls (C0, DEL, C1), surrogates and noncharacters.

    PostgreSQL refuses NUL, UTF-8 refuses surrogates, and strict HTML refuses the rest; `allowed` names the exceptions.
    """
    for character in dict.fromkeys(text):
        point = ord(character)
        control = point < 0x20 or 0x7F <= point <= 0x9F
        if character not in allowed and (control or 0xD800 <= point <= 0xDFFF or _is_noncharacter(point)):
            yield character


def _is_noncharacter(point: int) -> bool:
    return 0xFDD0 <= point <= 0xFDEF or point & 0xFFFE == 0xFFFE

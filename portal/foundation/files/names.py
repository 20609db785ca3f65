"""A name people can trust: what a browser sent, made safe to store, show and offer for download, and still readable."""

import re
import unicodedata

MAX_BYTES = 255  # what the common file systems take, in UTF-8
MAX_EXTENSION = 16  # bytes; anything longer is part of the name

# Letters and marks that are drawn as nothing; the format characters (bidi, zero-width, tags) are caught by category.
_UNSEEN = {0x034F, 0x115F, 0x1160, 0x17B4, 0x17B5, 0x2800, 0x3164, 0xFFA0}
_UNSEEN |= {*range(0x180B, 0x1810), *range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0)}
_SEPARATORS = re.compile(r"[/\\]")
_FORBIDDEN = re.compile(r'[<>:"|?*∕⁄／＼⧸⧹]')  # refused by Windows, or drawn like a separator
_RESERVED = re.compile(r"(con|prn|aux|nul|conin\$|conout\$|com[0-9¹²³]|lpt[0-9¹²³])\s*(\.|$)", re.IGNORECASE)


def honest_name(raw: str) -> str:
    """The file name in `raw`, in NFC and at most 255 bytes of UTF-8, its extension kept; `file` when nothing is left.

    Gone are folders, control, bidi and invisible characters, lone surrogates, and dots and spaces at the ends.
    Applying it twice changes nothing.
    """
    name = _SEPARATORS.split(raw)[-1]
    name = unicodedata.normalize("NFC", "".join(character for character in name if _is_seen(character)))
    name = re.sub(r"\s+", " ", _FORBIDDEN.sub("_", name)).strip(" ")
    stem, extension = _split(name.rstrip(". "))
    stem = stem.strip(". ") or "file"
    if _RESERVED.match(stem):
        stem = "_" + stem
    return _cut(stem, MAX_BYTES - len(extension.encode())) + extension


def extension_of(name: str) -> str:
    """The extension of an honest name in lower case, without its dot; empty when there is none."""
    return _split(name)[1].removeprefix(".").lower()


def _is_seen(character: str) -> bool:
    """Whether a person sees it; ordinary and exotic spaces count as seen."""
    if unicodedata.category(character) in ("Cc", "Cf", "Cs", "Cn", "Zl", "Zp"):
        return False
    return ord(character) not in _UNSEEN


def _split(name: str) -> tuple[str, str]:
    """Stem and extension with its dot; an extension has no spaces and is short, otherwise it is part of the stem."""
    stem, dot, extension = name.rpartition(".")
    if not dot or not extension or " " in extension or len(extension.encode()) >= MAX_EXTENSION:
        return name, ""
    return stem, "." + extension


def _cut(stem: str, size: int) -> str:
    """As much of `stem` as fits into `size` bytes, never half a character."""
    if len(stem.encode()) <= size:
        return stem
    return stem.encode()[:size].decode(errors="ignore").rstrip(". ")

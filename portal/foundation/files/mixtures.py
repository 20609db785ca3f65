"""Files that are two kinds at once: a picture with a web page in it, a PDF with a zip behind it."""

import re
from collections.abc import Callable
from mmap import ACCESS_READ, mmap
from pathlib import Path
from typing import TypeVar
from zipfile import is_zipfile

from portal.foundation.files.refusals import FileRefused

# Each is long enough not to turn up by chance in packed picture data.
MARKUP = re.compile(rb"<script[\s>]|<!doctype\s+html|<html[\s>]|<\?php\s|<iframe[\s>]|<svg\s", re.IGNORECASE)
T = TypeVar("T")
_HEAD = 4096  # bytes; browsers look for markup in the first 1,445


def over_bytes(path: Path, look: Callable[[mmap], T]) -> T:
    """What `look` finds in the bytes of a file that is not empty, without reading it into memory."""
    with path.open("rb") as file, mmap(file.fileno(), 0, access=ACCESS_READ) as content:
        return look(content)


def check_no_markup(path: Path, *, everywhere: bool) -> None:
    """Refuse markup that a browser would run: in the first 4 KB, or everywhere for kinds that have no place for text."""
    if over_bytes(path, lambda content: MARKUP.search(content, 0, len(content) if everywhere else _HEAD) is not None):
        raise FileRefused("mixed_content")


def check_no_archive_behind(path: Path) -> None:
    """Refuse a file that a zip program would open too."""
    if is_zipfile(path):
        raise FileRefused("mixed_content")

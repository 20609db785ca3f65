"""The words inside a file, for search: read in a process of its own that may take little memory and little time.

As a program (`python -m portal.foundation.files.texts PATH EXTENSION`) it writes them to its output as UTF-8.
"""

import re
import resource
import sys
import unicodedata
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path

from portal.foundation.files.limits import MEGABYTE, Budget

MOST = 60_000  # characters that are kept of a file; a plan of fifteen pages has about 20,000
MORE_MEMORY = 180 * MEGABYTE  # beyond what the process has when it begins to read
SECONDS = 7
MOST_PAGES = 500
_BLANK = re.compile(r"[\s\x00-\x1f\x7f-\x9f\ufffe\uffff]+")


class _Enough(Exception):
    """There is more text than is kept."""


class _Text:
    """What was read so far."""

    def __init__(self) -> None:
        self.pieces: list[str] = []
        self.left = 4 * MOST  # composing and joining blanks make it shorter

    def add(self, piece: str) -> None:
        self.pieces.append(piece[:self.left])
        self.left -= len(piece)
        if self.left <= 0:
            raise _Enough

    def whole(self) -> str:
        """Composed (NFC), with single blanks, at most MOST characters."""
        return unicodedata.normalize("NFC", _BLANK.sub(" ", "".join(self.pieces))).strip()[:MOST]


def _pdf(path: Path, text: _Text) -> None:
    from pypdfium2 import PdfDocument

    with PdfDocument(path) as document:
        for number in range(min(len(document), MOST_PAGES)):
            page = document[number]
            text.add(page.get_textpage().get_text_bounded() + "\n")
            page.close()


def _hangul(path: Path, text: _Text) -> None:
    from hwpx import HwpxDocument

    text.add(HwpxDocument.open(path).text.plain())


def _parts_called(pattern: str, *within: str) -> Callable[[Path, _Text], None]:
    """A reader of zipped XML: the parts whose name fits, and in them the elements that hold words."""
    def read(path: Path, text: _Text) -> None:
        from portal.foundation.files.xml_parts import each_word
        from portal.foundation.files.zips import opened, parts

        budget = Budget()
        with opened(path, budget) as archive:
            for part in parts(archive, budget):
                if re.fullmatch(pattern, part.name):
                    each_word(part.chunks(), within, text.add)

    return read


READERS: dict[str, Callable[[Path, _Text], None]] = {
    "pdf": _pdf,
    "hwp": _hangul,
    "hwpx": _hangul,
    "docx": _parts_called(r"word/(document|footnotes|endnotes|header\d*|footer\d*)\.xml", "t"),
    "xlsx": _parts_called(r"xl/(sharedStrings|worksheets/sheet\d+)\.xml", "t"),
    "pptx": _parts_called(r"ppt/(slides/slide|notesSlides/notesSlide)\d+\.xml", "t"),
    "odt": _parts_called(r"content\.xml", "p", "h"),
}


def text_of(path: Path, extension: str) -> str:
    """The words of a file of one of the kinds in READERS. Raises whatever its reader stumbles over."""
    text = _Text()
    with suppress(_Enough):
        READERS[extension](path, text)
    return text.whole()


def _bind() -> None:
    """From here on, no more memory and time than one file may take."""
    pages = int(Path("/proc/self/statm").read_text().split()[0])
    most = pages * resource.getpagesize() + MORE_MEMORY
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, 0))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


if __name__ == "__main__":
    _bind()
    sys.stdout.buffer.write(text_of(Path(sys.argv[1]), sys.argv[2]).encode("utf-8", "replace"))

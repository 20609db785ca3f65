"""Archives and documents inside others: opened a few levels deep, on one budget for all of them."""

import tempfile
from pathlib import Path
from typing import BinaryIO, cast

from portal.foundation.files.embedded import PROGRAMS, SCRIPTS, check_name
from portal.foundation.files.limits import MAX_ARCHIVE_DEPTH, MEGABYTE, Budget
from portal.foundation.files.refusals import FileRefused
from portal.foundation.files.zips import MAGIC, Part, must_be_zip, opened, parts

_DOCUMENTS = {"[Content_Types].xml", "mimetype"}
_IN_MEMORY = 4 * MEGABYTE  # larger inner archives wait on the disk


def check_nested(part: Part, budget: Budget, *, depth: int) -> None:
    """Refuse an inner archive or document that is damaged, locked, a bomb, too deep, or holds programs or macros."""
    if depth >= MAX_ARCHIVE_DEPTH:
        raise FileRefused("nested_archives")
    with tempfile.SpooledTemporaryFile(max_size=_IN_MEMORY) as inner:
        for chunk in part.chunks():
            inner.write(chunk)
        inner.seek(0)
        check_archive(cast(BinaryIO, inner), budget, depth=depth)


def check_archive(source: Path | BinaryIO, budget: Budget, *, depth: int = 0) -> None:
    """Every member's name, checksum and, if it is an archive itself, its members; documents may hold what only they open."""
    with opened(source, budget) as archive:
        is_document = bool(_DOCUMENTS & set(archive.namelist()))
        forbidden = PROGRAMS if is_document else PROGRAMS | SCRIPTS
        for part in parts(archive, budget):
            check_name(part.name, forbidden)
            if part.head.startswith(MAGIC):
                check_nested(part, budget, depth=depth + 1)


def check(path: Path, budget: Budget) -> None:
    """Refuse a zip file that is not one, is locked or a bomb, or holds programs, scripts or documents with macros."""
    must_be_zip(path)
    check_archive(path, budget)

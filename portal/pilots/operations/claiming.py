"""A milestone is claimed as done, with a note and its evidence; every claim stays."""

from collections.abc import Sequence
from typing import Any

from portal.foundation.errors import Invalid, Stale
from portal.foundation.i18n import _
from portal.foundation.stored_files import StoredFile
from portal.foundation.transactions import someone_was_faster
from portal.pilots.lifecycle import MILESTONE
from portal.pilots.models import Claim, ClaimFile, Milestone
from portal.pilots.words import NOTE_MOST, REASON_LEAST, tidied

MOST_FILES = 10


def check_claim(milestone: Milestone, note: str, files: int, *, by: Any, seen: int | None = None) -> str:
    """The note as it will be kept. Asked before `files` (how many) are taken in, so that every mistake is told at once.

    Raises Forbidden, Refused or Stale unless the milestone could be claimed now, Invalid for the note and the number of files.
    """
    if seen is not None and seen != milestone.version:
        raise Stale(someone_was_faster())
    MILESTONE.check(milestone, "claim", by=by)
    wrong: dict[str, Sequence[object]] = {}
    if milestone.needs_files and not files:
        wrong["files"] = [_("Add at least one file that shows the deliverable.")]
    if files > MOST_FILES:
        wrong["files"] = [_("Add at most %(most)s files.", most=MOST_FILES)]
    try:
        note = tidied(note, "note", least=REASON_LEAST, most=NOTE_MOST)
    except Invalid as invalid:
        wrong.update(invalid.fields)
    if wrong:
        raise Invalid(wrong)
    return note


def claim_milestone(milestone: Milestone, note: str, files: Sequence[StoredFile] = (), *, by: Any,
                    seen: int | None = None) -> Claim:
    """Say that a milestone is done: a note of 10 to 2,000 characters and 1 to 10 files where a deliverable was promised.

    Raises Invalid, Forbidden, Refused, and Stale when it was claimed or moved meanwhile.
    """
    note = check_claim(milestone, note, len(files), by=by, seen=seen)
    claim = Claim(number=len(milestone.claims) + 1, note=note, by_id=by.id, verdict=None)
    claim.files = [ClaimFile(file=file) for file in files]
    milestone.claims.append(claim)
    MILESTONE.move(milestone, "claim", by=by, note=note, claim=claim.number, files=[file.sha256 for file in files])
    return claim

"""What a review sheet asks for, and what is still missing on it."""

from collections.abc import Iterable
from typing import Any

from portal.calls.definition import Definition
from portal.foundation.i18n import _, locale

POINTS, REASON = "points", "reason"


def missing_marks(definition: Definition, stage_key: str, marks: Iterable[Any]) -> list[str]:
    """Labels of parts without points and criteria without a reason, in the reader's language and the sheet's order."""
    there = {(mark.kind, mark.key) for mark in marks if mark.value.strip()}
    missing = []
    for criterion in definition.stage(stage_key).criteria:
        for part in criterion.sub or (criterion,):
            if (POINTS, part.key) not in there:
                missing.append(part.label.in_(locale()))
        if (REASON, criterion.key) not in there:
            missing.append(_("reason for “%(criterion)s”", criterion=criterion.label.in_(locale())))
    return missing

"""A draft call is tried out by the people who write and approve it: what they type is theirs alone and never a proposal."""

from collections.abc import Mapping
from typing import Any

from portal.calls.answers import check_draft_value
from portal.calls.definition.document import CallDocument
from portal.calls.models import Revision, Trial
from portal.calls.queries import trial_of
from portal.foundation.db import db
from portal.foundation.errors import Missing
from portal.foundation.policy import require


def try_answers(revision: Revision, raw: Mapping[str, Any], *, by: Any) -> dict[str, list[Any]]:
    """Keep what can be kept of answers (JSON by question key); the problems of those that cannot. Raises Missing while the
    draft cannot be read."""
    trial = _trial(revision, by)
    document, found = CallDocument.read(revision.body)
    if found:
        raise Missing
    problems: dict[str, list[Any]] = {}
    kept = dict(trial.answers)
    for question in document.definition.questions:
        if question.key in raw:
            kept[question.key], wrong = check_draft_value(question, raw[question.key])
            if wrong:
                problems[question.key] = wrong
    trial.answers = kept
    return problems


def try_marks(revision: Revision, stage_key: str, marks: Mapping[str, str], *, by: Any) -> None:
    """Keep a score sheet that was tried: values by name of the mark, already checked."""
    trial = _trial(revision, by)
    trial.marks = {**trial.marks, stage_key: dict(marks)}


def forget_trial(revision: Revision, *, by: Any) -> None:
    """Throw away what this person tried."""
    trial = _trial(revision, by)
    trial.answers, trial.marks = {}, {}


def _trial(revision: Revision, by: Any) -> Trial:
    require(by, "revision.try", revision)
    found = trial_of(revision, viewer=by)
    if found.id is None:
        db.session.add(found)
        db.session.flush()
    return found

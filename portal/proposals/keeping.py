"""What was handed in stays valid: a change to a call that would break an answer, a file or a check already given is refused."""

from collections.abc import Iterator, Mapping
from typing import Any

from portal.calls.answers import check_all
from portal.calls.definition import SUBMISSION, Definition
from portal.foundation.i18n import _, locale, ngettext

ASKED = ("sections", "questions", "attachments", "consents", "budget", "gates", "totals", "rules", "tracks")


def touches_what_was_asked(old: Mapping[str, Any], new: Mapping[str, Any]) -> bool:
    """Whether two bodies of a definition differ in anything that an answer depends on."""
    return any(old.get(name) != new.get(name) for name in ASKED)


def obstacle_to(new: Definition, old: Definition, submissions: list[Any], checked: set[str]) -> object | None:
    """Why the new definition must not follow the old one: the first thing that what was received would miss, with how many
    proposals it concerns. `submissions` have `.answers`, `.consents`, `.files`; `checked` are keys of gates with results."""
    broken: dict[str, int] = {}
    for submission in submissions:
        for key in set(_broken_in(submission, new, old)):
            broken[key] = broken.get(key, 0) + 1
    gone = checked - {gate.key for gate in new.gates}
    if gone:
        label = next(gate.label for gate in old.gates if gate.key in gone)
        return _("Eligibility was already checked by “%(what)s”, so it cannot be taken out.", what=label.in_(locale()))
    if not broken:
        return None
    key = next(iter(broken))
    return ngettext(
        "%(num)s proposal that was received would no longer be valid, because of “%(what)s”. Leave that as it is.",
        "%(num)s proposals that were received would no longer be valid, because of “%(what)s”. Leave that as it is.",
        broken[key], what=_name(key, new, old))


def _broken_in(submission: Any, new: Definition, old: Definition) -> Iterator[str]:
    answers = submission.answers
    before = check_all(old, answers, submission.consents, track=submission.track)
    after = check_all(new, answers, submission.consents, track=submission.track)
    yield from (key for key in after if key not in before)
    if (submission.track or new.tracks) and new.find_track(submission.track) is None:
        yield submission.track or "tracks"
    asked = {question.key for question in new.questions}
    yield from (key for key, value in answers.items() if key not in asked and value not in ("", None, [], {}))
    slots, files = {slot.key for slot in new.attachments}, {file["slot"] for file in submission.files}
    yield from (key for key in files if key not in slots)
    known = {slot.key for slot in old.attachments_for(submission.track) if slot.when == SUBMISSION and slot.required}
    yield from (slot.key for slot in new.attachments_for(submission.track)
                if slot.when == SUBMISSION and slot.required and slot.key not in known and slot.key not in files)


def _name(key: str, new: Definition, old: Definition) -> str:
    if key == "tracks":
        return _("Tracks")
    key = key.removeprefix("consents.")
    for definition in (new, old):
        for entry in (*definition.questions, *definition.attachments, *definition.gates, *(definition.tracks or ())):
            if entry.key == key:
                return entry.label.in_(locale())
        for consent in definition.consents:
            if consent.key == key:
                return consent.purpose.in_(locale())
    return key

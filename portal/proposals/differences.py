"""What a revision changed: answer by answer, texts word by word, and files that came or went."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any

from portal.calls.definition import Definition, Question
from portal.calls.definition.form import TEXT_TYPES
from portal.proposals.models import Proposal, Submission
from portal.proposals.queries import get_submission
from portal.proposals.scope import SINCE

WORDS = re.compile(r"\S+\s*|\s+")
COMPARED_MOST = 4000  # words of both texts; longer ones are shown whole, before and after


@dataclass(frozen=True)
class Changed:
    """One answer before and after. `pieces` spell a text out as (kind, text): "same", "gone" or "new"; empty for others."""

    question: Question
    before: Any
    after: Any
    pieces: list[tuple[str, str]]


@dataclass(frozen=True)
class Differences:
    """Everything that changed between two submissions, in the order of the form; `files` are (slot's key, gone, new)."""

    since: Submission
    answers: list[Changed]
    files: list[tuple[str, list[str], list[str]]]


def revised_in(proposal: Proposal) -> Differences | None:
    """What the newest revision changed of what was judged before it; None where nothing was revised for this stage. One
    statement where there is a revision, none elsewhere."""
    newest, scope = proposal.submission, proposal.revise_scope or {}
    if newest is None or newest.number <= scope.get(SINCE, newest.number):
        return None
    before = get_submission(proposal, scope[SINCE])
    definition = proposal.call.definition
    return Differences(before, list(_answers(definition, before, newest)), list(_files(definition, before, newest)))


def _answers(definition: Definition, before: Submission, after: Submission) -> Iterator[Changed]:
    for question in definition.questions:
        was, is_ = (each.answers.get(question.key) for each in (before, after))
        if was != is_:
            texts = question.type in TEXT_TYPES and was and is_
            yield Changed(question, was, is_, pieces_of(was, is_) if texts else [])


def _files(definition: Definition, before: Submission, after: Submission) -> Iterator[tuple[str, list[str], list[str]]]:
    for slot in definition.attachments:
        was, is_ = ({(each["sha256"], each["name"]) for each in submission.files if each["slot"] == slot.key}
                    for submission in (before, after))
        if was != is_:
            yield slot.key, sorted(name for _sha, name in was - is_), sorted(name for _sha, name in is_ - was)


def pieces_of(before: str, after: str) -> list[tuple[str, str]]:
    """Two texts as one, word by word: what stayed, what is gone, what is new; [] when they are too long to compare."""
    was, is_ = WORDS.findall(before), WORDS.findall(after)
    if len(was) + len(is_) > COMPARED_MOST:
        return []
    found: list[tuple[str, str]] = []
    for tag, a, b, c, d in SequenceMatcher(None, was, is_).get_opcodes():
        kinds = {"equal": [("same", was[a:b])], "delete": [("gone", was[a:b])], "insert": [("new", is_[c:d])],
                 "replace": [("gone", was[a:b]), ("new", is_[c:d])]}[tag]
        found += [(kind, "".join(words)) for kind, words in kinds]
    return found

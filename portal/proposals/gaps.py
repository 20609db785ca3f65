"""What keeps a proposal from being submitted, each with the place where it is put right."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from portal.calls.answers.checks import check_all
from portal.calls.definition import Problem
from portal.foundation.i18n import _
from portal.proposals.offering import phases_of
from portal.proposals.scope import questions_to_write, scope_of, slots_to_fill


@dataclass(frozen=True)
class Gap:
    """One thing to put right. `kind` is "answer", "file", "consent" or "track", `key` its question, slot or consent."""

    kind: str
    key: str
    path: str
    message: str

    @property
    def where(self) -> str:
        """The place in one word: the question's key, "files.<slot>" or "consents.<key>"."""
        return self.key if self.kind in ("answer", "track") else f"{self.kind}s.{self.key}"


def told(problem: Problem) -> str:
    """A problem in the reader's language."""
    return _(problem.text, **problem.params)


def gaps_in(proposal: Any, written: Any) -> list[Gap]:
    """Every gap in the order of the form; in a supplement or a revision only of what may be written."""
    return [*_track(proposal), *_answers(proposal, written), *_files(proposal, written)]


def _track(proposal: Any) -> Iterator[Gap]:
    definition = proposal.call.definition
    if definition.tracks and definition.find_track(proposal.track) is None:
        yield Gap("track", "track", "", _("Choose the track."))


def _answers(proposal: Any, written: Any) -> Iterator[Gap]:
    found = check_all(proposal.call.definition, written.values, written.consents, site_codes=written.sites,
                      offers=phases_of(proposal, written.offers), applicant=proposal.company.brn, track=proposal.track)
    for question in questions_to_write(proposal):
        for problem in found.get(question.key, ()):
            yield Gap("answer", question.key, problem.path, told(problem))
    if scope_of(proposal) is not None:
        return
    for consent in proposal.call.definition.consents:
        for problem in found.get(f"consents.{consent.key}", ()):
            yield Gap("consent", consent.key, "", told(problem))


def _files(proposal: Any, written: Any) -> Iterator[Gap]:
    for slot in slots_to_fill(proposal):
        if slot.required and not written.files.get(slot.key):
            yield Gap("file", slot.key, "", _("Add this file."))

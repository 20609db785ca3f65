"""What every page of the builder needs: the call, its draft, and what is still wrong with it, part by part."""

from collections import Counter
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from flask import Blueprint, Response, url_for

from portal.calls import queries
from portal.calls.definition import Problem
from portal.calls.drafts.parts import PARTS, Part
from portal.calls.drafts.readiness import doubts, obstacles, untranslated
from portal.calls.lifecycle import REVISION, RevisionState
from portal.calls.models import Call, Revision
from portal.foundation.errors import Missing
from portal.foundation.i18n import _, ngettext
from portal.foundation.policy import may
from portal.web.session import me

pages = Blueprint("builder", __name__)
AT = "/manage/calls/<code>/build"
Page = str | Response | tuple[str, int]


def told(problem: Problem) -> str:
    """A problem in the reader's language."""
    return _(problem.text, **problem.params)


@dataclass
class Desk:
    """A call on the builder's desk."""

    call: Call
    revision: Revision

    @cached_property
    def problems(self) -> dict[str, list[str]]:
        """Every message by path."""
        found: dict[str, list[str]] = {}
        for problem in obstacles(self.revision.body, first=self.revision.is_first):
            found.setdefault(problem.path, []).append(told(problem))
        return found

    @cached_property
    def doubts(self) -> list[str]:
        """What does not stop anyone."""
        return [told(problem) for problem in doubts(self.revision.body, first=self.revision.is_first)]

    @cached_property
    def halves(self) -> set[str]:
        """The paths of texts in one language only."""
        return set(untranslated(self.revision.body))

    @property
    def may_write(self) -> bool:
        """Whether the reader may change the draft now."""
        return self.revision.state == RevisionState.WRITING and may(me(), "revision.write", self.revision)

    def to(self, endpoint: str, **values: Any) -> str:
        """An address of the builder for this call."""
        return url_for(f"builder.{endpoint}", code=self.call.code, **values)

    def contents(self) -> list[dict[str, Any]]:
        """The parts with their states, for the table of contents."""
        wrong = Counter(part.key for path in self.problems for part in PARTS if part.holds(path))
        halves = Counter(part.key for path in self.halves for part in PARTS if part.holds(path))
        return [self._content(part, wrong[part.key], halves[part.key]) for part in PARTS]

    def _content(self, part: Part, wrong: int, halves: int) -> dict[str, Any]:
        notes = [ngettext("%(num)s to mend", "%(num)s to mend", wrong)] if wrong else []
        if halves:
            notes.append(ngettext("%(num)s not translated", "%(num)s not translated", halves))
        return {"key": part.key, "label": part.label, "about": part.about, "note": " · ".join(notes) or None,
                "state": "error" if wrong else "started" if halves else "done",
                "href": self.to("part", part=part.key, **({"check": 1} if wrong else {}))}


def desk_of(code: str) -> Desk:
    """The draft of a call for its managers and approvers. Raises Missing where nothing is being written."""
    call = queries.get_overseen_call(code, viewer=me())
    revision = queries.live_revision_of(call)
    if revision is None:
        raise Missing
    return Desk(call, revision)


def desk_to_write(code: str) -> Desk:
    """The same for someone who changes it. Raises Forbidden, Refused when it waits for approval."""
    desk = desk_of(code)
    REVISION.check(desk.revision, "write", by=me())
    return desk

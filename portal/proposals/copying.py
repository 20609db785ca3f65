"""What of an earlier proposal may be copied into a draft, question by question, and why the rest may not."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from portal.calls.answers.checks import check_answer, is_blank
from portal.calls.answers.drafts import check_draft_value
from portal.calls.definition import Question
from portal.foundation.i18n import _
from portal.proposals.borrowing import takes
from portal.proposals.gaps import told
from portal.proposals.offering import phases_of

# Answers that only make sense where the call offers the very same things.
OFFERED_BY_THE_CALL = ("choice", "sites", "offers")


@dataclass(frozen=True)
class Fate:
    """What becomes of one question of the draft: copied (`note`: what is still to be put right) or not (`note`: why)."""

    question: Question
    copied: bool
    note: object = ""
    value: Any = None
    version: int = 0


@dataclass(frozen=True)
class Copy:
    """All questions of the draft in the order of the form, and the files of the source that a slot here would take."""

    fates: list[Fate]
    files: list[Any] = field(default_factory=list)

    @property
    def copied(self) -> list[Fate]:
        return [fate for fate in self.fates if fate.copied]

    @property
    def left(self) -> list[Fate]:
        return [fate for fate in self.fates if not fate.copied]


def plan(proposal: Any, written: Any, source: Any, kept: Any) -> Copy:
    """What copying from `source` would do now; `written` and `kept` are the working copies of the draft and the source."""
    fates = [_fate(question, proposal, written, source, kept) for question in proposal.call.definition.questions]
    return Copy(fates, [file for files in kept.files.values() for file in files if _takes(proposal, written, file)])


def _fate(question: Question, proposal: Any, written: Any, source: Any, kept: Any) -> Fate:
    here, there = written.answers.get(question.key), kept.answers.get(question.key)
    asked = next((each for each in source.call.definition.questions if each.key == question.key), None)
    if here is not None and not is_blank(here.value):
        return Fate(question, False, _("You have written something here already."))
    if asked is None:
        return Fate(question, False, _("It was not asked there."))
    if asked.type != question.type:
        return Fate(question, False, _("It was asked in another form there."))
    if there is None or is_blank(there.value):
        return Fate(question, False, _("It was not answered there."))
    phases = phases_of(proposal, written.offers)
    draft = check_draft_value(question, _known_here(question, there.value, proposal, phases))
    if is_blank(draft.value) and not draft.problems:
        return Fate(question, False, _("Nothing of it can be chosen here now."))
    problems = draft.problems or check_answer(question, draft.value, proposal.call.definition, site_codes=written.sites,
                                              offers=phases, applicant=proposal.company.brn)
    note = told(problems[0]) if problems else ""
    if draft.problems or (problems and question.type in OFFERED_BY_THE_CALL):
        return Fate(question, False, note)
    return Fate(question, True, note, draft.value, here.version if here else 0)


def _known_here(question: Question, value: Any, proposal: Any, phases: Mapping[str, str]) -> Any:
    """The value without the cost categories that this call does not have, for no page could show them, and without the
    offers that cannot be chosen any more."""
    if question.type == "offers":
        return [each for each in value if phases.get(each) == "open"]
    if question.type != "budget_table":
        return value
    codes = {category.code for category in proposal.call.definition.budget.categories}
    return {**value, "items": {code: won for code, won in (value.get("items") or {}).items() if code in codes}}


def _takes(proposal: Any, written: Any, file: Any) -> bool:
    """Whether a slot of the same name takes this file now and does not hold it yet."""
    slot = next((each for each in proposal.call.definition.attachments_when("submission") if each.key == file.slot), None)
    here = written.files.get(file.slot, ())
    if slot is None or len(here) >= slot.max_files or file.file_id in {each.file_id for each in here}:
        return False
    return takes(slot, file.name) and file.size <= slot.max_bytes

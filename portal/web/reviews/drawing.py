"""A score sheet made ready to be drawn: criteria with their parts, what was typed, what was kept, and what is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any

from werkzeug.datastructures import MultiDict

from portal.calls.definition import Criterion, Definition
from portal.foundation.i18n import locale
from portal.reviews import sheet
from portal.reviews.marks import COMMENT, OVERALL, Clash, Place, Saved, Typed, name_of, places_of, token_of
from portal.reviews.models import Review
from portal.reviews.scoring import least_of
from portal.reviews.scoring.numbers import UNIT
from portal.reviews.sheet import POINTS, REASON, BandLine

THEIRS = "theirs"
# Where a plan usually speaks of a criterion, for forms whose questions are not called like the criteria.
USUAL = {"need": "city_problem", "tech": "solution", "plan": "test_design", "scale": "scale_up", "team": "team",
         "trust": "safety", "safety": "safety", "budget": "budget", "data": "data_plan", "privacy": "privacy"}


@dataclass
class FieldView:
    """One mark: the name of its field, what stands in it, its token, and what is wrong with it."""

    name: str
    label: str
    value: str = ""
    token: str = ""
    error: str | None = None
    clash: Clash | None = None
    max: int = 0
    choices: list[tuple[str, ...]] = field(default_factory=list)
    bands: list[BandLine] = field(default_factory=list)


@dataclass
class CriterionView:
    """One criterion with its parts and reason; `problem` says that its sum is under the floor."""

    criterion: Criterion
    parts: list[FieldView]
    reason: FieldView
    sum_e4: int
    least: str
    place: str
    problem: str | None = None

    @property
    def sum(self) -> str:
        """The points so far, as they would be typed."""
        return points_text(self.sum_e4)


@dataclass
class SheetView:
    """The whole sheet as it stands on the screen."""

    criteria: list[CriterionView]
    comment: FieldView
    total_e4: int
    missing: list[str]

    @property
    def total(self) -> str:
        """All points so far, as they would be typed."""
        return points_text(self.total_e4)

    @property
    def most(self) -> int:
        """The most points this sheet can give; what the operator enters from facts is not on it."""
        return sum(view.criterion.max for view in self.criteria)

    @property
    def fields(self) -> list[FieldView]:
        """Every field, in the order of the sheet."""
        return [each for view in self.criteria for each in (*view.parts, view.reason)] + [self.comment]

    @property
    def gaps(self) -> list[tuple[str, str]]:
        """Where something is still missing: field and words, as many as `missing`."""
        empty = [each.name for each in self.fields[:-1] if not each.value.strip()]
        return list(zip(empty, self.missing, strict=False))

    @property
    def troubles(self) -> list[tuple[str, str]]:
        """What is there but cannot stand: field and words."""
        return [(view.parts[0].name, view.problem) for view in self.criteria if view.problem] + [
            (each.name, each.error) for each in self.fields if each.error]

    @property
    def errors(self) -> list[tuple[str, str, str]]:
        """What could not be saved, for the summary: field, words, label."""
        return [(each.name, each.error, each.label) for each in self.fields if each.error]

    @property
    def clashes(self) -> list[FieldView]:
        """What was changed in another window meanwhile."""
        return [each for each in self.fields if each.clash]


def points_text(e4: int) -> str:
    """Ten-thousandths as points: "88", "13.5"."""
    return sheet.plain(Fraction(e4, UNIT))


def typed_in(form: MultiDict[str, str], definition: Definition, stage_key: str) -> dict[Place, Typed]:
    """The marks of a form. Where another window was faster, `take-<field>` says whose to keep."""
    found = {}
    for place in places_of(definition, stage_key):
        name = name_of(place)
        choice = form.get(f"take-{name}", "")
        if name in form and choice != THEIRS:
            found[place] = Typed(form[name], choice or form.get(f"seen-{name}", ""))
    return found


def view_of(review: Review, typed: Mapping[Place, Typed] | None = None, saved: Saved | None = None) -> SheetView:
    """The sheet as kept; where something was refused or clashed, as typed."""
    draw = _Drawing(review, typed or {}, saved or Saved())
    criteria = review.call.definition.stage(review.stage_key).for_reviewers
    views = [draw.criterion(criterion) for criterion in criteria]
    missing = sheet.missing_marks(review.call.definition, review.stage_key, review.marks)
    return SheetView(views, draw.field((COMMENT, OVERALL), ""), sum(view.sum_e4 for view in views), missing)


class _Drawing:
    """What every field of one sheet is drawn from."""

    def __init__(self, review: Review, typed: Mapping[Place, Typed], saved: Saved) -> None:
        self.definition, self.typed, self.saved = review.call.definition, typed, saved
        self.kept = {(mark.kind, mark.key): mark for mark in review.marks}
        self.rule = sheet.rule_of(self.definition)
        self.sums = sheet.sums_of(self.definition, review.stage_key, sheet.points_of(review.marks))
        self.problems = {problem.item: problem.words
                         for problem in sheet.problems_of(self.definition, review.stage_key, review.marks)}

    def field(self, place: Place, label: str, **more: Any) -> FieldView:
        mark = self.kept.get(place)
        value, version = (mark.value, mark.version) if mark else ("", 0)
        view = FieldView(name_of(place), label, value, token_of(value, version), self.saved.problems.get(place),
                         self.saved.clashes.get(place), **more)
        if view.error or view.clash:
            view.value, view.token = self.typed[place].raw, self.typed[place].seen
        return view

    def criterion(self, criterion: Criterion) -> CriterionView:
        parts = [self.field((POINTS, part.key), part.label.in_(locale()), max=part.max,
                            choices=sheet.choices_of(part, self.rule), bands=sheet.bands_of(part, self.rule))
                 for part in sheet.parts_of(criterion)]
        reason = self.field((REASON, criterion.key), criterion.label.in_(locale()))
        reason.error = reason.error or self.problems.get(reason.name)
        return CriterionView(criterion, parts, reason, self.sums[criterion.key], sheet.plain(least_of(criterion, self.rule)),
                             place_in_plan(criterion, self.definition), self.problems.get(criterion.key))


def place_in_plan(criterion: Criterion, definition: Definition) -> str:
    """The anchor of the answer or section a criterion looks at: one of the same name, else the usual one, else the start."""
    questions, sections = {each.key for each in definition.questions}, {each.key for each in definition.sections}
    for key in (criterion.key, USUAL.get(criterion.key, "")):
        if key in questions:
            return f"question-{key}"
        if key in sections:
            return f"section-{key}"
    return f"section-{definition.sections[0].key}"

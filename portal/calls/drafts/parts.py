"""The parts of the builder, in the order an officer thinks of them: which places of a document each one holds."""

from dataclasses import dataclass, fields

from portal.calls.definition.shapes import Key, Many, Record
from portal.calls.drafts.places import shape_at
from portal.foundation.i18n import _l

FEW = 4


@dataclass(frozen=True)
class Part:
    """One page of the builder."""

    key: str
    label: object
    about: object
    places: tuple[str, ...]

    def holds(self, path: str) -> bool:
        """Whether a place belongs to this part."""
        return any(path == place or path.startswith(place + ".") for place in self.places)


PARTS = (
    Part("notice", _l("Notice and dates"), _l("The seven parts that a notice must state, and the dates of the call."),
         ("call", "definition.notice", "definition.eligibility", "definition.timeline")),
    Part("tracks", _l("Tracks and self-check"), _l("Ways into the call, and what companies ask themselves before the form."),
         ("definition.tracks", "definition.self_check")),
    Part("form", _l("Application form"), _l("Sections and questions that companies answer, totals and rules."),
         ("definition.sections", "definition.questions", "definition.totals", "definition.rules")),
    Part("documents", _l("Documents and consents"), _l("Files that are handed in, and consents that are asked for."),
         ("definition.attachments", "definition.consents")),
    Part("stages", _l("Stages and rubric"), _l("Checks of eligibility, then each round of scoring with its criteria."),
         ("definition.gates", "definition.stages")),
    Part("scoring", _l("Scoring rule and panel"), _l("How sheets become a ranking, and who sits on the panel."),
         ("definition.scoring", "definition.bonus", "definition.deductions", "definition.panel", "definition.reserve",
          "definition.objection")),
    Part("budget", _l("Budget"), _l("What the city pays, what companies bear."), ("definition.budget",)),
    Part("letters", _l("Letters"), _l("What the city adds in its own words to letters and results."), ("definition.letters",)),
    Part("pilot", _l("Milestones and indicators"), _l("What happens after the agreement."),
         ("definition.pilot_months", "definition.milestones", "definition.kpi_templates")),
)


def part_called(key: str) -> Part:
    """The part with this key; KeyError when there is none such."""
    return {part.key: part for part in PARTS}[key]


def part_of(path: str) -> Part:
    """The part that holds a place; KeyError for a place outside all of them."""
    return next((part for part in PARTS if part.holds(path)), None) or part_called(path)


def has_its_own_page(path: str) -> bool:
    """Whether the entries of the list at `path` are edited one at a time: those with more than a few fields, or with lists of
    records inside."""
    shape = shape_at(path)
    if not isinstance(shape, Many) or not isinstance(shape.shape, Record):
        return False
    inner = [field.metadata["shape"] for field in fields(shape.shape.kind)]
    shown = [each for each in inner if not (isinstance(each, Key))]
    return len(shown) > FEW or any(isinstance(each, Many) and isinstance(each.shape, Record) for each in shown)

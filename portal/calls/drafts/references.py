"""Which fields name an entry of another list, and what they may name: the choices of a select instead of a typed key."""

from typing import Any

from portal.calls.answers.rules import SUM_NAMES
from portal.calls.definition.conditions import FLAGS, LISTED, REFERABLE
from portal.calls.definition.figures import COUNTED
from portal.foundation.i18n import _, in_locale

Choices = list[tuple[str, str]]
TO_LISTS = {("Question", "section"): "sections", ("Total", "section"): "sections", ("Revising", "sections"): "sections",
            ("Question", "tracks"): "tracks", ("Attachment", "tracks"): "tracks", ("SelfCheck", "tracks"): "tracks"}
SIGNS = {"at_least": "≥", "at_most": "≤", "equal": "=", "less_than": "<", "more_than": ">"}
FIGURES = {("Total", "of"), ("Rule", "left"), ("Rule", "right")}
OTHERS = {("Scoring", "tie_break"), ("Condition", "question"), ("Condition", "value"), *FIGURES}


def is_reference(kind: str, field: str) -> bool:
    """Whether a field of a record names an entry of another list."""
    return (kind, field) in TO_LISTS or (kind, field) in OTHERS


def figures_in(definition: dict[str, Any], *, with_totals: bool) -> Choices:
    """Every figure of a form by its name: whole numbers asked for, sums and categories of the budget, totals."""
    questions = _questions(definition)
    counted = [each for each in questions if each.get("type") in COUNTED and each.get("key")]
    found = [(f"question:{each['key']}", words_of(each)) for each in counted]
    if any(each.get("type") == "budget_table" for each in questions):
        found += [(f"budget:{name}", str(words)) for name, words in SUM_NAMES.items()]
        found += [(f"cost:{each['code']}", words_of(each)) for each in (definition.get("budget") or {}).get("categories") or []
                  if isinstance(each, dict) and each.get("code")]
    totals = _entries(definition.get("totals")) if with_totals else []
    return [*found, *((f"total:{key}", words) for key, words in totals)]


def choices_for(kind: str, field: str, document: Any, *, path: str = "", entry: Any = None) -> Choices | None:
    """What the field may name now: (key, words) in the order of the list. `path` is its place and `entry` the record it stands
    in, for those that depend on them; None where it is typed instead."""
    definition = document.get("definition") or {}
    if (kind, field) == ("Condition", "question"):
        return [(each["key"], words_of(each)) for each in _compared_before(definition, path)]
    if (kind, field) == ("Condition", "value"):
        return _answers_to(definition, entry)
    if (kind, field) in FIGURES:
        return figures_in(definition, with_totals=kind == "Rule")
    if (kind, field) == ("Scoring", "tie_break"):
        return _tie_breaks(definition)
    return _entries(definition.get(TO_LISTS[kind, field]))


def rule_in_words(rule: dict[str, Any], document: Any) -> str:
    """A rule between figures in one line: "own share ≥ 25% × total cost"; nothing until it names what is checked."""
    names = dict(figures_in(document.get("definition") or {}, with_totals=True))
    if rule.get("left") not in names:
        return ""
    left, right = (names.get(rule.get(side) or "", "…") for side in ("left", "right"))
    number = rule.get("number")
    bound = {"percent": f"{rule.get('percent') or '…'}% × {right}", "figure": right}.get(
        str(rule.get("compared_with")), f"{number:,}" if isinstance(number, int) else "…")
    return f"{left} {SIGNS.get(str(rule.get('operator')), '?')} {bound}"


def _compared_before(definition: dict[str, Any], path: str) -> list[dict[str, Any]]:
    """The questions above the one at `path` whose answers can be compared."""
    steps = path.split(".")
    end = int(steps[2]) if steps[:2] == ["definition", "questions"] and steps[2:] else 0
    return [each for each in _questions(definition)[:end] if each.get("type") in REFERABLE]


def _questions(definition: dict[str, Any]) -> list[dict[str, Any]]:
    return [each if isinstance(each, dict) else {} for each in definition.get("questions") or []]


def _answers_to(definition: dict[str, Any], condition: Any) -> Choices | None:
    named = condition.get("question") if isinstance(condition, dict) else None
    asked = next((each for each in _questions(definition) if each.get("key") == named), {})
    if asked.get("type") in FLAGS:
        return [("yes", _("yes")), ("no", _("no"))]
    return _entries(asked.get("choices")) if asked.get("type") in LISTED else None


def _entries(listed: Any) -> Choices:
    return [(entry["key"], words_of(entry)) for entry in listed or [] if isinstance(entry, dict) and entry.get("key")]


def words_of(entry: Any) -> str:
    """An entry's label in the reader's language, its key where it has none."""
    for name in ("label", "name", "question"):
        words = entry.get(name) if isinstance(entry, dict) else None
        if isinstance(words, dict) and in_locale(words).strip():
            return in_locale(words)
    return str(entry.get("key") or entry.get("code") or "") if isinstance(entry, dict) else ""


def _tie_breaks(definition: dict[str, Any]) -> Choices:
    stages = definition.get("stages") or [{}]
    criteria = [(f"criterion:{key}", _("higher in “%(criterion)s”", criterion=words))
                for key, words in _entries(stages[-1].get("criteria") if isinstance(stages[-1], dict) else None)]
    rules = (definition.get("scoring") or {}).get("tie_break") or []
    lots = [(rule, _("by lot")) for rule in rules if isinstance(rule, str) and rule.startswith("draw:")]
    return [*criteria, ("bonus_less", _("fewer bonus points")), ("older_submission", _("earlier submission")),
            *(lots or [("draw:lot", _("by lot"))])]

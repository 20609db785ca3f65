"""Which settings make sense beside which others: a builder shows those, and whatever already holds something."""

from typing import Any

from portal.calls.definition.form import LIMITED_TYPES, TEXT_TYPES

TEXTS = (*TEXT_TYPES, "declaration")
BY_TYPE = {
    ("Question", "max_chars"): ("type", TEXTS),
    ("Question", "choices"): ("type", ("choice", "choices")),
    ("Question", "max_words"): ("type", TEXT_TYPES),
    ("Question", "min"): ("type", LIMITED_TYPES),
    ("Question", "max"): ("type", LIMITED_TYPES),
    ("Criterion", "facts"): ("entered_by", ("operator",)),
    ("Condition", "value"): ("operator", ("is", "is_not", "at_least", "at_most")),
    ("Rule", "number"): ("compared_with", ("number",)),
    ("Rule", "percent"): ("compared_with", ("percent",)),
    ("Rule", "right"): ("compared_with", ("percent", "figure")),
    ("PassRule", "n"): ("kind", ("top",)),
    ("PassRule", "times"): ("kind", ("times_awards",)),
}


def is_relevant(kind: str, field: str, entry: dict[str, Any], *, first: bool = False, last: bool = False) -> bool:
    """Whether a field of an entry is to be shown; `first` and `last` say that the entry begins or ends its list."""
    if entry.get(field) not in (None, "", []):
        return True
    if (kind, field) == ("Stage", "pass_rule"):
        return not last
    if (kind, field) == ("Stage", "revise"):
        return not first
    if (kind, field) == ("Question", "shown_join"):
        return len(entry.get("shown_when") or ()) > 1
    name, values = BY_TYPE.get((kind, field), ("", ()))
    return not name or entry.get(name) in values

"""What each field and each choice of a call is called in the builder, with a line of help where the name is not enough."""

from portal.calls.drafts.words import asking, judging, letters, running

Said = tuple[object, object | None]
NOTHING: Said = ("", None)

FIELDS: dict[tuple[str, str], Said] = {**asking.FIELDS, **judging.FIELDS, **running.FIELDS, **letters.FIELDS}
CHOICES: dict[tuple[str, str], dict[str, object]] = {**asking.CHOICES, **judging.CHOICES, **running.CHOICES, **letters.CHOICES}
ENTRIES: dict[str, object] = {**asking.ENTRIES, **judging.ENTRIES, **running.ENTRIES, **letters.ENTRIES}


def label_of(kind: str, field: str) -> object:
    """The name of a field for people."""
    return FIELDS[kind, field][0]


def help_of(kind: str, field: str) -> object | None:
    """The line under its name, None where the name is enough."""
    return FIELDS[kind, field][1]

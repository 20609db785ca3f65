"""The settings of a call as things to draw: each place of a document becomes an input, a list or a group, by its shape."""

from dataclasses import dataclass, field, fields
from typing import Any

from portal.calls.definition.document import Moment
from portal.calls.definition.shapes import Day, Flag, Key, Many, OneOf, Ratio, Record, Shape, Whole, Words, at
from portal.calls.drafts.parts import has_its_own_page
from portal.calls.drafts.places import shape_at, value_at
from portal.calls.drafts.references import choices_for, is_reference, rule_in_words, words_of
from portal.calls.drafts.relevance import is_relevant
from portal.calls.drafts.words import CHOICES, ENTRIES, help_of, label_of
from portal.foundation.i18n import _

LONG = 120
LONG_TEXTS = {("Notice", "aim"), ("Notice", "support"), ("Notice", "how_to_apply"), ("Notice", "procedure"),
              ("Question", "help"), ("Consent", "items"), ("Consent", "refusal"), ("OwnWords", "words")}


@dataclass
class Drawn:
    """One thing on the page. `kind` says which macro draws it; `items` are what it holds; `extent` rows of a text."""

    kind: str
    path: str
    label: object
    help: object | None = None
    value: Any = None
    choices: list[tuple[str, object]] = field(default_factory=list)
    items: list["Drawn"] = field(default_factory=list)
    optional: bool = False
    errors: list[str] = field(default_factory=list)
    entry: object = ""
    extent: int = 2
    untranslated: bool = False
    note: str = ""

    @property
    def id(self) -> str:
        return place_id(self.path)

    @property
    def is_used(self) -> bool:
        """Whether an optional group holds something."""
        return self.value is not None


def place_id(path: str) -> str:
    """The id of a place on the page."""
    return "f-" + path.replace(".", "-")


@dataclass
class Drawer:
    """Draws the places of one document; `errors` are messages by path, each shown once where its place is drawn."""

    document: dict[str, Any]
    errors: dict[str, list[str]]
    halves: set[str]

    def place(self, path: str) -> Drawn:
        """One place with everything in it."""
        holder, _dot, name = path.rpartition(".")
        kind = shape_at(holder) if holder else shape_at("")
        record = kind.kind.__name__ if isinstance(kind, Record) else ""
        return self._draw(shape_at(path), path, value_at(self.document, path), record, name)

    def entry(self, path: str) -> Drawn:
        """One entry of a list, drawn as a group."""
        holder, _dot, number = path.rpartition(".")
        siblings = value_at(self.document, holder)
        shape = shape_at(path)
        return self._group(shape, path, value_at(self.document, path), ENTRIES[_entry_name(shape)],
                           last=int(number) == len(siblings) - 1)

    def _draw(self, shape: Shape, path: str, value: Any, record: str, name: str) -> Drawn:
        drawn = self._by_kind(shape, path, value, record, name)
        drawn.errors = [*drawn.errors, *self.errors.pop(path, [])]
        drawn.untranslated = path in self.halves
        return drawn

    def _by_kind(self, shape: Shape, path: str, value: Any, record: str, name: str) -> Drawn:
        label, about = (label_of(record, name), help_of(record, name)) if record else ("", None)
        if is_reference(record, name) and not isinstance(shape, Many):
            entry = value_at(self.document, path.rpartition(".")[0])
            offered = choices_for(record, name, self.document, path=path, entry=entry)
            if offered is not None:
                return Drawn("choice", path, label, about, value, choices=list(offered))
        if isinstance(shape, OneOf):
            return Drawn("choice", path, label, about, value, choices=list(CHOICES[record, name].items()))
        if isinstance(shape, Words):
            return Drawn("words", path, label, about, value or {}, extent=_rows(record, name, value))
        if isinstance(shape, Many):
            return self._list(shape, path, value, record, name)
        if isinstance(shape, Record):
            return self._group(shape, path, value, label, about=about)
        return Drawn(_KINDS.get(type(shape), "line"), path, label, about, _as_typed(shape, value))

    def _list(self, shape: Many, path: str, value: Any, record: str, name: str) -> Drawn:
        label, about = label_of(record, name), help_of(record, name)
        entries = value if isinstance(value, list) else []
        drawn = Drawn("entries", path, label, about, entries, entry=ENTRIES.get(_entry_name(shape.shape), ""))
        if isinstance(shape.shape, Record) and has_its_own_page(path) and path.count(".") == 1:
            drawn.kind = "rows"
            drawn.items = [self._row(shape.shape, at(path, i), entry) for i, entry in enumerate(entries)]
        elif isinstance(shape.shape, Record | Words):
            last = len(entries) - 1
            drawn.items = [self._item(shape.shape, at(path, i), entry, i == last) for i, entry in enumerate(entries)]
        elif is_reference(record, name) and isinstance(shape.shape, Key):
            offered = choices_for(record, name, self.document) or []
            gone = [(str(key), str(key)) for key in entries if key not in dict(offered)]  # still there to be unticked
            drawn.kind, drawn.choices = "checks", [*offered, *gone]
            drawn.errors = [message for i in range(len(entries)) for message in self.errors.pop(at(path, i), [])]
        elif is_reference(record, name):
            choices = list(choices_for(record, name, self.document) or ())
            drawn.choices = choices
            drawn.items = [Drawn("choice", at(path, i), drawn.entry, value=entry, choices=choices,
                                 errors=self.errors.pop(at(path, i), [])) for i, entry in enumerate(entries)]
        else:
            drawn.kind, drawn.value = "line", ", ".join(str(entry) for entry in entries)
            drawn.errors = [message for i in range(len(entries)) for message in self.errors.pop(at(path, i), [])]
        return drawn

    def _item(self, shape: Shape, path: str, value: Any, last: bool) -> Drawn:
        name = ENTRIES[_entry_name(shape)]
        if isinstance(shape, Record):
            group = self._group(shape, path, value, name, last=last)
            group.errors = [*group.errors, *self.errors.pop(path, [])]
            return group
        return Drawn("words", path, name, value=value or {}, errors=self.errors.pop(path, []), untranslated=path in self.halves)

    def _group(self, shape: Any, path: str, value: Any, label: object, *, about: object = None, last: bool = False) -> Drawn:
        held = value if isinstance(value, dict) else {}
        drawn = Drawn("group", path, label, about, value if isinstance(value, dict) else None, note=self._name(shape, held))
        for each in fields(shape.kind):
            inner = each.metadata["shape"]
            if isinstance(inner, Key) and each.name in ("key", "code") or not is_relevant(
                    shape.kind.__name__, each.name, held, first=path.endswith(".0"), last=last):
                continue
            child = self._draw(inner, at(path, each.name), held.get(each.name), shape.kind.__name__, each.name)
            if child.kind == "checks" and not child.choices:
                continue
            child.optional = each.default is None
            drawn.items.append(child)
        return drawn

    def _row(self, shape: Record, path: str, value: Any) -> Drawn:
        """One line for an entry that has its own page: its name, what kind it is, how many things are wrong with it."""
        held = value if isinstance(value, dict) else {}
        wrong = [message for place in list(self.errors) if place == path or place.startswith(path + ".")
                 for message in self.errors.pop(place)]
        notes = [shown_choice(shape, name, held[name]) for name in ("section", "type", "kind", "when")
                 if (shape.kind.__name__, name) in CHOICES and held.get(name)]
        if held.get("required") is False:
            notes.append(_("may be left out"))
        if held.get("shown_when"):
            notes.append(_("asked only after certain answers"))
        if held.get("tracks"):
            notes.append(", ".join(words for key, words in choices_for(shape.kind.__name__, "tracks", self.document) or []
                                   if key in held["tracks"]))
        return Drawn("row", path, self._name(shape, held), value=held, errors=wrong, note=" · ".join(notes),
                     untranslated=any(half.startswith(path + ".") for half in self.halves))

    def _name(self, shape: Record, held: dict[str, Any]) -> str:
        """What an entry is called in a list and above its page."""
        return rule_in_words(held, self.document) if shape.kind.__name__ == "Rule" else words_of(held)


def shown_choice(shape: Record, name: str, value: Any) -> str:
    """A choice in words."""
    return str(CHOICES[shape.kind.__name__, name].get(value, value))


def _entry_name(shape: Any) -> str:
    return shape.kind.__name__ if isinstance(shape, Record) else type(shape).__name__


def _rows(record: str, name: str, value: Any) -> int:
    longest = max((len(str(text)) for text in (value or {}).values()), default=0)
    return 5 if longest > LONG * 2 else 3 if (record, name) in LONG_TEXTS or longest > LONG // 2 else 1


_KINDS: dict[type, str] = {Whole: "number", Flag: "flag", Day: "day", Moment: "moment", Ratio: "line"}


def _as_typed(shape: Any, value: Any) -> Any:
    if isinstance(shape, Moment) and isinstance(value, str):
        return value[:16]
    if isinstance(shape, Whole) and isinstance(value, int) and not isinstance(value, bool):
        return f"{value:,}" if value >= 10_000 else value
    return value

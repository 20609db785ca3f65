"""What differs between two documents, place by place, in words: what an approver decides on and applicants are told."""

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from portal.calls.definition.document import Moment
from portal.calls.definition.shapes import Day, Flag, Key, Many, OneOf, Record, Shape, Words, at
from portal.calls.drafts.places import ROOT
from portal.calls.drafts.references import words_of
from portal.calls.drafts.words import CHOICES, ENTRIES, label_of
from portal.foundation.i18n import _, in_locale

SHORT = 300


@dataclass(frozen=True)
class Change:
    """One place that differs: `path` in the newer document (in the older one for what was taken out), the way there in words,
    and both values in words; None where there was or is nothing."""

    path: str
    where: tuple[str, ...]
    before: str | None
    after: str | None


def changes_between(old: dict[str, Any], new: dict[str, Any]) -> list[Change]:
    """Every difference in the order of the document, in the reader's language."""
    return list(_differences(ROOT, old, new, "", ()))


def _differences(shape: Shape, old: Any, new: Any, path: str, where: tuple[str, ...]) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(shape, Record) and isinstance(old, dict) and isinstance(new, dict):
        for field in fields(shape.kind):
            inner, label = field.metadata["shape"], str(label_of(shape.kind.__name__, field.name))
            if not isinstance(inner, Key) or field.name not in ("key", "code"):
                way = where if shape is ROOT else (*where, label)
                yield from _differences(_named(shape, field.name, inner), old.get(field.name), new.get(field.name),
                                        at(path, field.name), way)
    elif isinstance(shape, Many) and isinstance(shape.shape, Record) and {type(old or []), type(new or [])} == {list}:
        yield from _in_lists(shape.shape, old or [], new or [], path, where)
    else:
        yield Change(path, where, *(None if value in (None, [], "") else shown(shape, value) for value in (old, new)))


@dataclass(frozen=True)
class _Chosen:
    """A closed list of words, with the names of those words."""

    names: dict[str, object]


def _named(record: Record, field: str, shape: Any) -> Any:
    names = CHOICES.get((record.kind.__name__, field))
    return _Chosen(names) if isinstance(shape, OneOf) and names else shape


def _in_lists(shape: Record, old: list[Any], new: list[Any], path: str, where: tuple[str, ...]) -> Iterator[Change]:
    name = next((field.name for field in fields(shape.kind) if isinstance(field.metadata["shape"], Key)
                 and field.name in ("key", "code")), None)
    known = {_key(entry, name, i): (i, entry) for i, entry in enumerate(old)}
    kept = []
    for i, entry in enumerate(new):
        key = _key(entry, name, i)
        here = (*where, f"{ENTRIES[shape.kind.__name__]} {i + 1}")
        if key in known:
            kept.append(key)
            yield from _differences(shape, known[key][1], entry, at(path, i), here)
        else:
            yield Change(at(path, i), here, None, words_of(entry) or _("added"))
    for key, (i, entry) in known.items():
        if key not in kept:
            yield Change(at(path, i), (*where, f"{ENTRIES[shape.kind.__name__]} {i + 1}"), words_of(entry) or _("there"), None)
    if name and kept != [key for key in known if key in kept]:
        yield Change(path, where, None, _("in another order"))


def _key(entry: Any, name: str | None, place: int) -> Any:
    return entry.get(name) if name and isinstance(entry, dict) else place


def shown(shape: Any, value: Any) -> str:
    """A value as a person reads it, cut where it is long."""
    if isinstance(shape, _Chosen):
        return str(shape.names.get(value, value))
    if isinstance(shape, Words) and isinstance(value, dict):
        return _cut(in_locale(value))
    if isinstance(shape, Flag):
        return _("yes") if value else _("no")
    if isinstance(shape, Many) and isinstance(value, list):
        return _cut(", ".join(shown(shape.shape, each) for each in value))
    if isinstance(shape, Moment | Day):
        return str(value).replace("T", " ").removesuffix("+09:00")
    if isinstance(shape, Record) and isinstance(value, dict):
        return _cut(words_of(value) or ", ".join(
            f"{label_of(shape.kind.__name__, f.name)} {shown(_named(shape, f.name, f.metadata['shape']), value[f.name])}"
            for f in fields(shape.kind) if value.get(f.name) is not None))
    return f"{value:,}" if isinstance(value, int) and not isinstance(value, bool) else _cut(str(value))


def _cut(text: str) -> str:
    return text if len(text) <= SHORT else text[: SHORT - 1] + "…"

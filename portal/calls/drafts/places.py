"""Places in a document by dotted path ("definition.stages.0.weight"): read, put, add, take out, move; and their shapes.

Every change gives a new document; the one it was made from stays as it was.
"""

from copy import deepcopy
from dataclasses import MISSING, fields
from typing import Any

from portal.calls.definition.document import CallDocument
from portal.calls.definition.shapes import Flag, Key, Many, OneOf, Record, Shape, Whole, Words
from portal.calls.drafts.references import choices_for, is_reference

ROOT = Record(CallDocument)


def steps_of(path: str) -> list[str | int]:
    """The steps of a path, list places as numbers."""
    return [int(step) if step.isascii() and step.isdigit() else step for step in path.split(".")] if path else []


def shape_at(path: str) -> Shape:
    """The shape that a place is read by. Raises KeyError for a place that no document has."""
    shape: Any = ROOT
    for step in steps_of(path):
        if isinstance(shape, Many) and isinstance(step, int):
            shape = shape.shape
        elif isinstance(shape, Record) and isinstance(step, str):
            shape = {field.name: field.metadata["shape"] for field in fields(shape.kind)}[step]
        else:
            raise KeyError(path)
    return shape


def value_at(document: Any, path: str) -> Any:
    """What stands at a place, None where nothing does."""
    value = document
    for step in steps_of(path):
        if isinstance(step, int):
            value = value[step] if isinstance(value, list) and step < len(value) else None
        else:
            value = value.get(step) if isinstance(value, dict) else None
    return value


def put(document: Any, path: str, value: Any) -> Any:
    """The document with `value` at the place; None takes the field away. Raises KeyError where the way there is missing."""
    whole = deepcopy(document)
    *way, last = steps_of(path)
    holder = whole
    for step in way:
        holder = holder[step] if not isinstance(holder, list) or step < len(holder) else _nowhere(path)
    if isinstance(holder, list) and not (isinstance(last, int) and last < len(holder)):
        _nowhere(path)
    if value is None and isinstance(holder, dict):
        holder.pop(last, None)
    else:
        holder[last] = value
    return whole


def _nowhere(path: str) -> Any:
    raise KeyError(path)


def add(document: Any, path: str) -> tuple[Any, int]:
    """The document with a fresh entry at the end of the list at `path`, and the entry's place."""
    shape = shape_at(path)
    if not isinstance(shape, Many):
        raise KeyError(path)
    entries = list(value_at(document, path) or [])
    entries.append(fresh(shape.shape, document))
    return put(document, path, entries), len(entries) - 1


def take_out(document: Any, path: str) -> Any:
    """The document without the entry at `path` ("definition.questions.3")."""
    holder, place, entries = _entry(document, path)
    del entries[place]
    return put(document, holder, entries)


def move(document: Any, path: str, by: int) -> Any:
    """The document with the entry at `path` moved up (-1) or down (1); at the edge nothing changes."""
    holder, place, entries = _entry(document, path)
    target = min(max(place + by, 0), len(entries) - 1)
    entries.insert(target, entries.pop(place))
    return put(document, holder, entries)


def reorder(document: Any, path: str, order: list[int]) -> Any:
    """The document with the list at `path` in a new order, given as the old places; KeyError unless each is there once."""
    entries = value_at(document, path)
    if not isinstance(entries, list) or sorted(order) != list(range(len(entries))):
        raise KeyError(path)
    return put(document, path, [entries[place] for place in order])


def _entry(document: Any, path: str) -> tuple[str, int, list[Any]]:
    holder, _dot, place = path.rpartition(".")
    entries = value_at(document, holder)
    if not (place.isascii() and place.isdigit()) or not isinstance(entries, list) or int(place) >= len(entries):
        raise KeyError(path)
    return holder, int(place), list(entries)


FIRST = {
    "Question": {"type": "text", "required": True, "max_chars": 200},
    "Attachment": {"required": True, "accept": ["pdf", "hwpx", "hwp", "docx"], "max_mb": 30, "max_files": 1, "for_panel": True},
    "Consent": {"required": True},
    "Stage": {"weight": 0, "threshold": 60},
}


def fresh(shape: Shape, document: Any) -> Any:
    """What a new entry of this shape starts from: sensible values, blanks for words, a key nobody has yet."""
    if isinstance(shape, Words):
        return {"ko": "", "en": ""}
    if isinstance(shape, OneOf):
        return shape.words[0]
    if isinstance(shape, Flag):
        return False
    if isinstance(shape, Whole):
        return shape.least
    if isinstance(shape, Many):
        return [fresh(shape.shape, document) for _n in range(shape.least)]
    return _fresh_record(shape, document) if isinstance(shape, Record) else ""


def _fresh_record(shape: Record, document: Any) -> dict[str, Any]:
    first = FIRST.get(shape.kind.__name__, {})
    entry = {}
    for field in fields(shape.kind):
        if field.name in first:
            entry[field.name] = deepcopy(first[field.name])
        elif field.default is MISSING:
            entry[field.name] = _fresh_field(shape.kind.__name__, field.name, field.metadata["shape"], document)
    return entry


def _fresh_field(kind: str, name: str, shape: Shape, document: Any) -> Any:
    if isinstance(shape, Key) and is_reference(kind, name):
        return next((key for key, _words in reversed(choices_for(kind, name, document) or [])), "")
    if isinstance(shape, Key):
        return fresh_key(kind.lower(), document)
    return fresh(shape, document)


def fresh_key(prefix: str, document: Any) -> str:
    """`prefix` with the first number that no key of the document with this prefix has."""
    taken = {int(name.removeprefix(prefix)) for name in _names(document)
             if name.startswith(prefix) and name.removeprefix(prefix).isdigit()}
    return f"{prefix}{max(taken, default=0) + 1}"


def _names(value: Any) -> set[str]:
    """Every string of a document that could be a key."""
    if isinstance(value, dict):
        return set().union(*(_names(inner) for inner in value.values())) if value else set()
    if isinstance(value, list):
        return set().union(*(_names(inner) for inner in value)) if value else set()
    return {value} if isinstance(value, str) and len(value) <= 40 else set()

"""What an officer typed into the builder, turned into the JSON of a document by the shapes of its places.

Nothing is refused here: a number that is none stays as the text that was typed, so that the page can show it with its message.
Names of inputs are paths; a field that was not drawn keeps what it held.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from dataclasses import fields
from typing import Any

from portal.calls.definition.document import Moment
from portal.calls.definition.figures import Figure
from portal.calls.definition.shapes import Day, Flag, Key, Line, Many, OneOf, Ratio, Record, Shape, Whole, Words, at

NUMBER = re.compile(r"-?([0-9]{1,15}|[0-9]{1,3}(,[0-9]{3}){1,4})")
COUNT, USED = "#", "?"
Typed = Mapping[str, list[str]]


def typed_into(shape: Shape, typed: Typed, path: str, former: Any) -> Any:
    """The JSON for one place out of the form's values (name -> every value sent under it); `former` is what it held."""
    if isinstance(shape, Record):
        return _record(shape, typed, path, former)
    if isinstance(shape, Many):
        return _many(shape, typed, path, former)
    if isinstance(shape, Words):
        return _words(typed, path, former)
    return _READERS[type(shape)](typed[path]) if path in typed else former


def tidy(text: str) -> str:
    """NFC, line ends as one character, no blanks around."""
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _record(shape: Record, typed: Typed, path: str, former: Any) -> Any:
    if at(path, USED) in typed and "y" not in typed[at(path, USED)]:
        return None
    if former is None and not any(name.startswith(f"{path}.") for name in typed):
        return None
    held = former if isinstance(former, dict) else {}
    entry = dict(held)
    for field in fields(shape.kind):
        value = typed_into(field.metadata["shape"], typed, at(path, field.name), held.get(field.name))
        optional = field.default is None
        if value is None or (optional and value in ("", {"ko": "", "en": ""})):
            entry.pop(field.name, None)
        else:
            entry[field.name] = value
    return entry


def _many(shape: Many, typed: Typed, path: str, former: Any) -> Any:
    if path in typed:
        return _list_in_one_line(shape, typed[path])
    held = former if isinstance(former, list) else []
    counted = "".join(typed.get(at(path, COUNT), []))
    if not counted.isdigit() or int(counted) != len(held):
        return former
    return [typed_into(shape.shape, typed, at(path, place), each) for place, each in enumerate(held)]


def _list_in_one_line(shape: Many, values: list[str]) -> list[Any]:
    """Several checkboxes send one value each; a line of text holds them with commas between."""
    parts = [part for value in values for part in re.split(r"[,\s]+", value)]
    return list(dict.fromkeys(part.lstrip(".").lower() if isinstance(shape.shape, Line) and not isinstance(shape.shape, Key)
                              else part for part in parts if part))


def _words(typed: Typed, path: str, former: Any) -> Any:
    names = [at(path, language) for language in ("ko", "en")]
    if not any(name in typed for name in names):
        return former
    held = former if isinstance(former, dict) else {}
    return {language: tidy(typed[name][-1]) if name in typed else str(held.get(language, ""))
            for language, name in zip(("ko", "en"), names, strict=True)}


def _whole(values: list[str]) -> Any:
    text = tidy(values[-1])
    return int(text.replace(",", "")) if NUMBER.fullmatch(text) else text or None


def _plain(values: list[str]) -> Any:
    return tidy(values[-1]) or None


def _moment(values: list[str]) -> Any:
    text = tidy(values[-1])
    return f"{text[:16]}+09:00" if re.fullmatch(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:00)?", text) else text or None


_READERS: dict[type, Callable[[list[str]], Any]] = {
    Flag: lambda values: "y" in values, Whole: _whole, Ratio: _plain, OneOf: _plain, Line: _plain, Key: _plain, Day: _plain,
    Figure: _plain, Moment: _moment,
}

"""How the JSON of a definition is read and written: one shape per kind of value; problems are collected, not raised."""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import MISSING, dataclass, field, fields
from datetime import date
from fractions import Fraction
from typing import Any, Protocol

from portal.calls.definition.problems import N_, Problem
from portal.calls.definition.texts import Text, name_of, refused_in

BAD: Any = object()
MAX_TEXT = 4000
Finding = tuple[str, str, dict[str, Any]]
Findings = Iterator[Finding]
Check = Callable[[Any], Findings]


class Shape(Protocol):
    """Reads one JSON value (BAD and a problem when it cannot) and writes it back."""

    def read(self, raw: Any, path: str, found: list[Problem]) -> Any: ...

    def body(self, value: Any) -> Any: ...


def is_a(shape: Shape, default: Any = MISSING) -> Any:
    """A dataclass field that is read by `shape`; one without a default must be in the JSON."""
    metadata = {"shape": shape}
    return field(metadata=metadata) if default is MISSING else field(default=default, metadata=metadata)


def at(path: str, step: str | int) -> str:
    """One step further down a dotted path."""
    return f"{path}.{step}" if path else str(step)


def _bad(found: list[Problem], path: str, text: str, **params: Any) -> Any:
    found.append(Problem(path, text, params))
    return BAD


class _Plain:
    def body(self, value: Any) -> Any:
        return value


@dataclass(frozen=True)
class Line(_Plain):
    """A single-line string matching `pattern` from end to end."""

    pattern: str

    def read(self, raw: Any, path: str, found: list[Problem]) -> Any:
        if isinstance(raw, str) and re.fullmatch(self.pattern, raw):
            return raw
        return _bad(found, path, N_("This must be a short name matching %(pattern)s."), pattern=self.pattern)


class Key(Line):
    """A name that code, addresses and stored answers refer to: an ASCII letter, then letters, digits and _."""

    def __init__(self) -> None:
        super().__init__("[A-Za-z][A-Za-z0-9_]{0,39}")


@dataclass(frozen=True)
class OneOf(_Plain):
    """A string out of a closed list."""

    words: tuple[str, ...]

    def read(self, raw: Any, path: str, found: list[Problem]) -> Any:
        if isinstance(raw, str) and raw in self.words:
            return raw
        return _bad(found, path, N_("This must be one of: %(words)s."), words=", ".join(self.words))


@dataclass(frozen=True)
class Whole(_Plain):
    """A whole number from `least` to `most`; true and 1.0 are not whole numbers here."""

    least: int
    most: int

    def read(self, raw: Any, path: str, found: list[Problem]) -> Any:
        if isinstance(raw, int) and not isinstance(raw, bool) and self.least <= raw <= self.most:
            return raw
        text = N_("This must be a whole number from %(least)s to %(most)s.")
        return _bad(found, path, text, least=self.least, most=self.most)


class Flag(_Plain):
    """True or false."""

    def read(self, raw: Any, path: str, found: list[Problem]) -> Any:
        return raw if isinstance(raw, bool) else _bad(found, path, N_("This must be true or false."))


@dataclass(frozen=True)
class Ratio(_Plain):
    """A positive fraction or decimal kept as the text that was written ("1/3", "2", "1.5"), at most `most`."""

    most: int

    def read(self, raw: Any, path: str, found: list[Problem]) -> Any:
        written = isinstance(raw, str) and re.fullmatch(r"[0-9]{1,6}(\.[0-9]{1,4}|/[1-9][0-9]{0,5})?", raw)
        if written and 0 < Fraction(raw) <= self.most:
            return raw
        text = N_("This must be a positive number or fraction up to %(most)s, in quotes.")
        return _bad(found, path, text, most=self.most)


class Day:
    """A calendar day in Seoul as "YYYY-MM-DD", from 2020 to 2040."""

    def read(self, raw: Any, path: str, found: list[Problem]) -> Any:
        if isinstance(raw, str) and re.fullmatch(r"20([23][0-9]|40)-[0-9]{2}-[0-9]{2}", raw):
            try:
                return date.fromisoformat(raw)
            except ValueError:
                pass
        return _bad(found, path, N_("This must be a date from 2020 to 2040, as YYYY-MM-DD."))

    def body(self, value: date) -> str:
        return value.isoformat()


@dataclass(frozen=True)
class Words:
    """A Text: {"ko": ..., "en": ...}, at least one of them filled in unless `blank` allows neither."""

    blank: bool = False

    def read(self, raw: Any, path: str, found: list[Problem]) -> Any:
        if not isinstance(raw, Mapping) or set(raw) != {"ko", "en"} or not all(isinstance(raw[k], str) for k in raw):
            return _bad(found, path, N_('This must be a text in two languages: {"ko": "...", "en": "..."}.'))
        before = len(found)
        for language, text in raw.items():
            if len(text) > MAX_TEXT:
                _bad(found, at(path, language), N_("This text is longer than %(most)s characters."), most=MAX_TEXT)
            for character in refused_in(text):
                _bad(found, at(path, language), N_("Remove the character %(name)s."), name=name_of(character))
        value = Text(raw["ko"], raw["en"])
        if not value and not self.blank:
            return _bad(found, path, N_("Write this in at least one language."))
        return value if len(found) == before else BAD

    def body(self, value: Text) -> dict[str, str]:
        return value.body()


@dataclass(frozen=True)
class Many:
    """A list of `least` to `most` values; `unique` names the attribute no two may share ("" for the value itself)."""

    shape: Shape
    unique: str | None = None
    least: int = 0
    most: int = 200

    def read(self, raw: Any, path: str, found: list[Problem]) -> Any:
        if not isinstance(raw, list | tuple):
            return _bad(found, path, N_("This must be a list."))
        if not self.least <= len(raw) <= self.most:
            text = N_("This list must have from %(least)s to %(most)s entries.")
            _bad(found, path, text, least=self.least, most=self.most)
        items = tuple(self.shape.read(entry, at(path, i), found) for i, entry in enumerate(raw[: self.most]))
        self._refuse_repeats(items, path, found)
        return items

    def _refuse_repeats(self, items: tuple[Any, ...], path: str, found: list[Problem]) -> None:
        seen = set()
        for i, item in enumerate(items if self.unique is not None else ()):
            try:
                name = getattr(item, self.unique) if self.unique else item
            except (Unreadable, AttributeError):
                continue
            if name is not BAD and name in seen:
                where = at(at(path, i), self.unique) if self.unique else at(path, i)
                text = N_("This was chosen above already.") if self._is_chosen() else N_("%(name)s is used twice.")
                _bad(found, where, text, name=name)
            seen.add(name)

    def _is_chosen(self) -> bool:
        """Whether what must be unique is chosen from a list, whose keys mean nothing to people."""
        return isinstance(self.shape, Record) and any(
            field.name == self.unique and isinstance(field.metadata["shape"], OneOf) for field in fields(self.shape.kind))

    def body(self, value: tuple[Any, ...]) -> list[Any]:
        return [self.shape.body(item) for item in value]


class Unreadable(Exception):
    """A check asked a broken record for a field that could not be read; the check is skipped, the field is reported."""


class Broken:
    """A record with problems: its readable fields are still there, so that checks between fields can go on."""

    def __init__(self, values: dict[str, Any]) -> None:
        self.__dict__["values"] = values

    def __getattr__(self, name: str) -> Any:
        value = self.values.get(name, BAD)
        if value is BAD:
            raise Unreadable(name)
        return value


@dataclass(frozen=True)
class Record:
    """A JSON object read into the dataclass `kind`, whose CHECKS relate its fields. Unknown names are refused."""

    kind: type

    def read(self, raw: Any, path: str, found: list[Problem]) -> Any:
        if not isinstance(raw, Mapping):
            _bad(found, path, N_("This must be an object with named fields."))
            return Broken({})
        before = len(found)
        values = {f.name: self._field(f, raw, path, found) for f in fields(self.kind)}
        for name in raw:
            if name not in values:
                _bad(found, at(path, str(name)), N_("There is no field of this name here."))
        record = Broken(values)
        for check in getattr(self.kind, "CHECKS", ()):
            found.extend(_findings(check, record, path))
        return self.kind(**values) if len(found) == before else record

    def _field(self, f: Any, raw: Mapping[str, Any], path: str, found: list[Problem]) -> Any:
        if raw.get(f.name) is not None:
            return f.metadata["shape"].read(raw[f.name], at(path, f.name), found)
        return f.default if f.default is not MISSING else _bad(found, at(path, f.name), N_("This is missing."))

    def body(self, value: Any) -> dict[str, Any]:
        pairs = ((f.name, f.metadata["shape"], getattr(value, f.name)) for f in fields(self.kind))
        return {name: shape.body(inner) for name, shape, inner in pairs if inner is not None}


def _findings(check: Check, record: Any, path: str) -> Iterator[Problem]:
    try:
        for step, text, params in check(record):
            yield Problem(at(path, step) if step else path, text, params)
    except Unreadable:
        return


def each(name: str, check: Callable[[Any, Any], Findings]) -> Check:
    """Run `check(record, item)` on every item of the list `name`; one broken item does not hide the others."""

    def run(record: Any) -> Findings:
        for i, item in enumerate(getattr(record, name) or ()):
            try:
                for step, text, params in check(record, item):
                    yield at(at(name, i), step), text, params
            except (Unreadable, AttributeError):
                continue

    return run

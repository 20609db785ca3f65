"""The file of a call, told field by field from the shapes that read it, so that the document is never behind the code."""

from collections.abc import Iterator
from dataclasses import MISSING, fields
from typing import Any

from portal.calls.definition.document import Moment
from portal.calls.definition.figures import Figure
from portal.calls.definition.shapes import Day, Flag, Key, Line, Many, OneOf, Ratio, Record, Whole, Words
from portal.calls.drafts.places import ROOT
from portal.calls.drafts.words import CHOICES, help_of, label_of
from portal.calls.drafts.yaml_files import FORMAT

INTRODUCTION = f"""# A call as a file

The builder gives out a call as one YAML file and takes one in again, without loss. This page is written by
`flask docs call-files` from the code that reads such files; what is not named here is refused, with its line.

The file begins with `format: {FORMAT}`, then holds `call` (title and dates) and `definition` (everything else). Texts are in
both languages: `{{ko: …, en: …}}`. Money is in won, points are of 100, days and times are Seoul's. References (`&`, `*`) and
names that stand twice in one place are refused. A file larger than 1,000,000 characters is refused.
"""
PLAIN = {
    Words: "a text `{ko, en}`", Flag: "`true` or `false`", Day: "a day `2026-11-22`",
    Moment: "a time `2026-11-22T18:00+09:00`", Ratio: 'a number or fraction in quotes, `"1/3"`',
    Key: "a short name: a letter, then letters, digits and `_`",
    Figure: "a figure: `question:<key>`, `budget:<sum>`, `cost:<category>` or `total:<key>`",
}


def reference() -> str:
    """The whole page, in Markdown, in the reader's language (English in the repository)."""
    parts, seen = [INTRODUCTION], set()
    for kind in _records(ROOT):
        if kind not in seen:
            seen.add(kind)
            parts.append("\n".join([f"## {kind.__name__}", "", _first_line(kind), "", "| Field | In the builder | Holds | |",
                                    "|---|---|---|---|", *(_row(kind, each) for each in fields(kind)), ""]))
    return "\n".join(parts)


def _records(shape: Any) -> Iterator[type]:
    if isinstance(shape, Many):
        yield from _records(shape.shape)
    elif isinstance(shape, Record):
        yield shape.kind
        for each in fields(shape.kind):
            yield from _records(each.metadata["shape"])


def _first_line(kind: type) -> str:
    return (kind.__doc__ or "").strip().partition("\n\n")[0].replace("\n    ", " ")


def _row(kind: type, each: Any) -> str:
    name, about = label_of(kind.__name__, each.name), help_of(kind.__name__, each.name)
    must = "required" if each.default is MISSING else "may be left out"
    words = f"{name}. {about}" if about else str(name)
    return f"| `{each.name}` | {words} | {_told(each.metadata['shape'], kind.__name__, each.name)} | {must} |"


def _told(shape: Any, kind: str, name: str) -> str:
    if isinstance(shape, OneOf):
        return ", ".join(f"`{word}` ({CHOICES[kind, name][word]})" for word in shape.words)
    if isinstance(shape, Whole):
        return f"a whole number from {shape.least:,} to {shape.most:,}"
    if isinstance(shape, Many):
        return f"a list of {shape.least} to {shape.most}: {_told(shape.shape, kind, name)}"
    if isinstance(shape, Record):
        return f"[{shape.kind.__name__}](#{shape.kind.__name__.lower()})"
    if isinstance(shape, Line) and not isinstance(shape, Key):
        return "a text that fits `" + shape.pattern.replace("|", "\\|") + "`"
    return PLAIN[type(shape)]

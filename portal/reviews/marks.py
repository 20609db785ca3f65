"""How a mark is typed, tidied and told apart: points, reasons and the comment, each with a token of what was on the screen."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from hashlib import sha256
from typing import Any

from portal.calls.definition import Definition
from portal.calls.words import tidied
from portal.foundation.errors import Invalid
from portal.foundation.i18n import _
from portal.reviews.scoring import exact, offered
from portal.reviews.sheet import MOST_REASON, POINTS, REASON, parts_of, plain, rule_of

COMMENT, OVERALL = "comment", "overall"
NUMBER = re.compile(r"[0-9]{1,4}(\.[0-9]{1,2})?")
Place = tuple[str, str]


@dataclass(frozen=True)
class Typed:
    """One field as it came from a form: what was typed, and the token of what was there when the page was drawn."""

    raw: str
    seen: str = ""


@dataclass(frozen=True)
class Clash:
    """A mark that was changed elsewhere since the page was drawn: what is kept, under which token, and what was typed."""

    kept: str
    mine: str
    token: str


@dataclass
class Saved:
    """What became of a save: new tokens by place, problems in words, and clashes that the reviewer must decide.

    A place without any of these was not touched here but changed elsewhere: the window keeps the token it has.
    """

    tokens: dict[Place, str] = field(default_factory=dict)
    problems: dict[Place, str] = field(default_factory=dict)
    clashes: dict[Place, Clash] = field(default_factory=dict)


def name_of(place: Place) -> str:
    """The name of a form field: "points-need_clear"."""
    return "-".join(place)


def places_of(definition: Definition, stage_key: str) -> list[Place]:
    """Every mark a sheet has, in the order of the sheet."""
    found: list[Place] = []
    for criterion in definition.stage(stage_key).for_reviewers:
        found += [(POINTS, part.key) for part in parts_of(criterion)]
        found.append((REASON, criterion.key))
    return [*found, (COMMENT, OVERALL)]


def token_of(value: str, version: int) -> str:
    """What a page remembers of a mark: its version, and a trace of its value that tells whether it was touched since."""
    return f"{version}.{_trace(value)}"


def version_in(token: str) -> int:
    """The version in a token; 0 for anything that is none."""
    number = token.partition(".")[0]
    return int(number) if number.isascii() and number.isdigit() and len(number) < 9 else 0


def is_untouched(value: str, token: str) -> bool:
    """Whether a typed value is the one the page was drawn with: then it says nothing about what others saved since."""
    return token.partition(".")[2] == _trace(value)


def _trace(value: str) -> str:
    return sha256(value.encode()).hexdigest()[:16]


def read(place: Place, raw: str, definition: Definition, stage_key: str) -> str:
    """What is kept of a typed mark; "" empties it. Raises Invalid with the field's name."""
    kind, key = place
    if kind != POINTS:
        return tidied(raw, name_of(place), most=MOST_REASON)
    typed = tidied(raw, name_of(place), most=40)
    return _points(typed, place, _part(definition, stage_key, key), definition) if typed else ""


def _part(definition: Definition, stage_key: str, key: str) -> Any:
    criteria = definition.stage(stage_key).for_reviewers
    return next(part for criterion in criteria for part in parts_of(criterion) if part.key == key)


def _points(typed: str, place: Place, part: Any, definition: Definition) -> str:
    allowed = [points for _band, points in offered(part, rule_of(definition))]
    if not NUMBER.fullmatch(typed):
        raise Invalid({name_of(place): [_("Write points as a number from 0 to %(max)s.", max=part.max)]})
    given = exact(Decimal(typed))
    if given > part.max:
        raise Invalid({name_of(place): [_("At most %(max)s points can be given here.", max=part.max)]})
    if allowed and given not in allowed:
        raise Invalid({name_of(place): [_("Choose one of the points on offer.")]})
    if not allowed and given.denominator != 1:
        raise Invalid({name_of(place): [_("Give whole points.")]})
    return plain(given)


def seal_of(marks: Mapping[Place, str]) -> str:
    """SHA-256 of a whole sheet: the same for the reviewer who confirms and for whoever checks later."""
    lines = (f"{name_of(place)}\t{value}" for place, value in sorted(marks.items()) if value)
    return sha256("\n".join(lines).encode()).hexdigest()


def seal_of_review(review: Any) -> str:
    """The seal over the marks of a review as they stand."""
    return seal_of({(mark.kind, mark.key): mark.value for mark in review.marks})

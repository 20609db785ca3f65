"""Why two needs, or a need and an offer, belong together: the fields they have in common, each with its points."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from portal.demand.keywords import Keywords, shared

FIELD, SITE, CITY, WORD = 3, 3, 2, 1
MOST_WORDS = 5
ENOUGH_WORDS = 2


@dataclass(frozen=True)
class Traits:
    """What is compared; an empty one is never common."""

    field: str
    municipality_id: int | None
    site_id: int | None
    words: Keywords


@dataclass(frozen=True)
class Reason:
    """One thing in common: "field", "site", "city" or "words", and how many points it gives."""

    kind: str
    points: int
    words: tuple[str, ...] = ()

    def body(self) -> dict[str, Any]:
        """The reason as JSON values, kept with a decision."""
        return {"kind": self.kind, "points": self.points, "words": list(self.words)}


def reasons_between(one: Traits, other: Traits) -> list[Reason]:
    """Everything in common, the weightiest first; each shared word gives one point, up to five."""
    found = []
    if one.field and one.field == other.field:
        found.append(Reason("field", FIELD))
    if one.site_id is not None and one.site_id == other.site_id:
        found.append(Reason("site", SITE))
    if one.municipality_id is not None and one.municipality_id == other.municipality_id:
        found.append(Reason("city", CITY))
    words = shared(one.words, other.words)[:MOST_WORDS]
    if words:
        found.append(Reason("words", WORD * len(words), words))
    return found


def is_enough(reasons: Sequence[Reason]) -> bool:
    """Whether it is worth a person's look: the same field or site, or two words; the same city alone says nothing."""
    return any(each.kind in ("field", "site") or len(each.words) >= ENOUGH_WORDS for each in reasons)


def score_of(reasons: Sequence[Reason]) -> int:
    """The points added up."""
    return sum(each.points for each in reasons)

"""Who comes before whom: passed first, then the final score, then the call's chain of tie-breaks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from itertools import pairwise
from typing import Any

from portal.reviews.scoring.finals import Final
from portal.reviews.scoring.rule import Rule

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
POINTS_WIDTH, MOMENT_WIDTH, DRAW_WIDTH = 8, 17, 20
UNRESOLVED = "unresolved"


@dataclass(frozen=True)
class Row:
    """A proposal to be ranked: any key that sorts, its final score, and when it was submitted (an aware datetime)."""

    proposal: Any
    final: Final
    submitted_at: datetime


@dataclass(frozen=True)
class Ranked:
    """A place in the ranking. `rank` starts at 1 and is None below the threshold; `key` is its rank_key.

    `lost_by` is the tie-break that put it below the row above with the same final score, `won_by` the one that put it
    above the row below; "unresolved" when the whole chain was equal, and then both share one rank.
    """

    row: Row
    rank: int | None
    key: str
    lost_by: str | None = None
    won_by: str | None = None

    @property
    def proposal(self) -> Any:
        """Whose place this is."""
        return self.row.proposal


def rank(rows: Iterable[Row], rule: Rule) -> list[Ranked]:
    """The rows in order; those below the threshold come last and have no rank.

    Figures are compared as they are published, in ten-thousandths. Raises ValueError for a naive submission time.
    """
    order = sorted(rows, key=lambda row: row.proposal)
    order.sort(key=lambda row: _strength(row, rule), reverse=True)
    ties = [_decided_by(above, below, rule) for above, below in pairwise(order)]
    ranked: list[Ranked] = []
    for i, row in enumerate(order):
        lost, won = (ties[i - 1] if i else None), (ties[i] if i < len(ties) else None)
        place = ranked[-1].rank if lost == UNRESOLVED else i + 1
        ranked.append(Ranked(row, place if row.final.passed else None, rank_key(row, rule), lost, won))
    return ranked


def rank_key(row: Row, rule: Rule) -> str:
    """Fixed-width digits that sort descending exactly as `rank` does, for an index in the database.

    Digits only, so that every collation sorts them alike. Keys compare within one rule. Raises ValueError when a
    figure does not fit its width (10,000 points or more).
    """
    digits = []
    for value, width in zip(_strength(row, rule), _widths(rule), strict=True):
        if not 0 <= value < 10**width:
            raise ValueError(f"{value} does not fit a rank key")
        digits.append(f"{value:0{width}}")
    return "".join(digits)


def _widths(rule: Rule) -> list[int]:
    special = {"older_submission": MOMENT_WIDTH, "draw": DRAW_WIDTH}
    return [1, POINTS_WIDTH, *(special.get(step.partition(":")[0], POINTS_WIDTH) for step in rule.tie_break)]


def _strength(row: Row, rule: Rule) -> tuple[int, ...]:
    return (int(row.final.passed), row.final.final4, *(_tie_value(row, step) for step in rule.tie_break))


def _tie_value(row: Row, step: str) -> int:
    """One link of the chain as a whole number, larger being better; a criterion nobody scored counts 0 for everyone."""
    kind, _, name = step.partition(":")
    if kind == "criterion":
        return row.final.criterion4.get(name, 0)
    if kind == "bonus_less":
        return 10**POINTS_WIDTH - 1 - row.final.bonus4
    if kind == "older_submission":
        return 10**MOMENT_WIDTH - 1 - _microseconds(row.submitted_at)
    if kind == "draw":
        return int.from_bytes(sha256(f"{name}:{row.proposal}".encode()).digest()[:8])
    raise ValueError(f"unknown tie-break: {step}")


def _microseconds(moment: datetime) -> int:
    if moment.tzinfo is None:
        raise ValueError("a submission time needs its time zone")
    return (moment - EPOCH) // timedelta(microseconds=1)


def _decided_by(above: Row, below: Row, rule: Rule) -> str | None:
    if (above.final.passed, above.final.final4) != (below.final.passed, below.final.final4):
        return None
    for step in rule.tie_break:
        if _tie_value(above, step) != _tie_value(below, step):
            return step
    return UNRESOLVED


def groups_of(ranked: Sequence[Ranked]) -> list[list[Ranked]]:
    """The ranking with rows that no tie-break could separate put together."""
    groups: list[list[Ranked]] = []
    for entry in ranked:
        if groups and entry.lost_by == UNRESOLVED:
            groups[-1].append(entry)
        else:
            groups.append([entry])
    return groups

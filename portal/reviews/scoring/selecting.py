"""From a ranking to suggested outcomes: who passes a stage, who is selected, who waits on the reserve list."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from math import floor
from typing import Any, Protocol

from portal.reviews.scoring.ranking import Ranked, groups_of


class Outcome(StrEnum):
    """What the figures suggest; people decide. TIED: a tie that no rule breaks lies across the cut."""

    SELECTED = "selected"
    RESERVE = "reserve"
    NOT_SELECTED = "not_selected"
    PASSED = "passed"
    FAILED = "failed"
    TIED = "tied"


class PassRuleLike(Protocol):
    """Who goes on: kind "top" with n, "times_awards" with times, or "threshold"; a definition's pass rule fits."""

    @property
    def kind(self) -> str: ...

    @property
    def n(self) -> int | None: ...

    @property
    def times(self) -> str | None: ...


@dataclass(frozen=True)
class PassRule:
    """A pass rule as plain values, for callers without a definition."""

    kind: str
    n: int | None = None
    times: str | None = None


@dataclass(frozen=True)
class Suggestion:
    """One proposal's suggested outcome; `reserve` is its number on the reserve list, from 1."""

    ranked: Ranked
    outcome: Outcome
    reserve: int | None = None

    @property
    def proposal(self) -> Any:
        """Whose outcome this is."""
        return self.ranked.proposal


def select(
    ranked: Sequence[Ranked], places: int, reserve_count: int = 0, pass_rule: PassRuleLike | None = None
) -> list[Suggestion]:
    """Suggested outcomes in the order of the ranking; below the threshold one is out even when places remain.

    With a `pass_rule` (an earlier stage): passed or failed; a tie across the cut passes whole. Without one (the last
    stage): the first `places` (the awards) are selected, the next `reserve_count` are reserve, the rest are not
    selected; rows of an unbroken tie across either cut are TIED.
    """
    if pass_rule is not None:
        limit = _limit(pass_rule, places)
        return [Suggestion(entry, Outcome.PASSED if _passes(before, entry, limit) else Outcome.FAILED)
                for before, entry in _with_number_before(ranked)]
    cuts = (places, places + reserve_count)
    suggestions: list[Suggestion] = []
    for group in groups_of(ranked):
        before = len(suggestions)
        across = any(before < cut < before + len(group) for cut in cuts)
        suggestions += [_suggest(entry, before + i, cuts, across) for i, entry in enumerate(group)]
    return suggestions


def _limit(pass_rule: PassRuleLike, awards: int) -> int | None:
    if pass_rule.kind == "top":
        return pass_rule.n
    return floor(Fraction(pass_rule.times) * awards) if pass_rule.kind == "times_awards" and pass_rule.times else None


def _passes(before: int, entry: Ranked, limit: int | None) -> bool:
    return entry.rank is not None and (limit is None or before < limit)


def _with_number_before(ranked: Sequence[Ranked]) -> list[tuple[int, Ranked]]:
    """Each row with the number of rows strictly above it; rows of an unbroken tie have the same number."""
    pairs: list[tuple[int, Ranked]] = []
    for group in groups_of(ranked):
        pairs += [(len(pairs), entry) for entry in group]
    return pairs


def _suggest(entry: Ranked, place: int, cuts: tuple[int, int], across: bool) -> Suggestion:
    if entry.rank is None or (place >= cuts[1] and not across):
        return Suggestion(entry, Outcome.NOT_SELECTED)
    if across:
        return Suggestion(entry, Outcome.TIED)
    if place < cuts[0]:
        return Suggestion(entry, Outcome.SELECTED)
    return Suggestion(entry, Outcome.RESERVE, place - cuts[0] + 1)

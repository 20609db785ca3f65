"""The scoring rule of a call and the shapes of what is scored: rubric rows and reviewers' sheets, all plain values."""

from collections.abc import Mapping, Sequence
from dataclasses import MISSING, dataclass, fields
from typing import Any, Protocol

from portal.reviews.scoring.numbers import Number


class ItemLike(Protocol):
    """Anything points are given for: a sub-criterion."""

    @property
    def key(self) -> str: ...

    @property
    def max(self) -> int: ...


class CriterionLike(ItemLike, Protocol):
    """A row of the rubric; the criteria of a call's definition fit as they are."""

    @property
    def sub(self) -> Sequence[ItemLike]: ...

    @property
    def by_operator(self) -> bool: ...


@dataclass(frozen=True)
class Item:
    """A sub-criterion and its most points."""

    key: str
    max: int


@dataclass(frozen=True)
class Criterion:
    """A criterion, its most points, and its parts; without parts it is scored as a whole. `by_operator`: entered from facts."""

    key: str
    max: int
    sub: tuple[Item, ...] = ()
    by_operator: bool = False


@dataclass(frozen=True)
class Sheet:
    """One reviewer's points for one proposal. A recused or absent reviewer has no sheet, never a sheet of zeros.

    `points` maps sub-criterion keys (or a criterion's own key, when it is scored as a whole) to points.
    `reviewer` is any key that sorts: an id or a name. `body` is who the reviewer scores for, where a stage has bodies.
    """

    reviewer: Any
    points: Mapping[str, Number]
    body: str = ""


class BodyLike(Protocol):
    """People who score a stage together and count by `weight` percent; a definition's bodies fit as they are."""

    @property
    def key(self) -> str: ...

    @property
    def weight(self) -> int: ...

    @property
    def min_valid_scores(self) -> int | None: ...


@dataclass(frozen=True)
class Body:
    """A body as plain values, for callers without a definition."""

    key: str
    weight: int
    min_valid_scores: int | None = None


class StageLike(Protocol):
    """One round of scoring: the rubric and, where several bodies score it, these; a definition's stages fit."""

    @property
    def criteria(self) -> Sequence[CriterionLike]: ...

    @property
    def bodies(self) -> Sequence[BodyLike] | None: ...


@dataclass(frozen=True)
class Rule:
    """How sheets become a score. The options are explained in docs/the-work.md; the choices are the call's."""

    aggregate: str
    trim_high: int
    trim_low: int
    trim_scope: str
    min_scores_to_trim: int
    min_valid_scores: int
    scale: str
    floor_pct_of_max: int
    round_places: int
    display_places: int
    bonus_cap: int
    threshold_tested: str
    tie_break: tuple[str, ...]
    tie_break_basis: str
    deduction_cap: int | None = None

    @classmethod
    def of(cls, scoring: Mapping[str, Any]) -> "Rule":
        """The rule in a definition's "scoring" object (`definition.scoring.body()`); KeyError when an option is missing."""
        values = {f.name: scoring[f.name] for f in fields(cls) if f.default is MISSING or f.name in scoring}
        return cls(**values | {"tie_break": tuple(values["tie_break"])})

    @property
    def trims(self) -> bool:
        """Whether this rule drops anything at all."""
        return self.aggregate == "trimmed_mean" and bool(self.trim_high or self.trim_low)

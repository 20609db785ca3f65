"""From the rank keys kept beside the proposals to places: rank, what decided a tie, and what the figures suggest."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction
from itertools import pairwise
from typing import Any

from portal.calls.definition import Definition
from portal.decisions.lifecycle import Outcome
from portal.reviews import scoring
from portal.reviews.scoring.ranking import DRAW_WIDTH, EPOCH, MOMENT_WIDTH, POINTS_WIDTH, UNRESOLVED

UNIT = 10_000
WIDTHS = {"older_submission": MOMENT_WIDTH, "draw": DRAW_WIDTH}
SUGGESTED = {
    scoring.Outcome.PASSED: Outcome.PASSED, scoring.Outcome.FAILED: Outcome.NOT_SELECTED,
    scoring.Outcome.SELECTED: Outcome.SELECTED, scoring.Outcome.RESERVE: Outcome.RESERVE,
    scoring.Outcome.NOT_SELECTED: Outcome.NOT_SELECTED,
}


@dataclass(frozen=True)
class Place:
    """Where one proposal stands. `rank` is None below the threshold; `lost_by`/`won_by` as in scoring.Ranked.

    `suggested` is None where a tie that no rule breaks lies across the cut: people decide there, with a reason.
    """

    proposal_id: int
    rank: int | None
    lost_by: str | None = None
    won_by: str | None = None
    suggested: Outcome | None = None


def rule_of(definition: Definition) -> scoring.Rule:
    """The scoring rule of a call, as the arithmetic reads it."""
    return scoring.Rule.of(definition.scoring.body())


def is_ranked(tally: Any) -> bool:
    """Whether a proposal has enough scores to stand in the ranking."""
    return tally is not None and bool(tally.enough) and tally.final_e4 is not None and tally.rank_key != ""


def confirmed_by_body(tally: Any) -> dict[str, int]:
    """Body to the confirmed sheets it gave; empty where one panel scores alone."""
    return {key: body["n"] for key, body in kept_in(tally, "bodies", {}).items()}


def points_missing_of(tally: Any) -> int:
    """How many points from facts the operator still owes a proposal."""
    return kept_in(tally, "points_missing", 0)


def gates_failed_by(tally: Any) -> list[str]:
    """The checks of the stage that a proposal did not pass."""
    return kept_in(tally, "gates_failed", [])


def kept_in(tally: Any, name: str, otherwise: Any) -> Any:
    """What a tally keeps of its workings under a name."""
    return ((tally.details if tally else None) or {}).get(name, otherwise)


def scores_suffice(tally: Any) -> bool:
    """Whether reviewers gave enough scores, whatever else is missing."""
    return tally is not None and bool((tally.details or {}).get("scores_suffice", tally.enough))


def places_of(tallies: Iterable[Any], definition: Definition, stage_key: str) -> dict[int, Place]:
    """Every ranked proposal of a stage, best first, with the outcome the call's own rule suggests."""
    rule, stage = rule_of(definition), definition.stage(stage_key)
    ranked = _ranked([tally for tally in tallies if is_ranked(tally)], rule, stage.threshold)
    suggestions = scoring.select(ranked, definition.budget.max_awards, definition.reserve.count, stage.pass_rule)
    return {said.proposal: Place(said.proposal, said.ranked.rank, said.ranked.lost_by, said.ranked.won_by,
                                 SUGGESTED.get(said.outcome)) for said in suggestions}


def number(tallies: list[Any], rule: scoring.Rule, *, before: int = 0, rank_before: int | None = None,
           context: int = 0) -> list[Place]:
    """Ranks for one page of tallies in order; `context` rows at its head belong to the page before.

    `before` is the position of the last of those, `rank_before` its rank.
    """
    ties = [decided_by(above.rank_key, below.rank_key, rule) for above, below in pairwise(tallies)]
    places: list[Place] = []
    for i, tally in enumerate(tallies):
        lost, won = (ties[i - 1] if i else None), (ties[i] if i < len(ties) else None)
        rank = before - context + i + 1
        if context and i == 0:
            rank = rank_before or rank
        elif lost == UNRESOLVED and places[-1].rank is not None:
            rank = places[-1].rank
        places.append(Place(tally.proposal_id, rank if tally.passed else None, lost, won))
    return places[context:]


def decided_by(above: str, below: str, rule: scoring.Rule) -> str | None:
    """The tie-break that parts two rank keys with one final score; None when the score itself does."""
    one, other = read_key(above, rule), read_key(below, rule)
    if one[:2] != other[:2]:
        return None
    return next((step for step, a, b in zip(rule.tie_break, one[2:], other[2:], strict=True) if a != b), UNRESOLVED)


def read_key(key: str, rule: scoring.Rule) -> list[int]:
    """A rank key in its parts: passed, final score, then one value for each tie-break (see scoring.rank_key)."""
    parts, start = [], 0
    for width in (1, POINTS_WIDTH, *(WIDTHS.get(step.partition(":")[0], POINTS_WIDTH) for step in rule.tie_break)):
        parts.append(int(key[start:start + width] or 0))
        start += width
    return parts


def tie_values(key: str, rule: scoring.Rule) -> Mapping[str, int]:
    """What each tie-break looked at, in its own unit: ten-thousandths of a point, or microseconds since 1970 in UTC."""
    values = dict(zip(rule.tie_break, read_key(key, rule)[2:], strict=True))
    for step in values:
        if step == "bonus_less":
            values[step] = 10**POINTS_WIDTH - 1 - values[step]
        elif step == "older_submission":
            values[step] = 10**MOMENT_WIDTH - 1 - values[step]
    return values


def _ranked(tallies: list[Any], rule: scoring.Rule, threshold: int) -> list[scoring.Ranked]:
    order = sorted(tallies, key=lambda tally: tally.proposal_id)
    order.sort(key=lambda tally: tally.rank_key, reverse=True)
    places = number(order, rule)
    return [scoring.Ranked(_row(tally, threshold), place.rank, tally.rank_key, place.lost_by, place.won_by)
            for tally, place in zip(order, places, strict=True)]


def _row(tally: Any, threshold: int) -> scoring.Row:
    mean = tally.mean_e4 or 0
    final = scoring.Final(
        mean=Fraction(mean, UNIT), mean4=mean, claimed4=tally.bonus_e4, bonus4=tally.bonus_e4, deductions4=tally.deductions_e4,
        final4=tally.final_e4, tested4=mean, threshold4=threshold * UNIT, passed=bool(tally.passed), criterion4={})
    return scoring.Row(tally.proposal_id, final, EPOCH)

"""What reviewers of the story write: points of the files or of a given strength, and a reason for each criterion."""

from collections.abc import Mapping
from functools import lru_cache
from math import ceil
from typing import Any

from portal.calls.definition import Criterion, Definition
from portal.cli.demo.cast import PANELS, PROPOSALS, read

STRONG_FROM = 0.8
GENERAL = 4


@lru_cache
def golden() -> Mapping[tuple[str, str], Mapping[str, Any]]:
    """The sheets of the Gangnam panel by proposal and reviewer: points, totals and comment."""
    return {(sheet["proposal"], sheet["reviewer"]): sheet for sheet in read("reviews.json")["sheets"]}


def place_of(reviewer: str, call: str) -> int:
    """Where a reviewer stands in their panel, from 0: what parts their words from the others'."""
    return [each.id for each in PANELS[call]].index(reviewer)


def points_by_strength(definition: Definition, stage_key: str, strength: float, place: int) -> dict[str, int]:
    """Whole points near a share of each maximum, a little different for each reviewer, never below the call's floor."""
    found = {}
    floor = definition.scoring.floor_pct_of_max / 100
    for i, criterion in enumerate(definition.stage(stage_key).for_reviewers):
        for j, part in enumerate(criterion.sub or (criterion,)):
            leaning = ((place * 3 + i * 2 + j) % 5 - 2) * 0.04
            found[part.key] = max(ceil(part.max * floor), min(part.max, round(part.max * (strength + leaning))))
    return found


def reason_for(code: str, criterion: Criterion, points: Mapping[str, int], turn: int) -> str:
    """Two sentences: what is special about the proposal, and how good it is found, by the share of points given.

    Up to eight turns on end say something different each.
    """
    words = read("reasons.json")
    given = sum(points[part.key] for part in criterion.sub or (criterion,))
    band = "strong" if given >= STRONG_FROM * criterion.max else "fair"
    special, general = words["specific"][code][criterion.key], words["general"][criterion.key][band]
    return f"{special[turn % len(special)]} {general[(turn // len(special)) % GENERAL]}"


def comment_on(code: str, stage_key: str, reviewer: str, place: int) -> str:
    """The comment on the whole: the one of the file where it has one for this stage, or one of those for the proposal."""
    told = read("reviews.json")
    if PROPOSALS[code]["call"] == told["call"]:
        return str(golden()[code, reviewer]["comment"]) if stage_key == told["stage"] else ""
    comments = read("reasons.json")["comments"][code]
    return str(comments[place % len(comments)])

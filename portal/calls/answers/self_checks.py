"""What a company's own answers before the form mean: what stands in its way, what to think about, which track is open."""

from collections.abc import Mapping
from dataclasses import dataclass

from portal.calls.definition import Definition, SelfCheck, Track
from portal.calls.definition.self_check import ANSWERS, BLOCKS
from portal.calls.definition.tracks import is_for


@dataclass(frozen=True)
class Outcome:
    """`unanswered` are still to be answered; in each of `open_tracks` nothing that was answered stands in the way."""

    unanswered: tuple[SelfCheck, ...]
    blocks: tuple[SelfCheck, ...]
    warns: tuple[SelfCheck, ...]
    open_tracks: tuple[Track, ...]


def checks_for(definition: Definition, track: str | None) -> tuple[SelfCheck, ...]:
    """The questions that a track asks, in the order of the call."""
    return tuple(check for check in definition.self_check or () if is_for(check, track))


def outcome_of(definition: Definition, answers: Mapping[str, str], track: str | None) -> Outcome:
    """What "yes" and "no" by key of a question mean in a track; anything else counts as not answered."""
    asked = checks_for(definition, track)
    hit = [check for check in asked if answers.get(check.key) == check.disqualifies]
    blocks = tuple(check for check in hit if check.effect == BLOCKS)
    others = (each for each in definition.tracks or () if blocks and each.key != track)
    return Outcome(
        unanswered=tuple(check for check in asked if answers.get(check.key) not in ANSWERS), blocks=blocks,
        warns=tuple(check for check in hit if check.effect != BLOCKS),
        open_tracks=tuple(each for each in others if not _is_blocked(definition, answers, each.key)))


def _is_blocked(definition: Definition, answers: Mapping[str, str], track: str) -> bool:
    return any(check.effect == BLOCKS and answers.get(check.key) == check.disqualifies
               for check in checks_for(definition, track))

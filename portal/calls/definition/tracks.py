"""Tracks: the ways into one call that ask for different things, such as an own idea, a city's task or a partner's offer."""

from dataclasses import dataclass
from typing import Any

from portal.calls.definition.problems import N_
from portal.calls.definition.shapes import Findings, Key, Many, OneOf, Whole, Words, is_a
from portal.calls.definition.texts import Text

KINDS = ("free_proposal", "demand_task", "partner_offer")


@dataclass(frozen=True)
class Track:
    """One way into a call. `eligibility` adds to the call's own conditions; `awards` limits how many of it are selected."""

    key: str = is_a(Key())
    label: Text = is_a(Words())
    kind: str = is_a(OneOf(KINDS))
    help: Text | None = is_a(Words(), default=None)
    eligibility: tuple[Text, ...] = is_a(Many(Words()), default=())
    awards: int | None = is_a(Whole(1, 10_000), default=None)


def is_for(entry: Any, track: str | None) -> bool:
    """Whether a question or document is asked of this track; one that names no track is asked of all."""
    return not entry.tracks or track in entry.tracks


def tracks_are_known(definition: Any, entry: Any) -> Findings:
    """A limit to tracks names tracks of the call."""
    known = {track.key for track in definition.tracks or ()}
    for i, key in enumerate(entry.tracks or ()):
        if key not in known:
            yield f"tracks.{i}", N_("There is no track %(name)s."), {"name": key}


def quota_fits(definition: Any, track: Track) -> Findings:
    """No track can give more awards than the call."""
    if track.awards is not None and track.awards > definition.budget.max_awards:
        yield "awards", N_("The whole call selects at most %(most)s."), {"most": definition.budget.max_awards}

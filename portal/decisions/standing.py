"""What a selection adds up to: each decision beside what the figures suggest, and every limit it must keep."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from portal.calls.definition import Body, Definition, Track
from portal.decisions.lifecycle import Outcome
from portal.decisions.places import (
    Place,
    confirmed_by_body,
    gates_failed_by,
    is_ranked,
    kept_in,
    places_of,
    points_missing_of,
    rule_of,
    scores_suffice,
)
from portal.reviews.scoring import least_scores

LAST = 10**9


@dataclass(frozen=True)
class Line:
    """One decision, the tally kept beside its proposal now, and its place by those figures."""

    decision: Any
    tally: Any | None
    place: Place | None

    @property
    def suggested(self) -> Outcome | None:
        return self.place.suggested if self.place else None

    @property
    def departs(self) -> bool:
        """Whether people decided otherwise than the ranking suggests, or where it suggests nothing."""
        return self.decision.outcome is not None and self.decision.outcome != self.suggested

    @property
    def has_moved(self) -> bool:
        """Whether the figures differ from those that were proposed."""
        kept, tally = self.decision, self.tally
        if tally is None or self.place is None:
            return True
        return (tally.mean_e4, tally.bonus_e4, tally.deductions_e4, tally.final_e4, tally.passed, self.place.rank) != (
            kept.mean_e4, kept.bonus_e4, kept.deductions_e4, kept.final_e4, kept.passed, kept.rank)


@dataclass(frozen=True)
class Sketch:
    """A decision as it would be, beside the real one that stays as it is."""

    real: Any
    outcome: str | None
    grant_won: int | None
    reason: str

    def __getattr__(self, name: str) -> Any:
        return getattr(self.real, name)


@dataclass(frozen=True)
class Standing:
    """A selection added up. Money in won; `places` is None where a stage has no limit; `bodies` with their least scores."""

    lines: tuple[Line, ...]
    places: int | None
    reserve_places: int
    budget_total: int
    max_grant: int
    least_scores: int
    unlisted: int = 0
    open_reviews: int = 0
    bodies: tuple[tuple[Body, int], ...] = ()
    tracks: tuple[Track, ...] = ()

    def with_outcome(self, *outcomes: Outcome) -> list[Line]:
        return [line for line in self.lines if line.decision.outcome in outcomes]

    @property
    def taken(self) -> int:
        return len(self.with_outcome(Outcome.PASSED, Outcome.SELECTED))

    @property
    def over_quota(self) -> list[tuple[Track, int]]:
        """The tracks with more selected than they give, and how many are."""
        return [(track, taken) for track, taken, awards in self._limited_tracks if taken > awards]

    @property
    def full_tracks(self) -> set[str]:
        """The keys of the tracks whose quota is used up by those who hold a place."""
        return {track.key for track, taken, awards in self._limited_tracks if taken >= awards}

    @property
    def _limited_tracks(self) -> list[tuple[Track, int, int]]:
        """Each track with a quota, how many places of it are held, and the quota."""
        taken = Counter(line.decision.proposal.track for line in self._holding)
        return [(track, taken[track.key], track.awards) for track in self.tracks if track.awards is not None]

    @property
    def _holding(self) -> list[Line]:
        return [line for line in self.with_outcome(Outcome.SELECTED) if line.decision.given_up_at is None]

    @property
    def reserved(self) -> int:
        return len(self.with_outcome(Outcome.RESERVE))

    @property
    def undecided(self) -> list[Line]:
        return [line for line in self.lines if line.decision.outcome is None]

    @property
    def short(self) -> list[Line]:
        """Too few confirmed scores to be ranked."""
        return [line for line in self.lines if not scores_suffice(line.tally)]

    @property
    def points_missing(self) -> int:
        """How many points from facts are not entered yet, over all proposals."""
        return sum(points_missing_of(line.tally) for line in self.lines)

    @property
    def short_by_body(self) -> list[tuple[Body, int, list[Line]]]:
        """Each body that still owes scores, how many it must give, and to which proposals."""
        found = [(body, least, [line for line in self.lines if confirmed_by_body(line.tally).get(body.key, 0) < least])
                 for body, least in self.bodies]
        return [each for each in found if each[2]]

    @property
    def unexplained(self) -> list[Line]:
        return [line for line in self.lines if line.departs and not line.decision.reason.strip()]

    @property
    def below_the_threshold(self) -> list[Line]:
        """Marked to go on although the threshold was not reached."""
        good = self.with_outcome(Outcome.PASSED, Outcome.SELECTED, Outcome.RESERVE)
        return [line for line in good if is_ranked(line.tally) and not line.tally.passed and not gates_failed_by(line.tally)]

    @property
    def failed_a_gate(self) -> list[Line]:
        """Marked to go on although a check of the stage was not passed."""
        return [line for line in self.with_outcome(Outcome.PASSED, Outcome.SELECTED, Outcome.RESERVE)
                if gates_failed_by(line.tally)]

    @property
    def gates_left(self) -> int:
        """How many checks of this stage are not judged yet, over all proposals."""
        return sum(kept_in(line.tally, "gates_left", 0) for line in self.lines)

    @property
    def without_grant(self) -> list[Line]:
        return [line for line in self.with_outcome(Outcome.SELECTED) if self.max_grant and not line.decision.grant_won]

    @property
    def grants(self) -> int:
        """Won promised to those who hold a place."""
        return sum(line.decision.grant_won or 0 for line in self._holding)

    @property
    def moved(self) -> list[Line]:
        return [line for line in self.lines if line.has_moved]

    @property
    def free_places(self) -> int:
        """After the release: places nobody holds (any more)."""
        held = len([line for line in self.lines if line.decision.holds_a_place])
        return max(0, (self.places or 0) - held)

    @property
    def next_in_reserve(self) -> Line | None:
        """Who is called up next: the best reserve rank that still waits and whose track has a place left."""
        open_to = [line for line in self._waiting if line.decision.proposal.track not in self.full_tracks]
        return min(open_to, key=lambda line: line.decision.reserve_rank or LAST, default=None)

    @property
    def passed_over(self) -> list[Line]:
        """Who waits before the next one of the reserve list, and cannot be called up because their track is full."""
        following = self.next_in_reserve
        before = following.decision.reserve_rank if following else LAST
        return sorted((line for line in self._waiting if (line.decision.reserve_rank or LAST) < (before or LAST)),
                      key=lambda line: line.decision.reserve_rank or LAST)

    @property
    def _waiting(self) -> list[Line]:
        return [line for line in self.with_outcome(Outcome.RESERVE) if line.decision.waits]


def sketched(standing: Standing, choices: Mapping[int, Any]) -> Standing:
    """What a selection would add up to with these choices, by decision id; nothing is changed."""
    lines = (replace(line, decision=Sketch(line.decision, choice.outcome, choice.grant_won, choice.reason))
             if (choice := choices.get(line.decision.id)) else line for line in standing.lines)
    return replace(standing, lines=tuple(lines))


def standing_of(decisions: Iterable[Any], tallies: Mapping[int, Any], definition: Definition, stage_key: str,
                *, unlisted: int = 0, open_reviews: int = 0, frozen: bool = False) -> Standing:
    """Add a selection up; `frozen` orders by the ranks that were proposed, else by today's figures."""
    stage, last = definition.stage(stage_key), definition.last_stage.key == stage_key
    places = places_of(tallies.values(), definition, stage_key)
    order = {proposal_id: i for i, proposal_id in enumerate(places)}
    lines = [Line(decision, tallies.get(decision.proposal_id), places.get(decision.proposal_id)) for decision in decisions]
    lines.sort(key=lambda line: (_position(line, order, frozen=frozen), line.decision.proposal_id))
    money = definition.budget
    return Standing(
        lines=tuple(lines),
        places=money.max_awards if last else _passes(stage, money.max_awards, places.values()),
        reserve_places=definition.reserve.count if last else 0,
        budget_total=money.total if last else 0, max_grant=money.max_grant if last else 0,
        least_scores=definition.scoring.min_valid_scores, unlisted=unlisted, open_reviews=open_reviews,
        bodies=tuple((body, least_scores(body, rule_of(definition))) for body in stage.bodies or ()),
        tracks=definition.tracks or ())


def _position(line: Line, order: Mapping[int, int], *, frozen: bool) -> int:
    """Where a line stands on the list: as it was proposed, or by today's figures."""
    return line.decision.figures.get("position", LAST) if frozen else order.get(line.decision.proposal_id, LAST)


def _passes(stage: Any, awards: int, places: Iterable[Place]) -> int | None:
    """How many may go on: the pass rule's number, or more where a tie across its cut passes whole."""
    limit = stage.pass_rule.places(awards) if stage.pass_rule else None
    return None if limit is None else max(limit, sum(place.suggested == Outcome.PASSED for place in places))

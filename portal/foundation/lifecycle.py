"""When something may happen: states, a table of moves, and the one piece of code that sets a state."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from portal.foundation import counts, history, outbox
from portal.foundation.clock import now
from portal.foundation.errors import Refused, Stale
from portal.foundation.i18n import _
from portal.foundation.policy import may, require
from portal.foundation.transactions import someone_was_faster

Check = Callable[[Any], object | None]
Notice = Callable[..., Iterable[outbox.Owed]]
Reaction = Callable[..., None]


@dataclass(frozen=True)
class Move:
    """One verb: from which states, to which (None: it stays), its label, what must hold, which letters it sends."""

    verb: str
    origins: Sequence[StrEnum]
    target: StrEnum | None
    label: object
    when: Sequence[Check] = ()
    tells: Sequence[str] = ()


@dataclass(frozen=True)
class Offer:
    """A move this person may make now, or the reason why not yet."""

    verb: str
    label: object
    obstacle: object | None


@dataclass
class Lifecycle:
    """The life of one noun, read by pages, API, tests and documents alike."""

    noun: str
    states: type[StrEnum]
    moves: Sequence[Move]
    labels: dict[StrEnum, object] = field(default_factory=dict)
    counted_in: Callable[[Any], int] | None = None
    notices: dict[str, Notice] = field(default_factory=dict)
    reactions: dict[str, list[Reaction]] = field(default_factory=dict)
    conditions: dict[str, list[Check]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        LIVES[self.noun] = self
        self._by_verb = {move.verb: move for move in self.moves}

    def move(self, subject: Any, verb: str, *, by: Any, seen: int | None = None, note: str | None = None,
             silent: bool = False, **details: Any) -> None:
        """Who, state, checks; then set, history, letters, reactions. `seen` is the version the person looked at.

        Raises Forbidden, Refused (with the reason) or Stale. `silent` sends no letter. Details go to the history.
        """
        move = self._by_verb[verb]
        require(by, f"{self.noun}.{verb}", subject)
        if seen is not None and seen != subject.version:
            raise Stale(someone_was_faster())
        obstacle = self._obstacle(move, subject)
        if obstacle is not None:
            raise Refused(obstacle)
        before = subject.state
        if move.target is not None:
            self._set(subject, move.target)
        history.record(subject, verb, by=by, before=before, after=subject.state, note=note, **details)
        if not silent:
            for name in move.tells:
                for letter in self.notices[name](subject, by=by, note=note):
                    outbox.owe(letter)
        for reaction in self.reactions.get(verb, ()):
            reaction(subject, by=by)

    def begin(self, subject: Any, *, by: Any, verb: str = "create", **details: Any) -> None:
        """Count and record a row that was just made in its first state."""
        require(by, f"{self.noun}.{verb}", subject)
        if self.counted_in:
            counts.shift(self.noun, self.counted_in(subject), subject.state, +1)
        history.record(subject, verb, by=by, after=subject.state, **details)

    def check(self, subject: Any, verb: str, *, by: Any) -> None:
        """Raise Forbidden or Refused unless the move could be made now; changes nothing."""
        require(by, f"{self.noun}.{verb}", subject)
        obstacle = self._obstacle(self._by_verb[verb], subject)
        if obstacle is not None:
            raise Refused(obstacle)

    def offers(self, subject: Any, actor: Any) -> list[Offer]:
        """The moves this person may make from here; a blocked one carries its reason."""
        return [Offer(move.verb, move.label, self._unmet(move, subject)) for move in self.moves
                if subject.state in move.origins and may(actor, f"{self.noun}.{move.verb}", subject)]

    def label(self, state: str) -> object:
        """The official's word for a state."""
        return self.labels.get(self.states(state), state)

    def after(self, verb: str) -> Callable[[Reaction], Reaction]:
        """A later stage reacts, in the same transaction: `@PROPOSAL.after("withdraw")`."""
        def keep(reaction: Reaction) -> Reaction:
            self.reactions.setdefault(verb, []).append(reaction)
            return reaction
        return keep

    def needs(self, verb: str) -> Callable[[Check], Check]:
        """A later stage adds what must hold: `@REVISION.needs("approve")`."""
        def keep(check: Check) -> Check:
            self.conditions.setdefault(verb, []).append(check)
            return check
        return keep

    def notice(self, name: str) -> Callable[[Notice], Notice]:
        """The letters behind a name in `tells`: `@REVIEW.notice("review_received")`."""
        def keep(notice: Notice) -> Notice:
            self.notices[name] = notice
            return notice
        return keep

    def _obstacle(self, move: Move, subject: Any) -> object | None:
        if subject.state not in move.origins:
            return _("This is not possible now: it stands at “%(state)s”.", state=self.label(subject.state))
        return self._unmet(move, subject)

    def _unmet(self, move: Move, subject: Any) -> object | None:
        checks = (*move.when, *self.conditions.get(move.verb, ()))
        return next((reason for check in checks if (reason := check(subject)) is not None), None)

    def _set(self, subject: Any, target: StrEnum) -> None:
        if self.counted_in and subject.state != target:
            counts.shift(self.noun, self.counted_in(subject), subject.state, -1)
            counts.shift(self.noun, self.counted_in(subject), target, +1)
        if hasattr(subject, "state_since"):
            subject.state_since = now()
        subject.state = target.value


LIVES: dict[str, Lifecycle] = {}

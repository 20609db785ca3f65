"""How the story is told: steps with their own times, put in order and done one after another, all of them or none."""

from collections.abc import Callable
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from portal.accounts.models import User
from portal.accounts.queries import find_user_by_email
from portal.cli.demo.cast import PEOPLE
from portal.foundation import clock, outbox
from portal.foundation.policy import SYSTEM
from portal.foundation.transactions import transaction

WRITTEN_FOR = date(2026, 11, 22)


class Story:
    """Steps at moments of Seoul's clock as they stand in the files, moved by whole days so that `WRITTEN_FOR` is today."""

    def __init__(self) -> None:
        self.shift = clock.today() - WRITTEN_FOR
        self._steps: list[tuple[datetime, int, Callable[[], None]]] = []

    def day(self, written: str) -> date:
        """A day of the files, moved."""
        return date.fromisoformat(written) + self.shift

    def moment(self, written: str) -> datetime:
        """A moment of the files ("2026-03-25 16:40"), moved."""
        return datetime.fromisoformat(written).replace(tzinfo=clock.KST) + self.shift

    def on(self, written: str, act: Callable[..., None], *told: Any) -> None:
        """Remember that `act(*told)` happens at this moment."""
        self._steps.append((self.moment(written), len(self._steps), partial(act, *told)))

    @property
    def last_moment(self) -> datetime:
        """When the story ends; never later than the moment in which it is told."""
        return max(moment for moment, _place, _act in self._steps)

    def tell(self) -> int:
        """Do every step at its own time, earliest first, in one transaction; how many there were.

        Each letter is kept as one that has left: whoever loads the story today must not write to anybody.
        """
        with transaction():
            for moment, _place, act in sorted(self._steps, key=lambda step: step[:2]):
                with clock.at(moment):
                    act()
                    outbox.mark_all_told(by=SYSTEM)
        return len(self._steps)


def who(key: str) -> User:
    """A person of the story by the key in the cast."""
    found = find_user_by_email(PEOPLE[key].email)
    if found is None:
        raise LookupError(f"{key} has not joined yet")
    return found


def after(written: str, **passed: int) -> str:
    """The moment so much later: `after("2026-04-07 09:30", minutes=45)`."""
    return f"{datetime.fromisoformat(written) + timedelta(**passed):%Y-%m-%d %H:%M}"


def in_turn(begins: str, place: int, *, per_day: int, hours: int) -> str:
    """When somebody's turn comes if so many have theirs on each day, so many hours apart; `place` counts from 0."""
    day, turn = divmod(place, per_day)
    return after(begins, days=day, hours=turn * hours)

"""A noun of the tests' own, a lamp that is switched on and off, for promises that no noun of the city makes alone."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

from portal.foundation.clock import now
from portal.foundation.lifecycle import LIVES, Lifecycle, Move
from portal.foundation.outbox import Owed
from portal.foundation.policy import GRANTS, grant, who

MAX_TURNS = 3


class LampState(StrEnum):
    OFF = "off"
    ON = "on"


@dataclass
class Lamp:
    """Enough of a row for moves: an id, a state, a version, and whose hands may touch it."""

    __tablename__ = "lamp"
    id: int
    hands: list[Any]
    room: int = 1
    state: str = LampState.OFF.value
    state_since: Any = field(default_factory=now)
    version: int = 5
    turns: int = 0


@who("whoever has a hand on it")
def a_hand_on_it(actor: Any, lamp: Lamp) -> bool:
    return actor in lamp.hands


def it_is_not_worn_out(lamp: Lamp) -> object | None:
    return "It is worn out." if lamp.turns >= MAX_TURNS else None


def it_is_cold(lamp: Lamp) -> object | None:
    return "It is still warm." if lamp.turns >= MAX_TURNS - 1 else None


@contextmanager
def a_life_of_lamps() -> Iterator[Lifecycle]:
    """The life of lamps and its grants, gone again when the block ends."""
    grant("lamp", dict.fromkeys(("create", "switch_on", "switch_off", "dust"), a_hand_on_it))
    life = Lifecycle("lamp", LampState, [
        Move("switch_on", [LampState.OFF], LampState.ON, "Switch on", when=[it_is_not_worn_out, it_is_cold],
             tells=["lit", "bill"]),
        Move("switch_off", [LampState.ON], LampState.OFF, "Switch off"),
        Move("dust", [LampState.OFF, LampState.ON], None, "Dust"),
    ], labels={LampState.OFF: "dark", LampState.ON: "lit"}, counted_in=lambda lamp: lamp.room)
    for name in ("lit", "bill"):
        life.notice(name)(_letter(name))
    try:
        yield life
    finally:
        del LIVES["lamp"], GRANTS["lamp"]


def _letter(name: str) -> Any:
    def notice(lamp: Lamp, *, by: Any, note: str | None) -> list[Owed]:
        return [Owed(f"{name}:{lamp.id}", f"{name}@example.test", "_lamp", {"by": by.id, "note": note})]
    return notice

"""Puts the three cities together, tells their story, and says what came of it."""

from collections.abc import Iterator

from portal.calls.queries import PHASES, calls_in_phase
from portal.cli.demo import people
from portal.cli.demo.cheonan import plan_cheonan
from portal.cli.demo.demanding import plan_demand
from portal.cli.demo.eventing import plan_events
from portal.cli.demo.gangnam import plan_gangnam
from portal.cli.demo.gyeonggi import plan_gyeonggi
from portal.cli.demo.partnering import plan_partners
from portal.cli.demo.telling import Story
from portal.foundation import history
from portal.foundation.policy import SYSTEM
from portal.foundation.transactions import transaction
from portal.overview.pipeline import figures
from portal.programs.queries import programs_administered


def is_told() -> bool:
    """Whether there is any program already."""
    with transaction(read_only=True):
        return bool(programs_administered(SYSTEM))


def whole_story() -> Story:
    """Every step of the three cities, so moved that today is the day the files were written for."""
    story = Story()
    story.on("2026-02-02 09:00", people.the_administrator_begins)
    for plan in (plan_gangnam, plan_cheonan, plan_gyeonggi, plan_partners, plan_demand, plan_events):
        plan(story)
    return story


def load() -> Iterator[str]:
    """Tell everything in the order of its times, then say what there is now. Raises ValueError for a broken chain."""
    steps = whole_story().tell()
    with transaction(read_only=True):
        doubts = list(history.broken_links())
        if doubts:
            raise ValueError("; ".join(doubts))
        yield from _what_there_is()
        yield f"{steps} steps told; the chain of what happened is whole: {history.length()} entries."


def _what_there_is() -> Iterator[str]:
    for phase in PHASES:
        for call in calls_in_phase(phase, viewer=SYSTEM):
            found = figures([call])
            told = [f"{noun}s: {', '.join(f'{n} {state}' for state, n in found[noun].items() if n)}"
                    for noun in ("proposal", "review", "pilot", "milestone") if any(found[noun].values())]
            yield f"{call.code} ({phase}). {'; '.join(told)}".replace("_", " ")

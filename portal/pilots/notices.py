"""The letters a pilot owes: begun and ended, claimed, accepted, sent back, overdue, and a due date that moved."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, ClassVar

from portal.foundation.outbox import Owed
from portal.pilots.lifecycle import MILESTONE, PILOT, PilotState
from portal.pilots.models import Milestone, Pilot
from portal.pilots.queries.people import Person, parts_that_accept, parts_that_owe, people_of
from portal.pilots.words import written
from portal.proposals.own_words import city_says

ROOMS = {"company": "apply", "manager": "manage", "approver": "manage", "officer": "manage"}


@PILOT.notice("pilot_began")
def pilot_began(pilot: Pilot, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To the company and the hosting department."""
    for person in _people(pilot, ("company", "officer")):
        yield Owed(f"pilot_began:{pilot.id}:{person.id}", person.email, "pilot_began", {
            **_about(pilot, person), "starts": written(pilot.starts_on), "ends": written(pilot.ends_on),
            **(city_says(pilot.proposal, "pilot_began") if person.part == "company" else {})}, person.locale)


@PILOT.notice("pilot_ended")
def pilot_ended(pilot: Pilot, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To the company and the hosting department, with the reason when it ended early."""
    early = pilot.state == PilotState.TERMINATED
    for person in _people(pilot, ("company", "officer")):
        yield Owed(f"pilot_ended:{pilot.id}:{person.id}", person.email, "pilot_ended", {
            **_about(pilot, person), "early": early, "reason": note or ""}, person.locale)


@MILESTONE.notice("milestone_claimed")
def milestone_claimed(milestone: Milestone, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To whoever may accept it, except the one who claimed it."""
    for person in _people(milestone.pilot, parts_that_accept(milestone)):
        if person.id != by.id:
            yield _letter("milestone_claimed", milestone, person, files=_files(milestone))


@MILESTONE.notice("milestone_accepted")
def milestone_accepted(milestone: Milestone, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To the side that owed it."""
    for person in _people(milestone.pilot, parts_that_owe(milestone)):
        if person.id != by.id:
            yield _letter("milestone_accepted", milestone, person, note=note or "", payment=milestone.payment_pct)


@MILESTONE.notice("milestone_returned")
def milestone_returned(milestone: Milestone, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To the side that owed it, with the reason."""
    for person in _people(milestone.pilot, parts_that_owe(milestone)):
        if person.id != by.id:
            yield _letter("milestone_returned", milestone, person, reason=note or "")


def due_date_changed(milestone: Milestone, *, by: Any, note: str, was: date) -> Iterator[Owed]:
    """To the side that owes it: both dates and the reason. Owed by the operation, because the move is the pilot's."""
    for person in _people(milestone.pilot, parts_that_owe(milestone)):
        if person.id != by.id:
            times = len(milestone.due_changes)
            yield Owed(f"due_date_changed:{milestone.id}:{times}:{person.id}", person.email, "due_date_changed", {
                **_about(milestone.pilot, person, milestone.id), "label": milestone.label, "was": written(was),
                "due": written(milestone.due_on), "reason": note}, person.locale)


@dataclass(frozen=True)
class Late:
    """One overdue milestone and one person who is told; plain values, because it is read in bulk."""

    COLUMNS: ClassVar[tuple[str, ...]] = (
        "id", "label", "due_on", "owner", "pilot_id", "number", "title", "user_id", "email", "locale")
    part: str
    id: int
    label: dict[str, str]
    due_on: date
    owner: str
    pilot_id: int
    number: str
    title: str
    user_id: int
    email: str
    locale: str


def milestone_overdue(late: Late) -> Owed:
    """One letter for one person; a later due date that passes again is another letter."""
    return Owed(f"milestone_overdue:{late.id}:{late.due_on}:{late.user_id}", late.email, "milestone_overdue", {
        "number": late.number, "title": late.title, "label": late.label, "due": written(late.due_on),
        "mine": _is_theirs(late), "path": f"/{ROOMS[late.part]}/pilots/{late.pilot_id}/milestones/{late.id}",
    }, late.locale)


def _is_theirs(late: Late) -> bool:
    """Whether the reader's own side owes it."""
    side = {"applicant": "company", "partner": "company", "demand_department": "officer"}
    return late.part == side.get(late.owner, "manager")


def _people(pilot: Pilot, parts: Iterable[str]) -> list[Person]:
    """Each person once, by the first of their parts."""
    chosen: dict[int, Person] = {}
    for person in people_of(pilot):
        if person.part in parts:
            chosen.setdefault(person.id, person)
    return list(chosen.values())


def _about(pilot: Pilot, person: Person, milestone_id: int | None = None) -> dict[str, Any]:
    path = f"/{ROOMS[person.part]}/pilots/{pilot.id}"
    return {"number": pilot.number, "title": pilot.title, "path": f"{path}/milestones/{milestone_id}" if milestone_id else path}


def _letter(name: str, milestone: Milestone, person: Person, **more: Any) -> Owed:
    claim = milestone.last_claim.number if milestone.last_claim else 0
    company = milestone.pilot.company.name_in(person.locale)
    about = {**_about(milestone.pilot, person, milestone.id), "label": milestone.label, "company": company}
    return Owed(f"{name}:{milestone.id}:{claim}:{person.id}", person.email, name, {**about, **more}, person.locale)


def _files(milestone: Milestone) -> int:
    return len(milestone.last_claim.files) if milestone.last_claim else 0

"""How pilots come into the story: begun under an agreement, claimed and answered step by step, measured, moved, finished."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from portal.accounts.models import User
from portal.accounts.queries import holders_of
from portal.cli.demo.applying import own, received
from portal.cli.demo.cast import MEMBERS, PROPOSALS
from portal.cli.demo.papers import paper
from portal.cli.demo.telling import who
from portal.foundation.policy import SYSTEM
from portal.pilots import operations, queries
from portal.pilots.lifecycle import COMPANY_SIDE
from portal.pilots.models import Milestone, Pilot
from portal.pilots.policy import SECOND_PAIR_OF_EYES

MANAGER, APPROVER = "gn_manager", "gn_approver"


def pilot_is_prepared(code: str, starts_on: date) -> None:
    """The manager makes a pilot from the selected proposal."""
    operations.create_pilot(received(code, MANAGER), starts_on, by=who(MANAGER))


def pilot_begins(code: str) -> None:
    """The first day: both sides are told."""
    operations.begin_pilot(pilot_of(code), by=who(MANAGER))


def pilot_is_finished(code: str) -> None:
    """Everything was accepted; only follow-up goes on."""
    operations.finish_pilot(pilot_of(code), by=who(MANAGER))


def pilot_of(code: str) -> Pilot:
    """A pilot as its manager sees it."""
    found = queries.find_pilot_of(own(code))
    if found is None:
        raise LookupError(f"{code} has no pilot yet")
    return queries.get_pilot(found.id, viewer=who(MANAGER))


def milestone_is_claimed(code: str, told: Mapping[str, Any]) -> None:
    """The side that owes it says it is done, with a note and a file."""
    milestone = _milestone(code, told["key"])
    claimant = _claimant(code, milestone)
    lines = [milestone.deliverable["en"], f"Pilot {milestone.pilot.number}: {PROPOSALS[code]['title']['en']}",
             f"Milestone {milestone.key}: {milestone.label['en']}", "", "Everything in this demonstration is made up."]
    evidence = paper(told["file"], lines, by=claimant)
    operations.claim_milestone(milestone, told["note"], [evidence], by=claimant)


def milestone_is_answered(code: str, told: Mapping[str, Any]) -> None:
    """The other side accepts it, or sends it back with a reason."""
    milestone, words = _milestone(code, told["key"]), told.get("words", "")
    if told.get("verdict") == "returned":
        operations.return_milestone(milestone, words, by=_accepter(milestone))
    else:
        operations.accept_milestone(milestone, words, by=_accepter(milestone))


def _milestone(code: str, key: str) -> Milestone:
    pilot = pilot_of(code)
    mine = next(each for each in pilot.milestones if each.key == key)
    return queries.get_milestone(pilot.id, mine.id, viewer=who(MANAGER))


def _claimant(code: str, milestone: Milestone) -> User:
    """An owner of the company, an officer of the host, or the manager: whoever owes it."""
    if milestone.owner in COMPANY_SIDE:
        return who(code)
    return _officer(milestone) if milestone.owner == "demand_department" else who(MANAGER)


def _accepter(milestone: Milestone) -> User:
    """The host where it accepts what others did, the approver where a second person decides, otherwise the manager."""
    if milestone.approver in SECOND_PAIR_OF_EYES:
        return who(APPROVER)
    hosted = milestone.approver == "demand_department" and milestone.owner != "demand_department"
    return _officer(milestone) if hosted else who(MANAGER)


def _officer(milestone: Milestone) -> User:
    return holders_of(("officer",), "department", milestone.pilot.department_id or 0)[0]


def kpis_are_measured(code: str, values: list[str], measured_on: date) -> None:
    """One value for each KPI, entered by whoever of the company does the measuring."""
    by = who(MEMBERS[code].key if code in MEMBERS else code)
    for kpi, value in zip(pilot_of(code).kpis, values, strict=True):
        operations.add_reading(kpi, value, measured_on, by=by)


def due_dates_are_moved(code: str, keys: list[str], days: int, reason: str) -> None:
    """The manager moves what is still owed by so many days."""
    for key in keys:
        milestone = _milestone(code, key)
        operations.reschedule_milestone(milestone, milestone.due_on + timedelta(days=days), reason, by=who(MANAGER))


def the_day_turns() -> None:
    """At midnight both sides are told what became overdue."""
    operations.tell_what_is_overdue(by=SYSTEM)

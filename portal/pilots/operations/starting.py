"""A selected proposal becomes a pilot: milestones and KPIs are copied, dates may be moved until it starts."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.exc import IntegrityError

from portal.accounts.models import Department
from portal.calls.models import Call
from portal.foundation.db import db
from portal.foundation.errors import Invalid, Refused
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.pilots.lifecycle import MILESTONE, PILOT
from portal.pilots.models import Kpi, Milestone, Pilot
from portal.pilots.plan import due_day, last_day
from portal.pilots.queries import find_pilot_of, granted_won, hosts_for, next_number, promised_kpis, proposed_host
from portal.pilots.words import FIRST_DAY, LAST_DAY, LAST_DUE, day_within
from portal.proposals.lifecycle import ProposalState
from portal.proposals.models import Proposal


def create_pilot(proposal: Proposal, starts_on: date, *, by: Any, department: Department | None = None,
                 dues: Mapping[str, date] | None = None) -> Pilot:
    """Make a pilot in preparation from a selected proposal; `dues` moves milestones by key, the rest count from `starts_on`.

    Without `department` the department of the first ranked site hosts it. Raises Refused unless the proposal is selected and
    has no pilot yet, Invalid for dates out of range or a department of another municipality.
    """
    call = proposal.call
    check_starting(proposal, None, by=by)
    if find_pilot_of(proposal) is not None:
        raise Refused(_has_its_pilot())
    day_within(starts_on, "starts_on", FIRST_DAY, LAST_DAY)
    pilot = Pilot(
        proposal=proposal, call=call, company=proposal.company, number=next_number(call), title=proposal.title,
        starts_on=starts_on, ends_on=last_day(starts_on, call.definition.pilot_months), grant_won=granted_won(proposal),
        department_id=_host(call, department) or proposed_host(proposal), state=next(iter(PILOT.states)).value)
    _copy_milestones(pilot, _within(dues or {}, starts_on))
    _copy_kpis(pilot)
    _keep(pilot)
    PILOT.begin(pilot, by=by, number=pilot.number, starts_on=starts_on)
    for milestone in pilot.milestones:
        MILESTONE.begin(milestone, by=by, due_on=milestone.due_on)
    return pilot


def check_starting(proposal: Proposal, pilot: Pilot | None, *, by: Any) -> None:
    """Raise Forbidden unless `by` may start it, Refused unless the proposal is selected; `pilot` is the one it has, if any."""
    require(by, "pilot.create", pilot or Pilot(call=proposal.call))
    if proposal.state != ProposalState.SELECTED:
        raise Refused(_("Only a selected proposal becomes a pilot."))


def plan_pilot(pilot: Pilot, starts_on: date, dues: Mapping[str, date], *, by: Any, department: Department | None = None,
               seen: int | None = None) -> None:
    """Move the first day, due dates (by milestone key) and host of a pilot that has not started. Raises Invalid."""
    PILOT.check(pilot, "plan", by=by)
    day_within(starts_on, "starts_on", FIRST_DAY, LAST_DAY)
    moved = _within({each.key: dues.get(each.key, each.due_on) for each in pilot.milestones}, starts_on)
    host = _host(pilot.call, department) or pilot.department_id
    PILOT.move(pilot, "plan", by=by, seen=seen, starts_on=starts_on, dues=moved, department_id=host)
    pilot.starts_on, pilot.ends_on = starts_on, last_day(starts_on, pilot.call.definition.pilot_months)
    pilot.department_id = host
    for milestone in pilot.milestones:
        milestone.due_on = moved[milestone.key]


def begin_pilot(pilot: Pilot, *, by: Any, seen: int | None = None) -> None:
    """Start the pilot: both sides are told, and from now on dates move only with a reason."""
    PILOT.move(pilot, "begin", by=by, seen=seen)


def _has_its_pilot() -> str:
    """The words for the second of two people who start the same pilot."""
    return _("This proposal has its pilot already.")


def _keep(pilot: Pilot) -> None:
    """Write it at once, so that a second pilot for the same proposal is told apart here and not in a crash."""
    try:
        with db.session.begin_nested():
            db.session.add(pilot)
    except IntegrityError as clash:
        raise Refused(_has_its_pilot()) from clash


def _host(call: Call, department: Department | None) -> int | None:
    if department is None:
        return None
    if department.id not in {each.id for each in hosts_for(call)}:
        raise Invalid({"department": [_("Choose a department of this municipality.")]})
    return department.id


def _within(dues: Mapping[str, date], starts_on: date) -> dict[str, date]:
    """The due dates, none before the first day; every wrong one is named at once."""
    wrong: dict[str, Any] = {}
    for key, day in dues.items():
        try:
            day_within(day, f"due_{key}", starts_on, LAST_DUE)
        except Invalid as invalid:
            wrong.update(invalid.fields)
    if wrong:
        raise Invalid(wrong)
    return dict(dues)


def _copy_milestones(pilot: Pilot, dues: Mapping[str, date]) -> None:
    for position, told in enumerate(pilot.call.definition.milestones, start=1):
        pilot.milestones.append(Milestone(
            key=told.key, position=position, label=told.label.body(), deliverable=told.deliverable.body(), owner=told.owner,
            approver=told.approver, payment_pct=told.payment_pct, follow_up=told.due.years is not None,
            due_on=dues.get(told.key, due_day(pilot.starts_on, told.due))))


def _copy_kpis(pilot: Pilot) -> None:
    for position, row in enumerate(promised_kpis(pilot.proposal), start=1):
        pilot.kpis.append(Kpi(
            position=position, name=row["name"], unit=row["unit"], baseline=row["baseline"], target=row["target"],
            direction=row["direction"], method=row["method"], weight=row["weight"]))

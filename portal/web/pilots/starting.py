"""A selected proposal becomes a pilot: the manager looks at the dates, moves what must be moved, and starts it."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import Response, flash, redirect, render_template, request

from portal.accounts.models import Department
from portal.calls.definition import Milestone as Told
from portal.foundation.clock import today
from portal.foundation.errors import Invalid, Refused, Stale
from portal.foundation.i18n import _
from portal.foundation.transactions import someone_was_faster
from portal.pilots import operations, queries
from portal.pilots.lifecycle import PilotState
from portal.pilots.models import Pilot
from portal.pilots.plan import due_day, installments, last_day
from portal.pilots.words import FIRST_DAY, LAST_DAY, day_within
from portal.proposals.models import Proposal
from portal.web.forms.pilots import StartForm, start_form
from portal.web.pilots import pictures
from portal.web.pilots.doors import CITY, pages
from portal.web.session import me

Page = str | Response | tuple[str, int]


@dataclass
class Desk:
    """What the page stands on: the proposal, its pilot if it is being prepared, the milestones, the departments."""

    proposal: Proposal
    pilot: Pilot | None
    told: tuple[Told, ...]
    hosts: list[Department]

    def form(self, starts_on: date) -> StartForm:
        """The dates of the pilot in preparation, else those that follow from the first day."""
        if self.pilot is not None:
            kept = {f"due_{milestone.key}": milestone.due_on for milestone in self.pilot.milestones}
            return start_form(self.told, self.hosts, starts_on=self.pilot.starts_on, version=self.pilot.version,
                              department=str(self.pilot.department_id or ""), **kept)
        host = queries.proposed_host(self.proposal)
        return start_form(self.told, self.hosts, starts_on=starts_on, version=0, department=str(host or ""),
                          **{f"due_{each.key}": due_day(starts_on, each.due) for each in self.told})


@pages.get("/manage/proposals/<int:proposal_id>/pilot")
def start(proposal_id: int) -> Page:
    """The start page; once the pilot goes on, its own page."""
    desk = _desk(proposal_id)
    return desk if isinstance(desk, Response) else _page(desk, desk.form(today()))


@pages.post("/manage/proposals/<int:proposal_id>/pilot")
def save_start(proposal_id: int) -> Page:
    """`do` is "dates" (count them again from the first day), "plan" (keep them) or "begin" (keep them and start)."""
    desk = _desk(proposal_id)
    if isinstance(desk, Response):
        flash(_("This pilot was started already, so nothing you typed was saved. Here it is."), "information")
        return desk
    form, act = desk.form(today()), request.form.get("do", "plan")
    if act == "dates":
        return _counted_again(desk, form)
    if not form.validate_on_submit():
        return _page(desk, form), 422
    try:
        pilot = _save(desk, form)
        if act == "begin":
            operations.begin_pilot(pilot, by=me())
    except Invalid as invalid:
        form.take(invalid)
        return _page(desk, form), 422
    except (Refused, Stale) as refusal:
        return _page(desk, form, refusal=refusal.words), 409
    if act == "begin":
        flash(_("The pilot has started. Both sides have been told."))
        return redirect(CITY.to("show", pilot_id=pilot.id))
    flash(_("The dates are saved. The pilot has not started yet."))
    return redirect(request.path)


def _desk(proposal_id: int) -> Desk | Response:
    proposal = queries.get_proposal_to_start(proposal_id, viewer=me())
    pilot = queries.find_pilot_of(proposal)
    operations.check_starting(proposal, pilot, by=me())
    if pilot is not None and pilot.state != PilotState.PREPARING:
        return redirect(CITY.to("show", pilot_id=pilot.id))
    return Desk(proposal, pilot, proposal.call.definition.milestones, queries.hosts_for(proposal.call))


def _save(desk: Desk, form: StartForm) -> Pilot:
    host = form.chosen(desk.hosts)
    if desk.pilot is not None:
        operations.plan_pilot(desk.pilot, form.starts_on.data, form.dues(), by=me(), department=host, seen=form.seen)
        return desk.pilot
    if form.seen != 0:
        raise Stale(someone_was_faster())
    return operations.create_pilot(desk.proposal, form.starts_on.data, by=me(), department=host, dues=form.dues())


def _counted_again(desk: Desk, form: StartForm) -> Page:
    """Every date from the first day that was typed; nothing is kept yet."""
    form.validate()
    try:
        first = day_within(form.starts_on.data, "starts_on", FIRST_DAY, LAST_DAY)
    except Invalid as invalid:
        form.take(invalid)
        return _page(desk, form), 422
    dues = {f"due_{each.key}": due_day(first, each.due) for each in desk.told}
    fresh = start_form(desk.told, desk.hosts, typed=False, starts_on=first, department=form.department.data, **dues)
    return _page(desk, fresh, counted=True)


def _page(desk: Desk, form: StartForm, **more: Any) -> str:
    grant = desk.pilot.grant_won if desk.pilot else queries.granted_won(desk.proposal)
    paid = installments(grant, [each.payment_pct for each in desk.told])
    months = desk.proposal.call.definition.pilot_months
    starts_on = form.starts_on.data
    in_range = starts_on is not None and FIRST_DAY <= starts_on <= LAST_DAY
    return render_template(
        "pilots/start.html", proposal=desk.proposal, pilot=desk.pilot, told=desk.told, form=form, grant=grant, months=months,
        ends_on=last_day(starts_on, months) if in_range else None, pictures=pictures,
        won=dict(zip((each.key for each in desk.told), paid, strict=True)), **{"refusal": None, "counted": False, **more})

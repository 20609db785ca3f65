"""One pilot: where it stands, whose turn it is, milestones, installments, KPIs; and starting, finishing or ending it."""

from typing import Any

from flask import Response, flash, redirect, render_template, request

from portal.foundation.clock import end_of
from portal.foundation.errors import Invalid, Refused, Stale
from portal.foundation.i18n import _
from portal.foundation.policy import may
from portal.pilots import operations, queries
from portal.pilots.models import Pilot
from portal.pilots.plan import installments
from portal.pilots.progress import overall_of, progress_in
from portal.web.forms.pilots import EndForm
from portal.web.forms.telling import SeenForm
from portal.web.pilots import pictures
from portal.web.pilots.doors import CITY, Door, in_both_rooms, pages
from portal.web.session import me

Page = str | Response | tuple[str, int]


@in_both_rooms("/<int:pilot_id>", "show")
def show(door: Door, pilot_id: int) -> Page:
    """The pilot as the reader's side sees it."""
    return _page(door, queries.get_pilot(pilot_id, viewer=me(), side=door.side))


@pages.post("/manage/pilots/<int:pilot_id>/begin")
def begin(pilot_id: int) -> Page:
    """Start it: both sides are told."""
    return _move(pilot_id, lambda pilot, form: operations.begin_pilot(pilot, by=me(), seen=form.seen),
                 _("The pilot has started. Both sides have been told."))


@pages.post("/manage/pilots/<int:pilot_id>/finish")
def finish(pilot_id: int) -> Page:
    """Close it after everything was accepted."""
    return _move(pilot_id, lambda pilot, form: operations.finish_pilot(pilot, by=me(), seen=form.seen),
                 _("The pilot is finished. Both sides have been told."))


@pages.post("/manage/pilots/<int:pilot_id>/terminate")
def terminate(pilot_id: int) -> Page:
    """End the agreement early, with a reason both sides read."""
    def end(pilot: Pilot, form: SeenForm) -> None:
        operations.terminate_pilot(pilot, request.form.get("reason", ""), by=me(), seen=form.seen)
    return _move(pilot_id, end, _("The agreement has been ended early."))


def _move(pilot_id: int, act: Any, words: str) -> Page:
    """Load, act, say so; when it is refused the same page comes back with the reason."""
    pilot, form = queries.get_pilot(pilot_id, viewer=me(), side=CITY.side), EndForm()
    try:
        act(pilot, form)
    except Invalid as invalid:
        form.take(invalid)
        return _page(CITY, pilot, ending=form), 422
    except (Refused, Stale) as refusal:
        return _page(CITY, pilot, ending=form, refusal=refusal.words), 409
    flash(words)
    return redirect(CITY.to("show", pilot_id=pilot_id))


def _page(door: Door, pilot: Pilot, *, ending: EndForm | None = None, refusal: object = None) -> str:
    milestones = pilot.milestones
    paid = installments(pilot.grant_won, [milestone.payment_pct for milestone in milestones])
    progresses, upcoming = progress_in(pilot), pilot.next_milestone
    return render_template(
        "pilots/show.html", pilot=pilot, door=door, upcoming=upcoming, turn=pictures.turn_of(upcoming),
        upcoming_at=end_of(upcoming.due_on) if upcoming else None, lanes=pictures.lanes_of(pilot, door),
        milestones=milestones, installments=[(m, won) for m, won in zip(milestones, paid, strict=True) if m.payment_pct],
        progresses=progresses, overall=overall_of(progresses), pictures=pictures, ending=ending or EndForm(formdata=None),
        oversees=not door.is_company and may(me(), "pilot.oversee", pilot),
        may_plan=may(me(), "pilot.plan", pilot), refusal=refusal)

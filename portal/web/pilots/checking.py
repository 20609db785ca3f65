"""The city answers a claim or moves a due date: accept, send back, reschedule."""

from collections.abc import Callable

from flask import Response, flash, redirect

from portal.foundation.errors import Invalid, Refused, Stale
from portal.foundation.i18n import _
from portal.pilots import operations, queries
from portal.pilots.models import Milestone
from portal.web.forms.pilots import AcceptForm, RescheduleForm, ReturnForm
from portal.web.forms.telling import SeenForm
from portal.web.pilots.doors import CITY, pages
from portal.web.pilots.milestones import AT, page_of
from portal.web.session import me

Page = str | Response | tuple[str, int]


@pages.post(f"/manage/pilots{AT}/accept")
def accept(pilot_id: int, milestone_id: int) -> Page:
    """The claim holds: the milestone is done."""
    form = AcceptForm()
    return _answer(pilot_id, milestone_id, "accepting", form, _("The milestone is accepted. The other side has been told."),
                   lambda row: operations.accept_milestone(row, form.note.data or "", by=me(), seen=form.seen))


@pages.post(f"/manage/pilots{AT}/return")
def send_back(pilot_id: int, milestone_id: int) -> Page:
    """The claim does not hold yet, and why."""
    form = ReturnForm()
    return _answer(pilot_id, milestone_id, "returning", form, _("The claim was sent back with your reason."),
                   lambda row: operations.return_milestone(row, form.reason.data or "", by=me(), seen=form.seen))


@pages.post(f"/manage/pilots{AT}/reschedule")
def reschedule(pilot_id: int, milestone_id: int) -> Page:
    """Another due date, and why."""
    form = RescheduleForm()

    def move(row: Milestone) -> None:
        operations.reschedule_milestone(row, form.due_on.data, form.reason.data or "", by=me(), seen=form.seen)
    return _answer(pilot_id, milestone_id, "moving", form, _("The due date was changed; both dates stay on record."), move)


def _answer(pilot_id: int, milestone_id: int, name: str, form: SeenForm, words: str, act: Callable[[Milestone], None]) -> Page:
    """Load, check the form, act, say so; a refusal brings the page back with what was typed."""
    row = queries.get_milestone(pilot_id, milestone_id, viewer=me(), side=CITY.side)
    if not form.validate_on_submit():
        return page_of(CITY, row, **{name: form}), 422
    try:
        act(row)
    except Invalid as invalid:
        form.take(invalid)
        return page_of(CITY, row, **{name: form}), 422
    except (Refused, Stale) as refusal:
        return page_of(CITY, row, refusal=refusal.words, **{name: form}), 409
    flash(words)
    return redirect(CITY.to("milestone", pilot_id=pilot_id, milestone_id=milestone_id))

"""One milestone: every claim with its evidence and answer, and the form to claim it."""

from typing import Any

from flask import Response, flash, redirect, render_template

from portal.foundation.clock import end_of
from portal.foundation.errors import Invalid, Refused, Stale
from portal.foundation.i18n import _, in_locale
from portal.foundation.policy import may
from portal.foundation.stored_files import StoredFile
from portal.pilots import operations, queries
from portal.pilots.lifecycle import COMPANY_SIDE, MILESTONE
from portal.pilots.models import Milestone
from portal.pilots.operations.claiming import MOST_FILES
from portal.pilots.plan import installments
from portal.web import files as downloads
from portal.web.forms.pilots import AcceptForm, ClaimForm, RescheduleForm, ReturnForm
from portal.web.pilots import pictures
from portal.web.pilots.doors import Door, in_both_rooms
from portal.web.pilots.evidence import ACCEPT, LARGEST, receive_all
from portal.web.session import me

Page = str | Response | tuple[str, int]
FORMS = {"claiming": ClaimForm, "returning": ReturnForm, "accepting": AcceptForm, "moving": RescheduleForm}
AT = "/<int:pilot_id>/milestones/<int:milestone_id>"


@in_both_rooms(AT, "milestone")
def milestone(door: Door, pilot_id: int, milestone_id: int) -> Page:
    """Where the milestone stands, what was claimed and answered, and what the reader may do."""
    return page_of(door, queries.get_milestone(pilot_id, milestone_id, viewer=me(), side=door.side))


@in_both_rooms(f"{AT}/claim", "claim", "POST")
def claim(door: Door, pilot_id: int, milestone_id: int) -> Page:
    """Claim it as done; if one file is refused nothing is claimed and the note stays in the form."""
    row, form = queries.get_milestone(pilot_id, milestone_id, viewer=me(), side=door.side), ClaimForm()
    try:
        kept = _files_for(row, form)
        if form.errors:
            return page_of(door, row, claiming=form), 422
        operations.claim_milestone(row, form.note.data or "", kept, by=me(), seen=form.seen)
    except (Refused, Stale) as refusal:
        return page_of(door, row, claiming=form, refusal=refusal.words), 409
    flash(_("“%(label)s” is claimed as done. The other side has been told.", label=in_locale(row.label)))
    return redirect(door.to("milestone", pilot_id=pilot_id, milestone_id=milestone_id))


def _files_for(row: Milestone, form: ClaimForm) -> list[StoredFile]:
    """The files, taken in; what is wrong with them and with the note stands in the form, all of it at once."""
    sent, kept = form.files.data or [], []
    try:
        operations.check_claim(row, form.note.data or "", len(sent), by=me(), seen=form.seen)
    except Invalid as invalid:
        form.take(invalid)
    try:
        kept = receive_all(sent[:MOST_FILES], by=me())
    except Invalid as invalid:
        form.take(invalid)
    return kept


@in_both_rooms(f"{AT}/files/<int:file_id>", "claim_file")
def claim_file(door: Door, pilot_id: int, milestone_id: int, file_id: int) -> Response:
    """Download a piece of evidence."""
    return downloads.send(queries.get_claim_file(pilot_id, milestone_id, file_id, viewer=me(), side=door.side))


def page_of(door: Door, row: Milestone, *, refusal: object = None, **forms: Any) -> str:
    """The milestone's page; a form that was sent comes back as it was typed."""
    pilot = row.pilot
    given = {name: forms.get(name) or kind(formdata=None) for name, kind in FORMS.items()}
    won = dict(zip((each.id for each in pilot.milestones), installments(
        pilot.grant_won, [each.payment_pct for each in pilot.milestones]), strict=True))
    return render_template(
        "pilots/milestone.html", milestone=row, pilot=pilot, door=door, pictures=pictures, turn=pictures.turn_of(row),
        won=won[row.id], offered=_offered(door, row), due_at=end_of(row.due_on), refusal=refusal,
        accept=ACCEPT, largest=LARGEST, most=MOST_FILES,
        may_move=not door.is_company and may(me(), "pilot.reschedule", pilot), **given)


def _offered(door: Door, row: Milestone) -> dict[str, object | None]:
    """What the reader may do from this room, by verb, with what stands in the way; each side claims in its own room."""
    ours = (row.owner in COMPANY_SIDE) == door.is_company
    return {offer.verb: offer.obstacle for offer in MILESTONE.offers(row, me())
            if (ours if offer.verb == "claim" else not door.is_company)}

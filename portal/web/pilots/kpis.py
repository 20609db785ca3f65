"""One KPI: its readings over time, who measured them and how, a form for the next one, and marking one as void."""

from typing import Any

from flask import Response, flash, redirect, render_template

from portal.foundation.clock import today
from portal.foundation.errors import Invalid, Refused
from portal.foundation.i18n import _
from portal.pilots import operations, queries
from portal.pilots.models import Kpi
from portal.pilots.progress import progress_of
from portal.web import files as downloads
from portal.web.forms.pilots import ReadingForm, VoidForm
from portal.web.pilots import pictures
from portal.web.pilots.doors import Door, in_both_rooms
from portal.web.pilots.evidence import ACCEPT, LARGEST, receive_all
from portal.web.session import me

Page = str | Response | tuple[str, int]
AT = "/<int:pilot_id>/kpis/<int:kpi_id>"


@in_both_rooms(AT, "kpi")
def kpi(door: Door, pilot_id: int, kpi_id: int) -> Page:
    """The KPI with every reading, void ones too."""
    return _page(door, queries.get_kpi(pilot_id, kpi_id, viewer=me(), side=door.side))


@in_both_rooms(f"{AT}/measure", "measure", "POST")
def measure(door: Door, pilot_id: int, kpi_id: int) -> Page:
    """Add a reading."""
    row, form = queries.get_kpi(pilot_id, kpi_id, viewer=me(), side=door.side), ReadingForm()
    try:
        operations.check_measuring(row, by=me())
        if not form.validate_on_submit():
            return _page(door, row, form=form), 422
        kept = receive_all([form.file.data] if form.file.data else [], by=me(), field="file")
        operations.add_reading(row, form.value.data, form.measured_on.data, by=me(), note=form.note.data or "",
                               file=kept[0] if kept else None)
    except Invalid as invalid:
        form.take(invalid)
        return _page(door, row, form=form), 422
    except Refused as refusal:
        return _page(door, row, form=form, refusal=refusal.words), 409
    flash(_("The reading was added."))
    return redirect(door.to("kpi", pilot_id=pilot_id, kpi_id=kpi_id))


@in_both_rooms(f"{AT}/readings/<int:reading_id>/void_reading", "void_reading", "POST")
def void_reading(door: Door, pilot_id: int, kpi_id: int, reading_id: int) -> Page:
    """Mark a reading as void; it stays in the table with the reason."""
    reading, form = queries.get_reading(pilot_id, kpi_id, reading_id, viewer=me(), side=door.side), VoidForm()
    try:
        operations.void_reading(reading, form.reason.data or "", by=me())
    except Invalid as invalid:
        form.take(invalid)
        row = queries.get_kpi(pilot_id, kpi_id, viewer=me(), side=door.side)
        return _page(door, row, voiding=form, voided_id=reading_id), 422
    except Refused as refusal:
        row = queries.get_kpi(pilot_id, kpi_id, viewer=me(), side=door.side)
        return _page(door, row, refusal=refusal.words), 409
    flash(_("The reading is void. It stays in the table with your reason."))
    return redirect(door.to("kpi", pilot_id=pilot_id, kpi_id=kpi_id))


@in_both_rooms(f"{AT}/readings/<int:reading_id>/file", "reading_file")
def reading_file(door: Door, pilot_id: int, kpi_id: int, reading_id: int) -> Response:
    """Download the evidence of a reading."""
    return downloads.send(queries.get_reading_file(pilot_id, kpi_id, reading_id, viewer=me(), side=door.side))


def _page(door: Door, row: Kpi, *, form: ReadingForm | None = None, voiding: VoidForm | None = None,
          voided_id: int | None = None, refusal: object = None) -> str:
    pilot = row.pilot
    fresh: dict[str, Any] = {"formdata": None, "data": {"measured_on": today()}}
    return render_template(
        "pilots/kpi.html", kpi=row, pilot=pilot, door=door,
        progress=progress_of(row, starts_on=pilot.starts_on, ends_on=pilot.ends_on),
        form=form or ReadingForm(**fresh), voiding=voiding or VoidForm(formdata=None), voided_id=voided_id, refusal=refusal,
        pictures=pictures, accept=ACCEPT, largest=LARGEST)

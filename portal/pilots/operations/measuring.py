"""A KPI is measured: one value for one day, with evidence if there is any; a mistaken reading is marked void and stays."""

from datetime import date
from typing import Any

from portal.foundation.clock import now, today
from portal.foundation.errors import Refused
from portal.foundation.i18n import _
from portal.foundation.stored_files import StoredFile
from portal.pilots.lifecycle import PILOT
from portal.pilots.models import Kpi, Reading
from portal.pilots.words import FIRST_DAY, day_within, number_in, reason_in, tidied

MOST_NOTE = 500


def check_measuring(kpi: Kpi, *, by: Any) -> None:
    """Raise Forbidden or Refused unless a reading could be added now; asked before files are taken in."""
    PILOT.check(kpi.pilot, "measure", by=by)


def add_reading(kpi: Kpi, value: str, measured_on: date, *, by: Any, note: str = "", file: StoredFile | None = None) -> Reading:
    """Keep a value (decimal text in the KPI's unit) of a day from the pilot's first to today. Raises Invalid, Refused."""
    check_measuring(kpi, by=by)
    value = number_in(value)
    day_within(measured_on, "measured_on", max(FIRST_DAY, kpi.pilot.starts_on), today())
    note = tidied(note, "note", most=MOST_NOTE)
    reading = Reading(value=value, measured_on=measured_on, note=note, file=file, by_id=by.id)
    kpi.readings.append(reading)
    PILOT.move(kpi.pilot, "measure", by=by, kpi=kpi.id, value=value, measured_on=measured_on)
    return reading


def void_reading(reading: Reading, reason: str, *, by: Any) -> None:
    """Mark a mistaken reading as void; it stays readable with the reason. Raises Invalid, Refused when it is void already."""
    PILOT.check(reading.kpi.pilot, "void_reading", by=by)
    if reading.voided_at is not None:
        raise Refused(_("This reading is void already."))
    reason = reason_in(reason)
    PILOT.move(reading.kpi.pilot, "void_reading", by=by, note=reason, reading=reading.id, value=reading.value)
    reading.voided_at, reading.voided_by_id, reading.void_reason = now(), by.id, reason

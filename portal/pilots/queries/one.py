"""One pilot, milestone, KPI or file, loaded through its viewer: what they may not see does not exist for them."""

from typing import Any

from sqlalchemy import ColumnElement, Select, select
from sqlalchemy.orm import contains_eager, joinedload, lazyload, selectinload

from portal.accounts.models import User
from portal.calls.models import Call
from portal.foundation.db import db
from portal.foundation.errors import Missing
from portal.foundation.stored_files import StoredFile
from portal.pilots.models import Claim, ClaimFile, DueChange, Kpi, Milestone, Pilot, Reading
from portal.pilots.policy import of_their_company, seen_by_the_city, visible_pilots
from portal.programs.models import Program

SEEN = {"company": of_their_company, "city": seen_by_the_city}
MOST_ID = 2**31 - 1


def _seen(viewer: Any, side: str | None) -> ColumnElement[bool]:
    return SEEN[side](viewer) if side else visible_pilots(viewer)


def _one(wanted: Select[Any], *ids: int) -> Any:
    """The one row, or Missing; numbers that no row can have are not asked for."""
    if any(number > MOST_ID for number in ids):
        raise Missing
    row = db.session.scalars(wanted).unique().one_or_none()
    if row is None:
        raise Missing
    return row


def get_pilot(pilot_id: int, *, viewer: Any, side: str | None = None) -> Pilot:
    """A pilot with its call, company, host, milestones with claims, and KPIs with readings. Raises Missing.

    `side` asks as the "company" or as the "city" only; None asks as either.
    """
    program = joinedload(Pilot.call, innerjoin=True).joinedload(Call.program, innerjoin=True)
    wanted = select(Pilot).where(Pilot.id == pilot_id, _seen(viewer, side)).options(
        program.joinedload(Program.municipality, innerjoin=True), joinedload(Pilot.company, innerjoin=True),
        joinedload(Pilot.department), selectinload(Pilot.milestones).selectinload(Milestone.claims),
        selectinload(Pilot.kpis).selectinload(Kpi.readings))
    return _one(wanted, pilot_id)


def get_milestone(pilot_id: int, milestone_id: int, *, viewer: Any, side: str | None = None) -> Milestone:
    """A milestone of that pilot with every claim, its files, its people, and every change of its due date. Raises Missing."""
    claims, pilot = selectinload(Milestone.claims), contains_eager(Milestone.pilot)
    wanted = select(Milestone).join(Milestone.pilot).where(
        Milestone.id == milestone_id, Milestone.pilot_id == pilot_id, _seen(viewer, side)).options(
        pilot.joinedload(Pilot.call, innerjoin=True).joinedload(Call.program, innerjoin=True),
        pilot.joinedload(Pilot.company, innerjoin=True), pilot.joinedload(Pilot.department),
        pilot.selectinload(Pilot.milestones),
        claims.joinedload(Claim.by, innerjoin=True).options(lazyload(User.roles)),
        claims.joinedload(Claim.verdict_by).options(lazyload(User.roles)),
        claims.selectinload(Claim.files),
        selectinload(Milestone.due_changes).joinedload(DueChange.by, innerjoin=True).options(lazyload(User.roles)))
    return _one(wanted, pilot_id, milestone_id)


def get_kpi(pilot_id: int, kpi_id: int, *, viewer: Any, side: str | None = None) -> Kpi:
    """A KPI of that pilot with every reading, valid and void, and who entered it. Raises Missing."""
    readings, pilot = selectinload(Kpi.readings), contains_eager(Kpi.pilot)
    wanted = select(Kpi).join(Kpi.pilot).where(Kpi.id == kpi_id, Kpi.pilot_id == pilot_id, _seen(viewer, side)).options(
        pilot.joinedload(Pilot.call, innerjoin=True).joinedload(Call.program, innerjoin=True),
        pilot.joinedload(Pilot.company, innerjoin=True), pilot.joinedload(Pilot.department),
        readings.joinedload(Reading.by, innerjoin=True).options(lazyload(User.roles)),
        readings.joinedload(Reading.voided_by).options(lazyload(User.roles)))
    return _one(wanted, pilot_id, kpi_id)


def get_reading(pilot_id: int, kpi_id: int, reading_id: int, *, viewer: Any, side: str | None = None) -> Reading:
    """A reading of that KPI of that pilot. Raises Missing."""
    wanted = select(Reading).join(Reading.kpi).join(Kpi.pilot).where(
        Reading.id == reading_id, Reading.kpi_id == kpi_id, Kpi.pilot_id == pilot_id, _seen(viewer, side)).options(
        contains_eager(Reading.kpi).contains_eager(Kpi.pilot).joinedload(Pilot.call, innerjoin=True))
    return _one(wanted, pilot_id, kpi_id, reading_id)


def get_claim_file(pilot_id: int, milestone_id: int, file_id: int, *, viewer: Any, side: str | None = None) -> StoredFile:
    """A piece of evidence (by the number of its ClaimFile) in a claim for that milestone of that pilot. Raises Missing."""
    wanted = select(ClaimFile).join(Claim, ClaimFile.claim_id == Claim.id).join(
        Milestone, Claim.milestone_id == Milestone.id).join(Milestone.pilot).where(
        ClaimFile.id == file_id, Milestone.id == milestone_id, Milestone.pilot_id == pilot_id, _seen(viewer, side))
    return _one(wanted, pilot_id, milestone_id, file_id).file


def get_reading_file(pilot_id: int, kpi_id: int, reading_id: int, *, viewer: Any, side: str | None = None) -> StoredFile:
    """The evidence of a reading. Raises Missing, also when the reading has none."""
    reading = get_reading(pilot_id, kpi_id, reading_id, viewer=viewer, side=side)
    if reading.file is None:
        raise Missing
    return reading.file

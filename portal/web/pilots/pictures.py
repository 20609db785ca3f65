"""A pilot as pictures: milestones in two lanes on a line of time, KPIs as readings over time; and the words beside them."""

from decimal import Decimal
from fractions import Fraction
from typing import Any

from portal.foundation.clock import today
from portal.foundation.i18n import _, in_locale, locale, ngettext
from portal.pilots.achievement import cut
from portal.pilots.lifecycle import COMPANY_SIDE, MILESTONE, SIDES, MilestoneState
from portal.pilots.models import Milestone, Pilot
from portal.pilots.progress import Progress
from portal.web.filters import days_left
from portal.web.pilots.doors import Door

M = MilestoneState
TONES = {M.PLANNED: "gray", M.CLAIMED: "primary", M.RETURNED: "warning", M.ACCEPTED: "success"}


def tone_of(milestone: Milestone) -> str:
    """The badge's tone: danger once it is overdue."""
    return "danger" if milestone.is_overdue else TONES[M(milestone.state)]


def words_of(milestone: Milestone) -> str:
    """The state in words, and when it is overdue, since how many days."""
    label = str(MILESTONE.label(milestone.state))
    if not milestone.is_overdue:
        return label
    late = (today() - milestone.due_on).days
    overdue = ngettext("%(num)d day overdue", "%(num)d days overdue", late)
    return overdue if milestone.state == M.PLANNED else f"{label} · {overdue}"


def turn_of(milestone: Milestone | None) -> str:
    """Who has the ball, by name; empty when nobody has."""
    return "" if milestone is None or not milestone.has_the_ball else side_of(milestone.pilot, milestone.has_the_ball)


def side_of(pilot: Pilot, side: str) -> str:
    """The name of a side of this pilot: the company and the department by their own names."""
    if side in COMPANY_SIDE:
        return pilot.company.name_in(locale())
    if side == "demand_department" and pilot.department is not None:
        return in_locale(pilot.department.name)
    return str(SIDES[side])


def percent(value: Fraction) -> str:
    """A percent cut to one decimal."""
    return cut(value)


def lanes_of(pilot: Pilot, door: Door) -> list[tuple[str, list[dict[str, Any]]]]:
    """For the timeline macro: what the company does, what the city does; follow-up years later is left to the list."""
    lanes: dict[bool, list[dict[str, Any]]] = {True: [], False: []}
    for milestone in pilot.milestones:
        if not milestone.follow_up:
            lanes[milestone.owner in COMPANY_SIDE].append(_point(milestone, door))
    ordered = ((_("Company side"), lanes[True]), (_("City side"), lanes[False]))
    return [(name, sorted(points, key=lambda point: point["at"])) for name, points in ordered if points]


def _point(milestone: Milestone, door: Door) -> dict[str, Any]:
    state = "next"
    if milestone.state == M.ACCEPTED:
        state = "done"
    elif milestone.is_overdue:
        state = "late"
    elif milestone.state == M.CLAIMED:
        state = "current"
    note = words_of(milestone) if state != "next" else f"{words_of(milestone)} · {days_left(milestone.due_on)}"
    return {"label": in_locale(milestone.label), "at": milestone.due_on, "state": state, "note": note,
            "href": door.to("milestone", pilot_id=milestone.pilot_id, milestone_id=milestone.id)}


def figure(text: str) -> int | float:
    """A decimal text (at most 12 digits, so exact enough to draw) as a number for pictures."""
    value = Decimal(text)
    return int(value) if value == value.to_integral_value() else float(value)


def measure(text: str, unit: str) -> str:
    """A value with its unit, as people write it: "82%", "31 per month"; Korean units stand next to the number."""
    joined = unit[:1] == "%" or "\uac00" <= unit[:1] <= "\ud7a3"
    return f"{figure(text):,}{unit}" if joined else f"{figure(text):,} {unit}"


def chart_of(progress: Progress) -> dict[str, Any]:
    """The arguments of the line_chart macro, with the sentence that says what it shows."""
    kpi, pilot = progress.kpi, progress.kpi.pilot
    readings = [{"at": each.measured_on, "value": figure(each.value), "note": each.note} for each in kpi.valid_readings]
    baseline = None if progress.goal.is_limit else figure(kpi.baseline)
    return {
        "title": _("Readings over time"), "readings": readings, "unit": kpi.unit, "direction": kpi.direction,
        "baseline": baseline, "target": figure(kpi.target), "start": pilot.starts_on,
        "end": max([pilot.ends_on, *(each["at"] for each in readings)]), "finding": finding_of(progress)}


def finding_of(progress: Progress) -> str:
    """One sentence: how far it has come, or whether the limit is kept."""
    kpi = progress.kpi
    if progress.last is None:
        return _("Nothing has been measured yet.")
    last = measure(progress.last.value, kpi.unit)
    if not progress.goal.is_limit:
        return _("%(last)s now: %(percent)s%% of the way to the target.", last=last, percent=progress.percent_text)
    limit = measure(kpi.target, kpi.unit)
    if progress.is_met:
        return _("The limit (%(limit)s) is kept: %(last)s now.", limit=limit, last=last)
    return _("The limit (%(limit)s) is not kept: %(last)s now.", limit=limit, last=last)

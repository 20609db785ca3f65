"""Pilots: the company's door, the city's door, and starting one."""

from datetime import timedelta

from portal.foundation.clock import today
from tests.access.rows import row


def pilot(w):
    return {"pilot_id": w.pilot.id}


def milestone(w):
    return {**pilot(w), "milestone_id": w.milestone.id}


def claimed(w):
    return {**pilot(w), "milestone_id": w.claimed.id}


def kpi(w):
    return {**pilot(w), "kpi_id": w.kpi.id}


def no_file(w):
    """The small world has no evidence, so those who may see the pilot learn as little as those who may not."""
    return {**milestone(w), "file_id": 1}


def no_reading(w):
    return {**kpi(w), "reading_id": 1}


CITY = {"manager": 200, "approver": 200, "officer": 200}
BY_THE_MANAGER = {"manager": 302, "approver": 403, "officer": 403}
REASON = "사유는 열 글자가 넘어야 합니다."
READING = {"value": "30", "measured_on": today().isoformat()}
START = {"starts_on": today().isoformat(), "version": "0", "do": "plan"}

ROWS = [
    row("pilots.index", signed_in=200),
    row("pilots.manage_index", manager=200, approver=200, far_manager=200, officer=302),
    row("pilots.hosted", officer=200),
    row("pilots.show", "GET", pilot, owner=200, member=200),
    row("pilots.manage", "GET", pilot, **CITY),
    row("pilots.milestone", "GET", milestone, owner=200, member=200),
    row("pilots.manage_milestone", "GET", milestone, **CITY),
    row("pilots.claim", "POST", milestone, data=lambda w: {"version": "1"}, owner=422, member=422),
    row("pilots.manage_claim", "POST", milestone, data=lambda w: {"version": "1"}, manager=403, approver=403, officer=403),
    row("pilots.claim_file", "GET", no_file),
    row("pilots.manage_claim_file", "GET", no_file),
    row("pilots.accept", "POST", claimed, data=lambda w: {"version": "1"}, manager=302, approver=403, officer=403),
    row("pilots.send_back", "POST", claimed, data=lambda w: {"version": "1", "reason": REASON}, **BY_THE_MANAGER),
    row("pilots.reschedule", "POST", milestone, manager=302, approver=403, officer=403, data=lambda w: {
        "version": "1", "reason": REASON, "due_on": (today() + timedelta(days=20)).isoformat()}),
    row("pilots.kpi", "GET", kpi, owner=200, member=200),
    row("pilots.manage_kpi", "GET", kpi, **CITY),
    row("pilots.measure", "POST", kpi, data=lambda w: READING, owner=302, member=302),
    row("pilots.manage_measure", "POST", kpi, data=lambda w: READING, **BY_THE_MANAGER),
    row("pilots.void_reading", "POST", no_reading),
    row("pilots.manage_void_reading", "POST", no_reading),
    row("pilots.reading_file", "GET", no_reading),
    row("pilots.manage_reading_file", "GET", no_reading),
    row("pilots.begin", "POST", pilot, data=lambda w: {"version": "1"}, manager=409, approver=403, officer=403),
    row("pilots.finish", "POST", pilot, data=lambda w: {"version": "1"}, manager=409, approver=403, officer=403),
    row("pilots.terminate", "POST", pilot, data=lambda w: {"version": "1", "reason": REASON}, **BY_THE_MANAGER),
    row("pilots.start", "GET", lambda w: {"proposal_id": w.pilot.proposal_id}, manager=302, approver=403),
    row("pilots.save_start", "POST", lambda w: {"proposal_id": w.pilot.proposal_id}, data=lambda w: START,
        manager=302, approver=403),
]

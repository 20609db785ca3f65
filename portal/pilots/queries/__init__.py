"""Pilots as their viewer may see them: one with everything, lists by key, and what waits for whom."""

from portal.pilots.queries.lists import PAGE, SIDES, pilots_seen
from portal.pilots.queries.one import (
    get_claim_file,
    get_kpi,
    get_milestone,
    get_pilot,
    get_reading,
    get_reading_file,
)
from portal.pilots.queries.people import Person, people_of
from portal.pilots.queries.starting import (
    find_pilot_of,
    get_proposal_to_start,
    granted_won,
    hosts_for,
    next_number,
    promised_kpis,
    proposed_host,
)
from portal.pilots.queries.waiting import (
    claims_waiting_for,
    next_milestones_of,
    overdue_now,
    overdue_of,
)

__all__ = [
    "PAGE",
    "SIDES",
    "Person",
    "claims_waiting_for",
    "find_pilot_of",
    "get_claim_file",
    "get_kpi",
    "get_milestone",
    "get_pilot",
    "get_proposal_to_start",
    "get_reading",
    "get_reading_file",
    "granted_won",
    "hosts_for",
    "next_milestones_of",
    "next_number",
    "overdue_now",
    "overdue_of",
    "people_of",
    "pilots_seen",
    "promised_kpis",
    "proposed_host",
]

"""What is done with pilots, by verb: start, claim and check, measure, change dates, end, and tell what is overdue."""

from portal.pilots.operations.checking import accept_milestone, return_milestone
from portal.pilots.operations.claiming import check_claim, claim_milestone
from portal.pilots.operations.dating import reschedule_milestone
from portal.pilots.operations.ending import finish_pilot, terminate_pilot
from portal.pilots.operations.measuring import add_reading, check_measuring, void_reading
from portal.pilots.operations.starting import begin_pilot, check_starting, create_pilot, plan_pilot
from portal.pilots.operations.telling import tell_what_is_overdue

__all__ = [
    "accept_milestone",
    "add_reading",
    "begin_pilot",
    "check_claim",
    "check_measuring",
    "check_starting",
    "claim_milestone",
    "create_pilot",
    "finish_pilot",
    "plan_pilot",
    "reschedule_milestone",
    "return_milestone",
    "tell_what_is_overdue",
    "terminate_pilot",
    "void_reading",
]

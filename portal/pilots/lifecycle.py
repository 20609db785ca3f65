"""The lives of a pilot and of its milestones."""

from enum import StrEnum
from typing import Any

from portal.foundation.clock import today
from portal.foundation.i18n import _, _l, ngettext
from portal.foundation.lifecycle import Lifecycle, Move


class PilotState(StrEnum):
    PREPARING = "preparing"
    RUNNING = "running"
    FINISHED = "finished"
    TERMINATED = "terminated"


class MilestoneState(StrEnum):
    PLANNED = "planned"
    CLAIMED = "claimed"
    RETURNED = "returned"
    ACCEPTED = "accepted"


P, M = PilotState, MilestoneState
UNDER_WAY = (P.PREPARING, P.RUNNING)
OWED = (M.PLANNED, M.RETURNED)


def every_milestone_was_accepted(pilot: Any) -> object | None:
    """Follow-up milestones come years after the end, so they are not waited for."""
    left = len([each for each in pilot.milestones if each.state != M.ACCEPTED and not each.follow_up])
    if not left:
        return None
    return ngettext("%(num)d milestone is not accepted yet.", "%(num)d milestones are not accepted yet.", left)


def a_host_is_named(pilot: Any) -> object | None:
    """Nobody could claim the department's own milestones if there were no department."""
    owes = any(milestone.owner == "demand_department" for milestone in pilot.milestones)
    missing = owes and pilot.department_id is None
    return _("Choose the hosting department first; some milestones are its own to do.") if missing else None


def it_has_begun_by_date(pilot: Any) -> object | None:
    return _("Readings can be added from the first day of the pilot.") if today() < pilot.starts_on else None


def the_pilot_is_under_way(milestone: Any) -> object | None:
    """A follow-up milestone is asked for after the pilot has finished, too."""
    state = milestone.pilot.state
    under_way = state in UNDER_WAY or (milestone.follow_up and state == P.FINISHED)
    return None if under_way else _("The pilot has ended.")


PILOT = Lifecycle("pilot", PilotState, [
    Move("plan", (P.PREPARING,), None, _l("Save the dates")),
    Move("begin", (P.PREPARING,), P.RUNNING, _l("Start the pilot"), when=[a_host_is_named], tells=["pilot_began"]),
    Move("finish", (P.RUNNING,), P.FINISHED, _l("Finish the pilot"), when=[every_milestone_was_accepted],
         tells=["pilot_ended"]),
    Move("terminate", UNDER_WAY, P.TERMINATED, _l("End the agreement early"), tells=["pilot_ended"]),
    Move("measure", UNDER_WAY, None, _l("Add a reading"), when=[it_has_begun_by_date]),
    Move("void_reading", UNDER_WAY, None, _l("Mark a reading as void")),
    Move("reschedule", UNDER_WAY, None, _l("Change a due date")),
], labels={
    P.PREPARING: _l("preparing"), P.RUNNING: _l("running"),
    P.FINISHED: _l("finished"), P.TERMINATED: _l("ended early"),
}, counted_in=lambda pilot: pilot.call_id)

MILESTONE = Lifecycle("milestone", MilestoneState, [
    Move("claim", OWED, M.CLAIMED, _l("Claim as done"), when=[the_pilot_is_under_way], tells=["milestone_claimed"]),
    Move("accept", (M.CLAIMED,), M.ACCEPTED, _l("Accept"), when=[the_pilot_is_under_way], tells=["milestone_accepted"]),
    Move("return", (M.CLAIMED,), M.RETURNED, _l("Send back with a reason"), when=[the_pilot_is_under_way],
         tells=["milestone_returned"]),
], labels={
    M.PLANNED: _l("planned"), M.CLAIMED: _l("being checked"),
    M.RETURNED: _l("sent back"), M.ACCEPTED: _l("accepted"),
}, counted_in=lambda milestone: milestone.pilot.call_id)

# Who owes and who accepts, in the words of the street; a call's definition knows these five and four (definition.running).
SIDES = {
    "applicant": _l("the company"), "partner": _l("the partner company"), "demand_department": _l("the hosting department"),
    "panel": _l("the panel"), "program_manager": _l("the program manager"), "head_of_city": _l("the head of the city"),
}
COMPANY_SIDE = ("applicant", "partner")

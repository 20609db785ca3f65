"""The lives of a pilot and of its milestones."""

from enum import StrEnum
from typing import Any

from portal.foundation.i18n import _, _l
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


def every_milestone_was_accepted(pilot: Any) -> object | None:
    left = [milestone for milestone in pilot.milestones if milestone.state != M.ACCEPTED]
    return _("%(n)s milestones are not accepted yet.", n=len(left)) if left else None


def the_pilot_is_under_way(milestone: Any) -> object | None:
    under_way = milestone.pilot.state in (P.PREPARING, P.RUNNING)
    return None if under_way else _("The pilot has ended.")


PILOT = Lifecycle("pilot", PilotState, [
    Move("begin", (P.PREPARING,), P.RUNNING, _l("Start the pilot"), tells=["pilot_began"]),
    Move("finish", (P.RUNNING,), P.FINISHED, _l("Finish the pilot"), when=[every_milestone_was_accepted]),
    Move("terminate", (P.PREPARING, P.RUNNING), P.TERMINATED, _l("End the agreement early")),
    Move("measure", (P.PREPARING, P.RUNNING), None, _l("Add a reading")),
    Move("reschedule", (P.PREPARING, P.RUNNING), None, _l("Change a due date")),
], labels={
    P.PREPARING: _l("preparing"), P.RUNNING: _l("running"),
    P.FINISHED: _l("finished"), P.TERMINATED: _l("ended early"),
}, counted_in=lambda pilot: pilot.call_id)

MILESTONE = Lifecycle("milestone", MilestoneState, [
    Move("claim", (M.PLANNED, M.RETURNED), M.CLAIMED, _l("Claim as done"), when=[the_pilot_is_under_way],
         tells=["milestone_claimed"]),
    Move("accept", (M.CLAIMED,), M.ACCEPTED, _l("Accept"), when=[the_pilot_is_under_way], tells=["milestone_accepted"]),
    Move("return", (M.CLAIMED,), M.RETURNED, _l("Send back with a reason"), when=[the_pilot_is_under_way],
         tells=["milestone_returned"]),
], labels={
    M.PLANNED: _l("planned"), M.CLAIMED: _l("being checked"),
    M.RETURNED: _l("sent back"), M.ACCEPTED: _l("accepted"),
}, counted_in=lambda milestone: milestone.pilot.call_id)

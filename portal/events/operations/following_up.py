"""A company that was absent or late is connected all the same, or it is recorded why not."""

from collections.abc import Mapping
from typing import Any

from portal.events.kinds import RESULTS, RESULTS_WITH_A_REASON
from portal.events.lifecycle import INVITEE
from portal.events.models import Invitee
from portal.events.typed import TypedEvent
from portal.foundation.clock import today
from portal.foundation.errors import Refused, Stale
from portal.foundation.i18n import _
from portal.foundation.transactions import someone_was_faster

NOTE_MOST = 1000


def record_result(invitee: Invitee, typed: Mapping[str, Any], *, by: Any, seen: int | None = None) -> None:
    """Record how the follow-up ended: `result` (connected, declined, not_suitable), with whom (`party`) and on which day (`on`)
    when connected, and a `note` that the company reads. The same again changes nothing. Raises Invalid, Refused, Stale."""
    INVITEE.check(invitee, "record_result", by=by)
    if not invitee.was_missed:
        raise Refused(_("This company came. What came of it is recorded with its meetings."))
    read = TypedEvent(typed)
    result = read.one_of("result", RESULTS, required=True)
    sides = {each.key: each for each in invitee.event.parties}
    party, day = read.one_of("party", sides, required=result == "connected"), read.day("on")
    if result == "connected" and day is None and "on" not in read.problems:
        read.wrong("on", _("Write the day on which they were connected."))
    if day is not None and day > today():
        read.wrong("on", _("Choose today or an earlier day."))
    note = read.text("note", NOTE_MOST, required=result in RESULTS_WITH_A_REASON)
    read.done()
    connected = result == "connected"
    values = {"result": result, "result_note": note, "result_on": day if connected else today(),
              "result_party_id": sides[party].id if connected else None}
    if all(getattr(invitee, name) == value for name, value in values.items()):
        return
    if seen is not None and seen != invitee.version:
        raise Stale(someone_was_faster())
    former = {"was_result": invitee.result, "was_note": invitee.result_note} if invitee.result else {}
    for name, value in values.items():
        setattr(invitee, name, value)
    invitee.result_party = sides[party] if connected else None
    INVITEE.move(invitee, "record_result", by=by, note=note, result=result, **former)

"""Meetings one to one: asked for by either side, accepted with a time, declined, called off, held with an outcome."""

from collections.abc import Mapping
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.exc import IntegrityError

from portal.events.kinds import OUTCOMES
from portal.events.lifecycle import MEETING, ON_THE_LIST, EventState, MeetingState, its_event_goes_on
from portal.events.models import Event, Invitee, Meeting, Party
from portal.events.notices import meeting_requested
from portal.events.policy import company_of_it
from portal.events.queries.meetings import clashing, find_open_meeting, find_recorded
from portal.events.typed import TypedEvent, as_typed
from portal.foundation import outbox
from portal.foundation.db import db
from portal.foundation.errors import Invalid, Refused, Stale
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.foundation.transactions import someone_was_faster

WISH_MOST, REASON_MOST, NOTE_MOST, MINUTES = 300, 1000, 1000, 30


def request_meeting(invitee: Invitee, party: Party, typed: Mapping[str, Any], *, by: Any) -> Meeting:
    """Ask for a meeting with a `wish`, and a slot (`at`) if one suits best; the other side gets an e-mail. While the two have a
    request or a meeting, asking again is that one. Raises Invalid, Refused."""
    meeting = Meeting(event=invitee.event, invitee=invitee, party=party, state=MeetingState.REQUESTED.value)
    require(by, "meeting.request", meeting)
    obstacle = its_event_goes_on(meeting) or _not_yet(invitee)
    if obstacle is not None:
        raise Refused(obstacle)
    again = find_open_meeting(invitee, party)
    if again is not None:
        return again
    read = TypedEvent(typed)
    meeting.wish = read.text("wish", WISH_MOST, required=True)
    meeting.wished_at = _slot(read, invitee.event, required=False)
    read.done()
    meeting.by_company = company_of_it(by, meeting)
    db.session.add(meeting)
    db.session.flush()
    MEETING.begin(meeting, by=by, verb="request", event=invitee.event_id)
    for letter in meeting_requested(meeting, by=by, note=None):
        outbox.owe(letter)
    return meeting


def accept_meeting(meeting: Meeting, typed: Mapping[str, Any], *, by: Any, seen: int | None = None) -> None:
    """Agree on a time (`at`): a slot of the day, or any time once the event was held. Raises Invalid, Stale, and Refused when
    either side has another meeting then."""
    MEETING.check(meeting, "accept", by=by)
    read = TypedEvent(typed)
    starts_at = _slot(read, meeting.event, required=True)
    read.done()
    if starts_at is None:
        raise Invalid({"at": [_("Choose a time.")]})
    if seen is not None and seen != meeting.version:
        raise Stale(someone_was_faster())
    ends_at = starts_at + timedelta(minutes=meeting.event.slot_minutes or MINUTES)
    other = clashing(meeting, starts_at, ends_at)
    if other is not None:
        raise Refused(_company_is_taken() if other.invitee.company_id == meeting.invitee.company_id else _side_is_taken())
    try:
        with db.session.begin_nested():
            meeting.starts_at, meeting.ends_at = starts_at, ends_at
            MEETING.move(meeting, "accept", by=by, at=starts_at)
    except IntegrityError as clash:
        raise Refused(_side_is_taken()) from clash


def decline_meeting(meeting: Meeting, reason: str, *, by: Any, seen: int | None = None) -> None:
    """Say no, for a reason that the other side reads. Raises Invalid, Refused, Stale."""
    MEETING.check(meeting, "decline", by=by)
    words = _reason(reason)
    MEETING.move(meeting, "decline", by=by, seen=seen, note=words)
    meeting.reason = words


def call_off_meeting(meeting: Meeting, reason: str, *, by: Any, seen: int | None = None) -> None:
    """Take a request or an agreed meeting back, for a reason that the other side reads. Raises Invalid, Refused, Stale."""
    MEETING.check(meeting, "call_off", by=by)
    words = _reason(reason)
    MEETING.move(meeting, "call_off", by=by, seen=seen, note=words)
    meeting.reason = words


def record_outcome(meeting: Meeting, typed: Mapping[str, Any], *, by: Any, seen: int | None = None) -> None:
    """Say what came of it (`outcome`, `note`); the note stays with the city and this side. Raises Invalid, Refused, Stale."""
    MEETING.check(meeting, "record", by=by)
    outcome, note = _outcome(typed)
    if meeting.state == MeetingState.HELD and (meeting.outcome, meeting.note) == (outcome, note):
        return
    former = {"was_outcome": meeting.outcome, "was_note": meeting.note} if meeting.outcome else {}
    MEETING.move(meeting, "record", by=by, seen=seen, note=note, outcome=outcome, **former)
    meeting.outcome, meeting.note = outcome, note


def record_on_the_spot(invitee: Invitee, party: Party, typed: Mapping[str, Any], *, by: Any) -> Meeting:
    """Write down a meeting that nobody had planned, with its `outcome` and `note`; the same twice is once. Raises Invalid,
    Refused."""
    meeting = Meeting(event=invitee.event, invitee=invitee, party=party, state=MeetingState.HELD.value, by_company=False)
    require(by, "meeting.record_new", meeting)
    obstacle = its_event_goes_on(meeting)
    if obstacle is not None or not invitee.event.has_begun:
        raise Refused(obstacle or _("This is possible once the event has begun."))
    meeting.outcome, meeting.note = _outcome(typed)
    again = find_recorded(meeting)
    if again is not None:
        return again
    db.session.add(meeting)
    db.session.flush()
    MEETING.begin(meeting, by=by, verb="record_new", outcome=meeting.outcome)
    return meeting


def _not_yet(invitee: Invitee) -> object | None:
    """Before the event only those who were invited meet; afterward anyone who is followed up."""
    may_meet = invitee.state in ON_THE_LIST or invitee.event.state == EventState.HELD and invitee.was_missed
    return None if may_meet else _("Meetings can be asked for once the company is invited.")


def _slot(read: TypedEvent, event: Event, *, required: bool) -> datetime | None:
    at = read.instant("at", required=required)
    if at is None or "at" in read.problems:
        return None
    if event.state == EventState.ANNOUNCED and event.slots and as_typed(at) not in {as_typed(each) for each in event.slots}:
        read.wrong("at", _("Choose a time from the list."))
    return at


def _reason(reason: str) -> str:
    read = TypedEvent({"reason": reason})
    words = read.text("reason", REASON_MOST, required=True)
    read.done()
    return words


def _outcome(typed: Mapping[str, Any]) -> tuple[str, str]:
    read = TypedEvent(typed)
    outcome, note = read.one_of("outcome", OUTCOMES, required=True), read.text("note", NOTE_MOST)
    read.done()
    return outcome, note


def _company_is_taken() -> str:
    return _("The company has another meeting at that time. Choose another one.")


def _side_is_taken() -> str:
    return _("Someone was faster: this time has just been taken. Choose another one.")

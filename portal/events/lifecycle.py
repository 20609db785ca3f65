"""The lives of an event, of one company's part in it, of a meeting and of a question; what is late is a matter of the clock."""

from enum import StrEnum
from typing import Any

from portal.foundation.clock import arrival
from portal.foundation.i18n import _, _l
from portal.foundation.lifecycle import Lifecycle, Move


class EventState(StrEnum):
    WRITING = "writing"
    ANNOUNCED = "announced"
    HELD = "held"
    CLOSED = "closed"
    CALLED_OFF = "called_off"


E = EventState
GOES_ON = (E.ANNOUNCED, E.HELD)


def every_part_is_filled(event: Any) -> object | None:
    names = [str(name) for name in event.empty_parts]
    return _("Still empty: %(parts)s.", parts=", ".join(names)) if names else None


def it_is_to_come(event: Any) -> object | None:
    over = event.starts_at is not None and arrival() >= event.starts_at
    return _("Its beginning has passed. Set it to a later time.") if over else None


def it_has_begun(event: Any) -> object | None:
    return None if event.has_begun else _("This is possible once the event has begun.")


EVENT = Lifecycle("event", EventState, [
    Move("write", (E.WRITING, E.ANNOUNCED), None, _l("Save")),
    Move("announce", (E.WRITING,), E.ANNOUNCED, _l("Announce the event"), when=[every_part_is_filled, it_is_to_come]),
    Move("hold", (E.ANNOUNCED,), E.HELD, _l("Record that it was held"), when=[it_has_begun]),
    Move("close", (E.HELD,), E.CLOSED, _l("Close the event")),
    Move("call_off", (E.WRITING, E.ANNOUNCED), E.CALLED_OFF, _l("Call the event off"), tells=["event_called_off"]),
], labels={
    E.WRITING: _l("being written"),
    E.ANNOUNCED: _l("announced"),
    E.HELD: _l("held"),
    E.CLOSED: _l("completed"),
    E.CALLED_OFF: _l("called off"),
})


class InviteeState(StrEnum):
    ASKED = "asked"
    INVITED = "invited"
    COMING = "coming"
    NOT_COMING = "not_coming"
    TURNED_DOWN = "turned_down"


I = InviteeState  # noqa: E741  (the short name of this life, as in every lifecycle.py)
ON_THE_LIST = (I.INVITED, I.COMING, I.NOT_COMING)


def the_event_is_ahead(part: Any) -> object | None:
    """Answers are taken until the event is over, whatever the day by which they were asked for."""
    ahead = part.event.state == E.ANNOUNCED and not part.event.is_over
    return None if ahead else _("The event is over or called off, so the answer cannot be changed any more.")


def its_event_has_begun(part: Any) -> object | None:
    if part.event.state not in GOES_ON:
        return _("The event is completed or called off.")
    return it_has_begun(part.event)


def its_event_was_held(part: Any) -> object | None:
    return None if part.event.state == E.HELD else _("This is possible after the event was held and before it is completed.")


def its_event_goes_on(part: Any) -> object | None:
    return None if part.event.state in GOES_ON else _("The event is completed or called off.")


INVITEE = Lifecycle("invitee", InviteeState, [
    Move("let_in", (I.ASKED, I.TURNED_DOWN), I.INVITED, _l("Invite the company"), when=[its_event_goes_on],
         tells=["company_invited"]),
    Move("turn_down", (I.ASKED,), I.TURNED_DOWN, _l("Turn the company down"), when=[its_event_goes_on],
         tells=["company_turned_down"]),
    Move("come", (*ON_THE_LIST,), I.COMING, _l("We are coming"), when=[the_event_is_ahead]),
    Move("stay_away", (*ON_THE_LIST,), I.NOT_COMING, _l("We cannot come"), when=[the_event_is_ahead]),
    Move("record_attendance", ON_THE_LIST, None, _l("Record who came"), when=[its_event_has_begun]),
    Move("record_result", tuple(InviteeState), None, _l("Record the result"), when=[its_event_was_held],
         tells=["follow_up_recorded"]),
], labels={
    I.ASKED: _l("asks to join"),
    I.INVITED: _l("no answer yet"),
    I.COMING: _l("coming"),
    I.NOT_COMING: _l("not coming"),
    I.TURNED_DOWN: _l("turned down"),
})


class MeetingState(StrEnum):
    REQUESTED = "requested"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    CALLED_OFF = "called_off"
    HELD = "held"


M = MeetingState


def it_may_have_taken_place(meeting: Any) -> object | None:
    if meeting.starts_at is not None and arrival() < meeting.starts_at:
        return _("The meeting has not begun yet.")
    return its_event_has_begun(meeting)


MEETING = Lifecycle("meeting", MeetingState, [
    Move("accept", (M.REQUESTED,), M.ACCEPTED, _l("Accept with a time"), when=[its_event_goes_on], tells=["meeting_accepted"]),
    Move("decline", (M.REQUESTED,), M.DECLINED, _l("Decline the meeting"), when=[its_event_goes_on],
         tells=["meeting_declined"]),
    Move("call_off", (M.REQUESTED, M.ACCEPTED), M.CALLED_OFF, _l("Call the meeting off"), when=[its_event_goes_on],
         tells=["meeting_called_off"]),
    Move("record", (M.ACCEPTED, M.HELD), M.HELD, _l("Record the outcome"), when=[it_may_have_taken_place]),
], labels={
    M.REQUESTED: _l("waits for an answer"),
    M.ACCEPTED: _l("time agreed"),
    M.DECLINED: _l("declined"),
    M.CALLED_OFF: _l("called off"),
    M.HELD: _l("took place"),
})


class QuestionState(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"
    DECLINED = "declined"


Q = QuestionState
EVENT_QUESTION = Lifecycle("event_question", QuestionState, [
    Move("answer", (Q.ASKED, Q.ANSWERED), Q.ANSWERED, _l("Publish the answer"), when=[its_event_goes_on],
         tells=["event_question_answered"]),
    Move("decline", (Q.ASKED,), Q.DECLINED, _l("Answer only the asker"), when=[its_event_goes_on],
         tells=["event_question_answered"]),
], labels={
    Q.ASKED: _l("waits for an answer"),
    Q.ANSWERED: _l("answered to all"),
    Q.DECLINED: _l("answered to the asker"),
})

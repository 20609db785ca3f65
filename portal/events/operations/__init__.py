"""What is done around a matching event: announce, invite, record who came, meet, answer, follow up, close."""

from portal.events.operations.announcing import announce_event, begin_event, call_off_event, write_event
from portal.events.operations.asking import answer_question, ask_question, decline_question, note_question
from portal.events.operations.attending import close_event, hold_event, record_attendance
from portal.events.operations.following_up import record_result
from portal.events.operations.inviting import (
    answer_invitation,
    ask_to_join,
    invite_companies,
    let_company_in,
    turn_company_down,
)
from portal.events.operations.meeting import (
    accept_meeting,
    call_off_meeting,
    decline_meeting,
    record_on_the_spot,
    record_outcome,
    request_meeting,
)
from portal.events.operations.waiting import put_into_pool

__all__ = [
    "accept_meeting", "announce_event", "answer_invitation", "answer_question", "ask_question", "ask_to_join", "begin_event",
    "call_off_event", "call_off_meeting", "close_event", "decline_meeting", "decline_question", "hold_event",
    "invite_companies", "let_company_in", "note_question", "put_into_pool", "record_attendance", "record_on_the_spot",
    "record_outcome", "record_result", "request_meeting", "turn_company_down", "write_event",
]

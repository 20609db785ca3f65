"""Questions about a call: asked by one, answered to all at the same time, in words that give nobody away."""

from typing import Any

from portal.calls.lifecycle import INQUIRY, InquiryState, it_takes_questions
from portal.calls.models import Call, Inquiry
from portal.calls.notices import question_asked
from portal.calls.queries import waiting_of
from portal.calls.words import tidied
from portal.foundation import outbox
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Invalid, Refused
from portal.foundation.i18n import _
from portal.foundation.policy import require

LEAST, MOST = 5, 2000
WAITING_MOST = 10


def ask(call: Call, text: str, *, by: Any) -> Inquiry:
    """Put a question to the people of a call; the same question asked twice by one person is the first one. Only the asker
    and the program's people see it until it is answered. Raises Invalid, Refused after the deadline."""
    inquiry = Inquiry(call=call, asked_by_id=by.id, text="", state=InquiryState.ASKED.value)
    require(by, "inquiry.create", inquiry)
    obstacle = it_takes_questions(call)
    if obstacle is not None:
        raise Refused(obstacle)
    inquiry.text = _words(text, "text")
    waiting = waiting_of(call, by.id)
    again = next((each for each in waiting if each.text == inquiry.text), None)
    if again is not None:
        return again
    if len(waiting) >= WAITING_MOST:
        raise Refused(_("%(most)s of your questions wait for an answer. Please wait for those first.", most=WAITING_MOST))
    db.session.add(inquiry)
    db.session.flush()
    INQUIRY.begin(inquiry, by=by, call=call.code)
    for letter in question_asked(inquiry):
        outbox.owe(letter)
    return inquiry


def answer_inquiry(inquiry: Inquiry, wording: str, answer: str, *, by: Any, seen: int | None = None) -> None:
    """Publish the answer with the question in neutral words; answered again, the former words stay in the history.
    Raises Invalid, Refused, Stale."""
    INQUIRY.check(inquiry, "answer", by=by)
    wrong: dict[str, Any] = {}
    kept = {}
    for name, text in (("wording", wording), ("answer", answer)):
        try:
            kept[name] = _words(text, name)
        except Invalid as invalid:
            wrong.update(invalid.fields)
    if wrong:
        raise Invalid(wrong)
    former = {"was_wording": inquiry.wording, "was_answer": inquiry.answer} if inquiry.answer else {}
    INQUIRY.move(inquiry, "answer", by=by, seen=seen, **kept, **former)
    inquiry.wording, inquiry.answer = kept["wording"], kept["answer"]
    inquiry.answered_at, inquiry.answered_by_id = now(), by.id


def decline_inquiry(inquiry: Inquiry, reason: str, *, by: Any, seen: int | None = None) -> None:
    """Answer only the asker, with a reason: nothing of it is published. Raises Invalid, Refused, Stale."""
    INQUIRY.check(inquiry, "decline", by=by)
    reason = _words(reason, "reason")
    INQUIRY.move(inquiry, "decline", by=by, seen=seen, note=reason)
    inquiry.answer, inquiry.answered_at, inquiry.answered_by_id = reason, now(), by.id


def _words(text: str, field: str) -> str:
    """Tidied, from 5 to 2,000 characters. Raises Invalid."""
    return tidied(text, field, least=LEAST, most=MOST)

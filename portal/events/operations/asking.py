"""Questions at an event: asked by a company or noted by a manager, answered to all participants at the same time."""

from typing import Any

from portal.events.lifecycle import EVENT_QUESTION, ON_THE_LIST, QuestionState, its_event_goes_on
from portal.events.models import Event, Invitee, Question
from portal.events.queries.questions import find_noted, waiting_of
from portal.events.typed import TypedEvent
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Refused
from portal.foundation.i18n import _
from portal.foundation.policy import require

TEXT_MOST, WAITING_MOST = 2000, 10


def ask_question(invitee: Invitee, text: str, named: bool, *, by: Any) -> Question:
    """A participant asks; `named` lets its name stand beside the answer. The same question twice is the first one.
    Raises Invalid, Refused."""
    question = Question(event=invitee.event, invitee=invitee, asked_by_id=by.id, is_named=named,
                        state=QuestionState.ASKED.value)
    require(by, "event_question.ask", question)
    obstacle = its_event_goes_on(question)
    if obstacle is not None:
        raise Refused(obstacle)
    if invitee.state not in ON_THE_LIST:
        raise Refused(_("Questions can be asked once your company is invited."))
    question.text = _words({"text": text}, "text")["text"]
    waiting = waiting_of(invitee)
    again = next((each for each in waiting if each.text == question.text), None)
    if again is not None:
        return again
    if len(waiting) >= WAITING_MOST:
        raise Refused(_("%(most)s of your questions wait for an answer. Please wait for those first.", most=WAITING_MOST))
    db.session.add(question)
    db.session.flush()
    EVENT_QUESTION.begin(question, by=by, verb="ask", event=invitee.event_id)
    return question


def note_question(event: Event, wording: str, answer: str, *, by: Any) -> Question:
    """Write down what was asked aloud, and publish it with its answer; the same wording twice is the first one.
    Raises Invalid, Refused."""
    question = Question(event=event, invitee=None, asked_by_id=by.id, state=QuestionState.ASKED.value)
    require(by, "event_question.note", question)
    kept = _words({"wording": wording, "answer": answer}, "wording", "answer")
    again = find_noted(event, kept["wording"])
    if again is not None:
        return again
    question.text = kept["wording"]
    db.session.add(question)
    db.session.flush()
    EVENT_QUESTION.begin(question, by=by, verb="note", event=event.id)
    answer_question(question, wording, answer, by=by)
    return question


def answer_question(question: Question, wording: str, answer: str, *, by: Any, seen: int | None = None) -> None:
    """Publish the answer to all participants with the question in neutral words; answered again, the former words stay in the
    history. Raises Invalid, Refused, Stale."""
    EVENT_QUESTION.check(question, "answer", by=by)
    kept = _words({"wording": wording, "answer": answer}, "wording", "answer")
    if question.state == QuestionState.ANSWERED and (question.wording, question.answer) == (kept["wording"], kept["answer"]):
        return
    former = {"was_wording": question.wording, "was_answer": question.answer} if question.answer else {}
    EVENT_QUESTION.move(question, "answer", by=by, seen=seen, **kept, **former)
    question.wording, question.answer = kept["wording"], kept["answer"]
    question.answered_at, question.answered_by_id = now(), by.id


def decline_question(question: Question, reason: str, *, by: Any, seen: int | None = None) -> None:
    """Answer only the asker, with a reason: nothing of it is published. Raises Invalid, Refused, Stale."""
    EVENT_QUESTION.check(question, "decline", by=by)
    words = _words({"reason": reason}, "reason")["reason"]
    EVENT_QUESTION.move(question, "decline", by=by, seen=seen, note=words)
    question.answer, question.answered_at, question.answered_by_id = words, now(), by.id


def _words(typed: dict[str, str], *names: str) -> dict[str, str]:
    read = TypedEvent(typed)
    kept = {name: read.text(name, TEXT_MOST, required=True) for name in names}
    read.done()
    return kept

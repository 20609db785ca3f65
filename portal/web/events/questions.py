"""Questions of an event at the desk: what waits, what was answered to all, and what was asked aloud."""

from flask import flash, redirect, render_template, request, url_for

from portal.events import operations
from portal.events.lifecycle import GOES_ON, QuestionState
from portal.events.models import Event
from portal.events.queries.events import get_hosted_event, get_run_event
from portal.events.queries.questions import SHOWN, get_question_to_answer, questions_of
from portal.foundation.i18n import _
from portal.foundation.policy import may
from portal.web.events.blueprint import pages
from portal.web.events.drawing import TONES, tabs_of
from portal.web.events.said import NOTHING, Page, Said, attempt
from portal.web.reading import number_in, seen_version
from portal.web.session import me

AT = "/manage/events/<int:event_id>/questions"


@pages.get(AT)
def questions(event_id: int) -> str:
    """What waits for an answer; `?state=answered` or `declined` shows what was done."""
    return _page(get_hosted_event(event_id, viewer=me()))


@pages.post(AT)
def note(event_id: int) -> Page:
    """Write down what was asked aloud, with its answer."""
    event, form = get_run_event(event_id, viewer=me()), request.form
    failed = attempt("note", lambda: operations.note_question(event, form.get("wording", ""), form.get("answer", ""), by=me()))
    if failed:
        return _page(event, failed[0]), failed[1]
    flash(_("The answer is published to all participants."))
    return redirect(url_for(".questions", event_id=event_id, state="answered"))


@pages.post("/manage/event-questions/<int:question_id>/<any('answer', 'decline'):verb>")
def answer_question(question_id: int, verb: str) -> Page:
    """Publish the answer with the question in neutral words, or answer only the asker."""
    question, form, seen = get_question_to_answer(question_id, viewer=me()), request.form, seen_version()
    acts = {"answer": lambda: operations.answer_question(question, form.get("wording", ""), form.get("answer", ""), by=me(),
                                                         seen=seen),
            "decline": lambda: operations.decline_question(question, form.get("reason", ""), by=me(), seen=seen)}
    failed = attempt(f"{verb}-{question_id}", acts[verb])
    if failed:
        return _page(question.event, failed[0], question.state), failed[1]
    flash(_("The answer is published to all participants.") if verb == "answer"
          else _("The asker was answered. Nothing was published."))
    return redirect(url_for(".questions", event_id=question.event_id))


def _page(event: Event, said: Said = NOTHING, state: str = "") -> str:
    state = state or request.args.get("state", "")
    state = state if state in set(QuestionState) else QuestionState.ASKED.value
    after = number_in(request.args.get("after", "")) or 0
    rows = questions_of(event, viewer=me(), state=state, after=after, limit=SHOWN + 1)
    return render_template(
        "events/questions.html", event=event, said=said, tones=TONES, tabs_of_it=tabs_of(event), rows=rows[:SHOWN], state=state,
        runs=may(me(), "event.run", event), may_answer=event.state in GOES_ON,
        first=_address(event, state) if after else None,
        following=_address(event, state, after=rows[SHOWN - 1].id) if len(rows) > SHOWN else None)


def _address(event: Event, state: str, **more: int) -> str:
    return url_for(".questions", event_id=event.id, state=state, **more)

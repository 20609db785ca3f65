"""Questions of an event: what its participants read, what one's company asked, what waits for an answer."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload, selectinload

from portal.events.lifecycle import QuestionState
from portal.events.models import Event, Invitee, Question
from portal.events.policy import hosted_events, visible_questions
from portal.foundation.db import db
from portal.foundation.errors import Missing

COMPANY = joinedload(Question.invitee).joinedload(Invitee.company)
SHOWN = 50


def questions_of(event: Event, *, viewer: Any, state: str = "", after: int = 0, limit: int = SHOWN) -> list[Question]:
    """The questions of an event that the viewer may read, newest first; `after` is the id of the last one seen."""
    seen = select(Question).where(Question.event_id == event.id, visible_questions(viewer))
    if state:
        seen = seen.where(Question.state == state)
    if after:
        seen = seen.where(Question.id < after)
    return list(db.session.scalars(seen.options(COMPANY).order_by(Question.id.desc()).limit(limit)))


def waiting_of(invitee: Invitee) -> list[Question]:
    """What a company has asked at an event and nobody has answered, oldest first."""
    mine = select(Question).where(Question.invitee_id == invitee.id, Question.state == QuestionState.ASKED.value)
    return list(db.session.scalars(mine.order_by(Question.id)))


def find_noted(event: Event, wording: str) -> Question | None:
    """A question in these words that a manager wrote down already."""
    noted = select(Question).where(Question.event_id == event.id, Question.invitee_id.is_(None), Question.text == wording)
    return db.session.scalars(noted.order_by(Question.id).limit(1)).one_or_none()


def get_question_to_answer(question_id: int, *, viewer: Any) -> Question:
    """A question of an event that the viewer runs or takes part in for their side. Raises Missing."""
    wanted = select(Question).join(Question.event).where(Question.id == question_id, hosted_events(viewer))
    event = contains_eager(Question.event).options(selectinload(Event.parties), joinedload(Event.program))
    question = db.session.scalars(wanted.options(event, COMPANY, joinedload(Question.asked_by))).one_or_none()
    if question is None:
        raise Missing
    return question

"""The letters about a question: to the program's managers when it is asked, to the asker when it is answered."""

from collections.abc import Iterator
from typing import Any

from portal.calls.lifecycle import INQUIRY
from portal.calls.models import Inquiry
from portal.calls.queries import managers_of
from portal.foundation.outbox import Owed


def question_asked(inquiry: Inquiry) -> Iterator[Owed]:
    """To every manager of the program, so that it does not wait unseen."""
    for person in managers_of(inquiry.call.program_id):
        yield Owed(f"question_asked:{inquiry.id}:{person.id}", person.email, "question_asked", _about(inquiry), person.locale)


@INQUIRY.notice("question_answered")
def question_answered(inquiry: Inquiry, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To the asker, each time it is answered; `reason` is there when only the asker is answered."""
    person = inquiry.asked_by
    yield Owed(f"question_answered:{inquiry.id}:{inquiry.version}", person.email, "question_answered",
               {**_about(inquiry), "reason": note or ""}, person.locale)


def _about(inquiry: Inquiry) -> dict[str, Any]:
    return {"call": inquiry.call.title, "code": inquiry.call.code}

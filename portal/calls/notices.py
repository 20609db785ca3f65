"""The letters about a call, a question and a change to it: to those who must act, and to those who waited for it."""

from collections.abc import Iterator
from typing import Any

from portal.accounts.models import User
from portal.calls.lifecycle import INQUIRY, REVISION
from portal.calls.models import Call, Inquiry, Revision
from portal.calls.queries import approvers_of, managers_of
from portal.demand.models import Interest
from portal.foundation.clock import in_seoul
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


@REVISION.notice("revision_proposed")
def revision_proposed(revision: Revision, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To every approver of the program but the one who asks."""
    for person in approvers_of(revision.call.program_id):
        if person.id != by.id:
            yield Owed(f"revision_proposed:{revision.id}:{revision.version}:{person.id}", person.email, "revision_proposed",
                       {**_about_the_call(revision), "by": by.name, "reason": note or ""}, person.locale)


@REVISION.notice("revision_returned")
def revision_returned(revision: Revision, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To whoever asked for the approval, with what should be different."""
    yield from _to_the_proposer("revision_returned", revision, by, note)


@REVISION.notice("revision_approved")
def revision_approved(revision: Revision, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To whoever asked for the approval."""
    yield from _to_the_proposer("revision_approved", revision, by, note)


def _to_the_proposer(letter: str, revision: Revision, by: Any, note: str | None) -> Iterator[Owed]:
    person = revision.proposed_by
    if person is not None:
        yield Owed(f"{letter}:{revision.id}:{revision.version}", person.email, letter,
                   {**_about_the_call(revision), "by": by.name, "reason": note or ""}, person.locale)


def _about_the_call(revision: Revision) -> dict[str, Any]:
    return {"call": revision.body["call"]["title"], "code": revision.call.code, "first": revision.is_first}


def call_fits_interest(call: Call, interest: Interest, person: User) -> Owed:
    """A call was published that fits what a company registered; once for each call and interest."""
    return Owed(f"call_fits_interest:{call.id}:{interest.id}", person.email, "call_fits_interest", {
        "call": call.title, "code": call.code, "city": call.program.municipality.name, "strength": interest.strength,
        "opens": f"{in_seoul(call.opens_at):%Y-%m-%d %H:%M}", "closes": f"{in_seoul(call.closes_at):%Y-%m-%d %H:%M}",
    }, person.locale)

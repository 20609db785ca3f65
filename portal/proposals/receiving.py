"""What happens to the rows when a company writes or submits, once an operation has asked whether it may."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import case, select, update
from sqlalchemy.orm.attributes import set_committed_value

from portal.foundation.clock import arrival
from portal.foundation.db import db
from portal.foundation.errors import Stale
from portal.foundation.transactions import someone_was_faster
from portal.proposals.lifecycle import EDITABLE, ProposalState
from portal.proposals.models import Proposal, Submission
from portal.proposals.scope import FIELDS, SLOTS, scope_of
from portal.proposals.seal import sha256_of

MIRRORED = ("title", "category")
WAS_RECEIVED = Proposal.submission_number > 0
# Asked of the row as it stands when the statement runs: a submission may have come in since this request looked.
IN_REVISION = (Proposal.state == ProposalState.IN_REVIEW.value) & Proposal.revise_due_at.is_not(None)
CHANGED_SINCE = case((WAS_RECEIVED & (Proposal.state.in_([state.value for state in EDITABLE]) | IN_REVISION), True),
                     else_=Proposal.changed_since)


def answers_changed(proposal: Proposal, answers: Mapping[str, Any]) -> None:
    """Answers were saved: after a submission a flag says so. Before the first one the title and category are shown to the
    company as it types; later only as received. The proposal's version stays: answers have their own, and a form that saves
    itself in one window must not make the Submit button of another one stale."""
    mirrored = {name: case((WAS_RECEIVED, getattr(Proposal, name)), else_=answers[name])
                for name in MIRRORED if name in answers}
    _update(proposal, changed_since=CHANGED_SINCE, **mirrored)


def touch(proposal: Proposal) -> None:
    """Files, consents or claims changed: a new version, so that nobody submits what they have not seen, and the flag."""
    _update(proposal, changed_since=CHANGED_SINCE, version=Proposal.version + 1)


def extended(call_id: int, company_id: int, until: datetime) -> None:
    """A company got more time: its proposals show it without a new version, so that nobody's Submit button grows stale."""
    theirs = (Proposal.call_id == call_id, Proposal.company_id == company_id)
    db.session.execute(update(Proposal).where(*theirs).values(extended_to=until)
                       .execution_options(synchronize_session=False))
    for proposal in db.session.scalars(select(Proposal).where(*theirs)):
        set_committed_value(proposal, "extended_to", until)


def judged(proposal: Proposal) -> None:
    """A manager marked something: a new version and nothing else. Raises Stale when another one did since it was loaded."""
    db.session.flush()
    _update(proposal, Proposal.version == proposal.version, version=Proposal.version + 1)


def _update(proposal: Proposal, *unless: Any, **values: Any) -> None:
    """One statement past the session, and what it made of the row shown on the proposal."""
    change = update(Proposal).where(Proposal.id == proposal.id, *unless).values(**values).returning(
        *(getattr(Proposal, name) for name in values))
    row = db.session.execute(change.execution_options(synchronize_session=False)).one_or_none()
    if row is None:
        raise Stale(someone_was_faster())
    for name, value in row._mapping.items():
        set_committed_value(proposal, name, value)


def not_overtaken(subject: Any, seen: int | None) -> None:
    """Raise Stale, before anything is set, when somebody changed it after this person looked."""
    if seen is not None and seen != subject.version:
        raise Stale(someone_was_faster())


def remembered(file: Any) -> dict[str, Any]:
    """What a submission remembers of a file; `size` in bytes."""
    return {"slot": file.slot, "name": file.name, "size": file.size, "sha256": file.sha256, "file_id": file.file_id}


def replaced(proposal: Proposal, before: Submission, written: Any) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The answers and files of what was received before, with those of the round's scope replaced by what is written now."""
    scope, definition = scope_of(proposal) or {}, proposal.call.definition
    answers = {**before.answers, **{key: written.values[key] for key in scope.get(FIELDS, ()) if key in written.values}}
    asked = {question.key for question in definition.asked(answers, proposal.track)}
    known = {question.key for question in definition.questions}
    slots = scope.get(SLOTS, ())
    files = [each for each in before.files if each["slot"] not in slots]
    files += [remembered(file) for slot in slots for file in written.files.get(slot, ())]
    return {key: value for key, value in answers.items() if key in asked or key not in known}, files


def receive(proposal: Proposal, kind: str, *, answers: dict[str, Any], consents: dict[str, bool], bonus: list[str],
            files: list[dict[str, Any]], by: Any) -> Submission:
    """Write the next submission, received when its request arrived, and let the proposal's row show it; the caller makes
    the move."""
    number, moment, call = proposal.submission_number + 1, arrival(), proposal.call
    received = Submission(
        proposal_id=proposal.id, number=number, kind=kind, track=proposal.track if call.definition.tracks else None,
        receipt_number=f"{proposal.number}-{number}", received_at=moment,
        edition_number=call.edition_number, answers=answers, consents=consents, bonus=bonus, files=files, by_id=by.id)
    received.sha256 = sha256_of(received)
    db.session.add(received)
    proposal.submission_number = number
    set_committed_value(proposal, "submission", received)
    for name in MIRRORED:
        setattr(proposal, name, answers.get(name) or "")
    if kind == "submission":
        proposal.submitted_at = moment
    return received

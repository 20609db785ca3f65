"""What happens to the rows when a company writes or submits, once an operation has asked whether it may."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import update
from sqlalchemy.orm.attributes import set_committed_value

from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Stale
from portal.foundation.transactions import someone_was_faster
from portal.proposals.lifecycle import EDITABLE
from portal.proposals.models import Proposal, Submission
from portal.proposals.seal import sha256_of

MIRRORED = ("title", "category")


def touch(proposal: Proposal, answers: Mapping[str, Any] | None = None) -> None:
    """The working copy changed: a new version, so that nobody submits what they have not seen; and after a submission a
    flag. Before the first one the title and category are shown to the company as it types; later only as received."""
    fresh: dict[str, Any] = {}
    if proposal.submission_number == 0:
        fresh = {name: answers[name] for name in MIRRORED if answers and name in answers}
    elif proposal.state in EDITABLE:
        fresh = {"changed_since": True}
    change = update(Proposal).where(Proposal.id == proposal.id).values(version=Proposal.version + 1, **fresh)
    version = db.session.scalar(change.returning(Proposal.version).execution_options(synchronize_session=False))
    for name, value in {**fresh, "version": version}.items():
        set_committed_value(proposal, name, value)


def not_overtaken(proposal: Proposal, seen: int | None) -> None:
    """Raise Stale, before anything is set, when somebody changed it after this person looked."""
    if seen is not None and seen != proposal.version:
        raise Stale(someone_was_faster())


def remembered(file: Any) -> dict[str, Any]:
    """What a submission remembers of a file; `size` in bytes."""
    return {"slot": file.slot, "name": file.name, "size": file.size, "sha256": file.sha256, "file_id": file.file_id}


def receive(proposal: Proposal, kind: str, *, answers: dict[str, Any], consents: dict[str, bool], bonus: list[str],
            files: list[dict[str, Any]], by: Any) -> Submission:
    """Write the next submission and let the proposal's row show it; the caller makes the move."""
    number, moment = proposal.submission_number + 1, now()
    received = Submission(
        proposal_id=proposal.id, number=number, kind=kind, receipt_number=f"{proposal.number}-{number}", received_at=moment,
        edition_number=proposal.call.edition_number, answers=answers, consents=consents, bonus=bonus, files=files, by_id=by.id)
    received.sha256 = sha256_of(received)
    db.session.add(received)
    proposal.submission_number = number
    for name in MIRRORED:
        setattr(proposal, name, answers.get(name) or "")
    if kind == "submission":
        proposal.submitted_at = moment
    return received

"""A supplement: asked for once, only the fields and files named, by a date; the answer is another submission."""

from collections.abc import Collection
from datetime import datetime
from typing import Any

from portal.calls.words import REASON_LEAST, tidied
from portal.foundation.clock import now
from portal.foundation.errors import Invalid, Refused
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.proposals.gaps import gaps_in
from portal.proposals.lifecycle import PROPOSAL, ProposalState
from portal.proposals.models import Proposal, Submission
from portal.proposals.queries import latest_submission, written_of
from portal.proposals.receiving import not_overtaken, receive, replaced
from portal.proposals.scope import FIELDS, SLOTS


def request_supplement(proposal: Proposal, fields: Collection[str], slots: Collection[str], message: str, due_at: datetime, *,
                       by: Any, seen: int | None = None) -> None:
    """Ask the company to put right the questions and files named, with the questions that follow from them, until `due_at`.
    Raises Invalid, Stale, Refused."""
    PROPOSAL.check(proposal, "request_supplement", by=by)
    not_overtaken(proposal, seen)
    definition = proposal.call.definition
    wrong: dict[str, list[Any]] = {}
    if not fields and not slots:
        wrong["scope"] = [_("Choose at least one question or file to be put right.")]
    elif not (set(fields) <= {q.key for q in definition.questions} and set(slots) <= {s.key for s in definition.attachments}):
        wrong["scope"] = [_("The form has no such question or file.")]
    if due_at <= now():
        wrong["due_at"] = [_("Choose a time that is still to come.")]
    try:
        message = tidied(message, "message", least=REASON_LEAST)
    except Invalid as invalid:
        wrong.update({name: list(messages) for name, messages in invalid.fields.items()})
    if wrong:
        raise Invalid(wrong)
    # The letter reads the date from the scope: `supplement_due_at` also says that it was asked, so it is set after the move.
    proposal.supplement_scope = scope = {
        FIELDS: list(definition.following(fields)),
        SLOTS: [s.key for s in definition.attachments if s.key in slots], "message": message, "due_at": due_at.isoformat()}
    PROPOSAL.move(proposal, "request_supplement", by=by, seen=seen, note=message, **scope)
    proposal.supplement_due_at = due_at


def supplement(proposal: Proposal, *, seen: int | None = None, by: Any) -> Submission:
    """Send what was asked for: the rest stays as it was received before. Pressed twice, the same submission comes back.
    Raises Refused past its date or while something is missing, Stale."""
    if proposal.state != ProposalState.SUPPLEMENT and proposal.submission and proposal.submission.kind == "supplement":
        require(by, "proposal.supplement", proposal)
        return proposal.submission
    PROPOSAL.check(proposal, "supplement", by=by)
    not_overtaken(proposal, seen)
    written, before = written_of(proposal), latest_submission(proposal)
    gaps = gaps_in(proposal, written)
    if gaps or before is None:
        raise Refused(_("Not everything is complete yet: %(count)s to put right.", count=len(gaps)))
    answers, files = replaced(proposal, before, written)
    received = receive(proposal, "supplement", answers=answers, consents=before.consents, bonus=before.bonus, files=files,
                       by=by)
    PROPOSAL.move(proposal, "supplement", by=by, seen=seen, receipt=received.receipt_number, sha256=received.sha256)
    return received


def close_supplement(proposal: Proposal, *, by: Any, seen: int | None = None) -> None:
    """The date has passed without a supplement: go on with what was filed. Raises Refused, Stale."""
    PROPOSAL.move(proposal, "close_supplement", by=by, seen=seen)

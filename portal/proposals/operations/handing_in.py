"""Documents that are asked for later: each file counts as soon as it is in, and may be replaced until the date."""

from datetime import datetime
from typing import Any

from portal.calls.definition import Attachment as Slot
from portal.calls.words import REASON_LEAST, tidied
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Invalid, Missing, Refused, Stale
from portal.foundation.i18n import _
from portal.foundation.stored_files import StoredFile
from portal.foundation.transactions import someone_was_faster
from portal.proposals.documents import documents_asked, missing_in
from portal.proposals.lifecycle import PROPOSAL
from portal.proposals.models import Attachment, Proposal
from portal.proposals.receiving import touch


def check_document(proposal: Proposal, key: str, *, by: Any) -> Slot:
    """The slot, if a document could come into it now; asked before a byte is taken in.

    Raises Forbidden, Refused, Missing, and Invalid when the slot is full.
    """
    PROPOSAL.check(proposal, "hand_in", by=by)
    slot = _open_slot(proposal, key)
    if sum(1 for each in proposal.attachments if each.slot == key) >= slot.max_files:
        raise Invalid({key: [_("All %(count)s places are taken. Remove a file to add another.", count=slot.max_files)]})
    return slot


def hand_in_document(proposal: Proposal, key: str, file: StoredFile, *, by: Any) -> Attachment:
    """Receive a document; with the last required one the company gets a letter that all is there. Raises as above."""
    check_document(proposal, key, by=by)
    row = Attachment(proposal_id=proposal.id, slot=key, file=file, added_by_id=by.id)
    db.session.add(row)
    _count_anew(proposal)
    PROPOSAL.move(proposal, "hand_in", by=by, slot=key, file=file.name, sha256=file.sha256)
    return row


def take_back_document(attachment: Attachment, *, proposal: Proposal, by: Any) -> None:
    """Take a document back before the date; it stays on record, but is shown to nobody. Raises Refused, Missing."""
    PROPOSAL.check(proposal, "take_back", by=by)
    if attachment.proposal_id != proposal.id:
        raise Missing
    _open_slot(proposal, attachment.slot)
    if attachment.removed_at is not None:
        raise Refused(_("This file was taken out already."))
    attachment.removed_at = now()
    _count_anew(proposal)
    PROPOSAL.move(proposal, "take_back", by=by, slot=attachment.slot, removed=attachment.file.name)


def set_documents_due(proposal: Proposal, due_at: datetime, reason: str, *, by: Any, seen: int | None = None) -> None:
    """Another date for one company's documents, with a reason that it reads; also after the first date has passed.
    Raises Invalid, Refused, Stale."""
    PROPOSAL.check(proposal, "set_documents_due", by=by)
    if seen is not None and seen != proposal.version:
        raise Stale(someone_was_faster())
    wrong: dict[str, Any] = {}
    if due_at <= now():
        wrong["due_on"] = [_("Choose a time that is still to come.")]
    try:
        reason = tidied(reason, "reason", least=REASON_LEAST)
    except Invalid as invalid:
        wrong.update(invalid.fields)
    if wrong:
        raise Invalid(wrong)
    before, proposal.documents_due_at = proposal.documents_due_at, due_at
    PROPOSAL.move(proposal, "set_documents_due", by=by, note=reason, was_due=before, due=due_at)


def _open_slot(proposal: Proposal, key: str) -> Slot:
    slot = next((each for each in proposal.call.definition.attachments if each.key == key), None)
    if slot is None:
        raise Missing
    if slot not in documents_asked(proposal):
        raise Refused(_("This file cannot be changed now."))
    return slot


def _count_anew(proposal: Proposal) -> None:
    """Count what is missing from the rows as they stand, and give the proposal a new version."""
    touch(proposal)
    db.session.expire(proposal, ["attachments"])
    proposal.documents_missing = missing_in(documents_asked(proposal), {each.slot for each in proposal.attachments})
    db.session.flush()

"""Files come into slots of the working copy and leave them again; what was received with a submission stays."""

from typing import Any

from portal.calls.definition import Attachment as Slot
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Invalid, Missing, Refused
from portal.foundation.i18n import _
from portal.foundation.stored_files import StoredFile
from portal.proposals.lifecycle import PROPOSAL
from portal.proposals.models import Attachment, Proposal
from portal.proposals.receiving import touch
from portal.proposals.scope import slots_to_fill, verb_of_writing


def check_attach(proposal: Proposal, slot: str, *, by: Any) -> Slot:
    """The slot, if a file could come into it now; asked before a byte is taken in.

    Raises Forbidden, Refused, Missing, and Invalid when the slot is full.
    """
    PROPOSAL.check(proposal, verb_of_writing(proposal), by=by)
    asked = _slot(proposal, slot)
    if sum(1 for each in proposal.attachments if each.slot == slot) >= asked.max_files:
        raise Invalid({slot: [_("All %(count)s places are taken. Remove a file to add another.", count=asked.max_files)]})
    return asked


def attach_file(proposal: Proposal, slot: str, file: StoredFile, *, by: Any) -> Attachment:
    """Put a received file into a slot. Raises as `check_attach`."""
    check_attach(proposal, slot, by=by)
    row = Attachment(proposal_id=proposal.id, slot=slot, file=file, added_by_id=by.id)
    db.session.add(row)
    touch(proposal)
    PROPOSAL.move(proposal, verb_of_writing(proposal), by=by, slot=slot, file=file.name, sha256=file.sha256)
    db.session.flush()
    db.session.expire(proposal, ["attachments"])
    return row


def remove_attachment(attachment: Attachment, *, proposal: Proposal, by: Any) -> None:
    """Take a file out of the working copy; submissions that carried it keep it. Raises Forbidden, Refused, Missing."""
    PROPOSAL.check(proposal, verb_of_writing(proposal), by=by)
    if attachment.proposal_id != proposal.id:
        raise Missing
    _slot(proposal, attachment.slot)
    if attachment.removed_at is not None:
        raise Refused(_("This file was taken out already."))
    attachment.removed_at = now()
    touch(proposal)
    PROPOSAL.move(proposal, verb_of_writing(proposal), by=by, slot=attachment.slot, removed=attachment.file.name)
    db.session.flush()
    db.session.expire(proposal, ["attachments"])


def _slot(proposal: Proposal, key: str) -> Slot:
    try:
        slot = proposal.call.definition.attachment(key)
    except KeyError:
        raise Missing from None
    if slot not in slots_to_fill(proposal):
        raise Refused(_("This file cannot be changed now."))
    return slot

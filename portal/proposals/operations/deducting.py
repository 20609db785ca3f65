"""Points taken off for a fault on record, with reason and proof; and second thoughts, which stay on record too."""

from typing import Any

from portal.calls.words import REASON_LEAST, tidied
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Invalid, Refused
from portal.foundation.i18n import _
from portal.foundation.transactions import told_kindly
from portal.proposals.deductions import standing_deductions
from portal.proposals.lifecycle import PROPOSAL
from portal.proposals.models import AppliedDeduction, Proposal
from portal.proposals.receiving import judged, not_overtaken


def apply_deduction(proposal: Proposal, key: str, reason: str, proof: str, *, by: Any,
                    seen: int | None = None) -> AppliedDeduction:
    """Take the points of one of the call's deductions off. Raises Invalid, Refused (it stands already), Stale."""
    PROPOSAL.check(proposal, "apply_deduction", by=by)
    not_overtaken(proposal, seen)
    wrong: dict[str, Any] = {}
    if key not in {deduction.key for deduction in proposal.call.definition.deductions or ()}:
        wrong["key"] = [_("Choose what the points are taken off for.")]
    told = {"reason": reason, "proof": proof}
    for name, text in told.items():
        try:
            told[name] = tidied(text, name, least=REASON_LEAST)
        except Invalid as invalid:
            wrong.update(invalid.fields)
    if wrong:
        raise Invalid(wrong)
    if any(row.key == key for row in standing_deductions([proposal.id])):
        raise Refused(_("These points are taken off already."))
    judged(proposal)
    row = AppliedDeduction(proposal_id=proposal.id, key=key, by_id=by.id, **told)
    db.session.add(row)
    with told_kindly():
        db.session.flush()
    PROPOSAL.move(proposal, "apply_deduction", by=by, note=told["reason"], deduction=key, proof=told["proof"])
    return row


def undo_deduction(proposal: Proposal, row: AppliedDeduction, reason: str, *, by: Any, seen: int | None = None) -> None:
    """Give the points back, with a reason. Raises Invalid, Refused (it was undone before), Stale."""
    PROPOSAL.check(proposal, "undo_deduction", by=by)
    not_overtaken(proposal, seen)
    if row.undone_at is not None:
        raise Refused(_("This deduction was undone before."))
    reason = tidied(reason, "reason", least=REASON_LEAST)
    judged(proposal)
    row.undone_at, row.undone_by_id, row.undone_reason = now(), by.id, reason
    PROPOSAL.move(proposal, "undo_deduction", by=by, note=reason, deduction=row.key)

"""Consents, given or refused one by one, and the bonuses a company claims."""

from collections.abc import Collection, Mapping
from typing import Any

from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Missing, Stale
from portal.foundation.i18n import _
from portal.proposals.lifecycle import PROPOSAL
from portal.proposals.models import BonusClaim, Consent, Proposal
from portal.proposals.receiving import touch


def save_consents(proposal: Proposal, given: Mapping[str, bool], *, by: Any, edition: int | None = None) -> None:
    """Keep each consent given or refused, with the edition of the text that was shown.

    `edition` is the one this person read: nobody agrees to what they have not read, so Stale is raised when the call was
    revised since. Raises Refused, Missing."""
    PROPOSAL.check(proposal, "write", by=by)
    if edition is not None and edition != proposal.call.edition_number:
        raise Stale(_("The call was revised while you were reading. Please read the consents again and answer them."))
    known = {consent.key: consent for consent in proposal.consents}
    changed = {}
    for key, agreed in given.items():
        if key not in {consent.key for consent in proposal.call.definition.consents}:
            raise Missing
        edition = proposal.call.edition_number
        row = known.get(key)
        if row is None:
            db.session.add(Consent(proposal_id=proposal.id, key=key, given=agreed, edition_number=edition, by_id=by.id))
        elif (row.given, row.edition_number) != (agreed, edition):
            row.given, row.edition_number, row.by_id, row.at = agreed, edition, by.id, now()
        else:
            continue
        changed[key] = agreed
    if changed:
        touch(proposal)
        PROPOSAL.move(proposal, "write", by=by, consents=changed)
        db.session.flush()
        db.session.expire(proposal, ["consents"])


def claim_bonus(proposal: Proposal, keys: Collection[str], *, by: Any) -> None:
    """Claim these bonuses and no others; they count when a manager accepts the proof. Raises Refused, Missing."""
    PROPOSAL.check(proposal, "write", by=by)
    if not set(keys) <= {bonus.key for bonus in proposal.call.definition.bonus}:
        raise Missing
    claimed = {claim.key: claim for claim in proposal.bonus_claims}
    if set(claimed) == set(keys):
        return
    for key in set(keys) - set(claimed):
        db.session.add(BonusClaim(proposal_id=proposal.id, key=key))
    for key in set(claimed) - set(keys):
        db.session.delete(claimed[key])
    touch(proposal)
    PROPOSAL.move(proposal, "write", by=by, bonus=sorted(keys))
    db.session.flush()
    db.session.expire(proposal, ["bonus_claims"])

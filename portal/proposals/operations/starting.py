"""A company starts a proposal to an open call, one at a time; and may take it back until the panel has decided."""

from typing import Any

from sqlalchemy import update

from portal.accounts.models import Company
from portal.calls.lifecycle import CallState
from portal.calls.models import Call
from portal.calls.words import tidied
from portal.foundation.db import db
from portal.foundation.errors import Invalid, Refused
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.proposals.applicants import find_extension
from portal.proposals.lifecycle import PROPOSAL, ProposalState, the_call_is_open
from portal.proposals.models import Proposal
from portal.proposals.queries import find_live_proposal
from portal.proposals.receiving import not_overtaken


def create_proposal(call: Call, company: Company, *, track: str | None = None, by: Any) -> Proposal:
    """Start an empty draft with its number (call code and serial), in a track where the call has any. Raises Forbidden for
    another's company, Invalid without a track, Refused when the call is not open or the company has a proposal to it that
    was not withdrawn."""
    extension = find_extension(call.id, company.id)
    proposal = Proposal(call=call, company=company, owner_id=by.id, state=ProposalState.DRAFT.value,
                        track=_known_track(call, track), extended_to=extension.until if extension else None)
    with db.session.no_autoflush:
        require(by, "proposal.create", Proposal(company_id=company.id))
        if call.state != CallState.PUBLISHED:
            raise Refused(_("This call does not take proposals."))
        obstacle = the_call_is_open(proposal)
        if obstacle is not None:
            raise Refused(obstacle)
        # The serial's row lock makes a second starter wait here, so that it sees the first one's proposal.
        serial = db.session.scalar(update(Call).where(Call.id == call.id).values(last_serial=Call.last_serial + 1)
                                   .returning(Call.last_serial).execution_options(synchronize_session=False))
        if find_live_proposal(call, company.id) is not None:
            raise Refused(_("Your company already has a proposal to this call."))
        proposal.number = f"{call.code}-{serial:04d}"
        proposal.company_id = company.id
    db.session.add(proposal)
    db.session.flush()
    PROPOSAL.begin(proposal, by=by, number=proposal.number)
    return proposal


def choose_track(proposal: Proposal, track: str, *, by: Any, seen: int | None = None) -> None:
    """Go for another track while nothing was received; everything typed stays. Raises Refused, Stale, Invalid."""
    PROPOSAL.check(proposal, "write", by=by)
    if proposal.submission_number:
        raise Refused(_("The track was fixed with the first receipt. Withdraw the proposal to start in another track."))
    not_overtaken(proposal, seen)
    proposal.track = _known_track(proposal.call, track)
    PROPOSAL.move(proposal, "write", by=by, seen=seen, track=proposal.track)


def _known_track(call: Call, track: str | None) -> str | None:
    """The track that was chosen, None where the call has none. Raises Invalid."""
    if not call.definition.tracks:
        return None
    chosen = call.definition.find_track(track)
    if chosen is None:
        raise Invalid({"track": [_("Choose the track you apply for.")]})
    return chosen.key


def withdraw_proposal(proposal: Proposal, reason: str = "", *, by: Any, seen: int | None = None) -> None:
    """Take it back for good; the company may start another one while the call is open. Raises Refused, Stale, Invalid."""
    reason = tidied(reason, "reason")
    PROPOSAL.move(proposal, "withdraw", by=by, seen=seen, note=reason or None)
    proposal.changed_since = False

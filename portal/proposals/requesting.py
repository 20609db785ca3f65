"""The life of a request for a partner's offer: asked with a submission, granted or declined, withdrawn with the proposal."""

from enum import StrEnum
from typing import Any

from portal.foundation.i18n import _, _l
from portal.foundation.lifecycle import Lifecycle, Move
from portal.partners.lifecycle import OfferState
from portal.proposals.siting import GOING_ON


class RequestState(StrEnum):
    ASKED = "asked"
    GRANTED = "granted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


R = RequestState
CONSENT = "partner_share"
STANDING = (R.ASKED.value, R.GRANTED.value, R.DECLINED.value)


def the_proposal_goes_on(request: Any) -> object | None:
    return None if request.proposal.state in GOING_ON else _("The proposal is out of the running, so no answer is needed.")


def the_offer_stands(request: Any) -> object | None:
    """Its days may be over, for it was asked for in time; without the offer or the agreement there is nothing to give."""
    if not request.offer.partner.is_agreed:
        return _("There is no agreement with this partner at present, so nothing can be granted.")
    return None if request.offer.state == OfferState.SHOWN else _("The partner no longer makes this offer.")


OFFER_REQUEST = Lifecycle("offer_request", RequestState, [
    Move("ask_again", (R.WITHDRAWN,), R.ASKED, _l("Ask again")),
    Move("grant", (R.ASKED, R.DECLINED), R.GRANTED, _l("Grant the offer"), when=[the_proposal_goes_on, the_offer_stands]),
    Move("decline", (R.ASKED,), R.DECLINED, _l("Decline"), when=[the_proposal_goes_on]),
    Move("take_back", (R.GRANTED,), R.DECLINED, _l("Take the grant back"), when=[the_proposal_goes_on]),
    Move("withdraw", (R.ASKED, R.GRANTED, R.DECLINED), R.WITHDRAWN, _l("Withdraw the request")),
], labels={
    R.ASKED: _l("waits for an answer"),
    R.GRANTED: _l("granted"),
    R.DECLINED: _l("not granted"),
    R.WITHDRAWN: _l("no longer asked for"),
})

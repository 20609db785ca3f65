"""The lives of a relation with a partner organization and of an offer; an offer's days are a matter of the clock."""

from enum import StrEnum
from typing import Any

from portal.foundation.clock import today
from portal.foundation.i18n import _, _l
from portal.foundation.lifecycle import Lifecycle, Move


class Relation(StrEnum):
    PROPOSED = "proposed"
    TALKING = "talking"
    AGREED = "agreed"
    ENDED = "ended"
    DECLINED = "declined"


R = Relation


def its_days_are_known(partner: Any) -> object | None:
    """An agreement has a first day; its last one may be open."""
    return None if partner.agreed_on else _("Write the day from which the agreement holds.")


def it_is_not_over_yet(partner: Any) -> object | None:
    over = partner.ends_on is not None and partner.ends_on < today()
    return _("The agreement's last day has passed. Write a later one, or none.") if over else None


PARTNER = Lifecycle("partner", Relation, [
    Move("edit", tuple(R), None, _l("Save")),
    Move("talk", (R.PROPOSED, R.ENDED, R.DECLINED), R.TALKING, _l("Begin to talk")),
    Move("agree", (R.PROPOSED, R.TALKING), R.AGREED, _l("Record the agreement"), when=[its_days_are_known, it_is_not_over_yet]),
    Move("end", (R.AGREED,), R.ENDED, _l("End the agreement")),
    Move("decline", (R.PROPOSED, R.TALKING), R.DECLINED, _l("Record that nothing came of it")),
], labels={
    R.PROPOSED: _l("proposed"),
    R.TALKING: _l("in talks"),
    R.AGREED: _l("under agreement"),
    R.ENDED: _l("agreement ended"),
    R.DECLINED: _l("nothing came of it"),
})


class OfferState(StrEnum):
    SHOWN = "shown"
    WITHDRAWN = "withdrawn"


OFFER = Lifecycle("offer", OfferState, [
    Move("edit", (OfferState.SHOWN,), None, _l("Save")),
    Move("withdraw", (OfferState.SHOWN,), OfferState.WITHDRAWN, _l("Withdraw the offer")),
    Move("show_again", (OfferState.WITHDRAWN,), OfferState.SHOWN, _l("Offer it again")),
], labels={
    OfferState.SHOWN: _l("offered"),
    OfferState.WITHDRAWN: _l("withdrawn"),
})

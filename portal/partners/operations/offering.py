"""What a partner gives: written down, changed, withdrawn and offered again, by the city or by the partner itself."""

from collections.abc import Mapping
from typing import Any

from portal.foundation.clock import today
from portal.foundation.db import db
from portal.foundation.i18n import _, ngettext
from portal.foundation.policy import require
from portal.partners.lifecycle import OFFER, OfferState
from portal.partners.models import Offer, Partner
from portal.partners.queries.offers import find_same_offer
from portal.partners.typed import OfferTyped


def create_offer(partner: Partner, typed: Mapping[str, Any], *, by: Any) -> Offer:
    """A new offer from the fields of `OfferTyped.everything`; the very same once more is the first one. Raises Invalid."""
    offer = Offer(partner=partner, partner_id=partner.id, state=OfferState.SHOWN.value)
    require(by, "offer.create", offer)
    values = _read(offer, typed)
    again = find_same_offer(partner, values)
    if again is not None:
        return again
    for name, value in values.items():
        setattr(offer, name, value)
    db.session.add(offer)
    db.session.flush()
    OFFER.begin(offer, by=by, slots=offer.slots)
    return offer


def edit_offer(offer: Offer, typed: Mapping[str, Any], *, by: Any, seen: int | None = None) -> None:
    """Change it; never to fewer slots than are given already. Raises Invalid, Refused, Stale."""
    OFFER.check(offer, "edit", by=by)
    db.session.refresh(offer, with_for_update=True)  # nobody takes a slot between the count and the change
    values = _read(offer, typed)
    changed = {name: value for name, value in values.items() if getattr(offer, name) != value}
    if not changed:
        return
    OFFER.move(offer, "edit", by=by, seen=seen, was={name: getattr(offer, name) for name in sorted(changed)})
    for name, value in changed.items():
        setattr(offer, name, value)


def withdraw_offer(offer: Offer, *, by: Any, seen: int | None = None) -> None:
    """Offer it to nobody else; slots that are given stay given. Raises Refused, Stale."""
    OFFER.move(offer, "withdraw", by=by, seen=seen)


def show_offer_again(offer: Offer, *, by: Any, seen: int | None = None) -> None:
    """Offer it once more. Raises Refused, Stale."""
    OFFER.move(offer, "show_again", by=by, seen=seen)


def _read(offer: Offer, typed: Mapping[str, Any]) -> dict[str, Any]:
    read = OfferTyped(typed)
    values = read.everything()
    read.in_order(values["opens_on"], values["closes_on"], "closes_on")
    if values["closes_on"] and values["closes_on"] < today() and values["closes_on"] != offer.closes_on:
        read.wrong("closes_on", _("This day has passed. Write today or a later day."))
    given = offer.taken or 0
    if values["slots"] and values["slots"] < given and "slots" not in read.problems:
        read.wrong("slots", ngettext("One slot is given already: write at least 1.",
                                     "%(num)s slots are given already: write at least %(num)s.", given))
    read.done()
    return values

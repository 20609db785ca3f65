"""A slot of an offer is taken and given back: one atomic statement each, so that nobody gets what somebody else just got."""

from typing import Any

from sqlalchemy import ColumnElement, update
from sqlalchemy.orm.attributes import set_committed_value

from portal.foundation.db import db
from portal.foundation.errors import Refused
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.partners.models import Offer


def take_slot(offer: Offer, *, by: Any) -> None:
    """One slot less is free. Raises Refused when none was left at the moment the statement ran."""
    require(by, "offer.take_slot", offer)
    if not _moved(offer, Offer.taken + 1, Offer.taken < Offer.slots):
        raise Refused(_("No slot of this offer is left. Take one back first, or ask the partner for more."))


def give_slot_back(offer: Offer, *, by: Any) -> None:
    """One slot more is free. Raises Refused when none was taken."""
    require(by, "offer.give_slot_back", offer)
    if not _moved(offer, Offer.taken - 1, Offer.taken > 0):
        raise Refused(_("No slot of this offer is taken."))


def _moved(offer: Offer, taken: ColumnElement[int], while_: ColumnElement[bool]) -> bool:
    """Whether the counter moved; whoever edits the offer meanwhile is told by its new version."""
    db.session.flush()
    change = update(Offer).where(Offer.id == offer.id, while_).values(taken=taken, version=Offer.version + 1).returning(
        Offer.taken, Offer.version)
    row = db.session.execute(change.execution_options(synchronize_session=False)).one_or_none()
    if row is None:
        return False
    set_committed_value(offer, "taken", row.taken)
    set_committed_value(offer, "version", row.version)
    return True

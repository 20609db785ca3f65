"""What becomes of a relation: talks, an agreement, its end, or nothing; the reasons stay in its history."""

from collections.abc import Mapping
from typing import Any

from portal.foundation.clock import today
from portal.foundation.db import db
from portal.foundation.errors import Problem
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.partners.lifecycle import PARTNER
from portal.partners.models import Partner
from portal.partners.typed import PartnerTyped


def talk_to_partner(partner: Partner, *, by: Any, seen: int | None = None) -> None:
    """Begin to talk, also once more after an end. Raises Refused, Stale."""
    PARTNER.move(partner, "talk", by=by, seen=seen)


def agree_with_partner(partner: Partner, typed: Mapping[str, Any], *, by: Any, seen: int | None = None) -> None:
    """Record the agreement with its two days, `agreed_on` and `ends_on` (may be empty); from now on what the partner offers
    is public. Raises Invalid, Refused, Stale."""
    require(by, "partner.agree", partner)
    read = PartnerTyped(typed)
    days = read.days()
    if days["ends_on"] and days["ends_on"] < today():
        read.wrong("ends_on", _("The agreement's last day has passed. Write a later one, or none."))
    read.done()
    was = {name: getattr(partner, name) for name in days}
    try:
        with db.session.no_autoflush:  # the version that was seen is compared before these days make a new one
            _set(partner, days)
            PARTNER.move(partner, "agree", by=by, seen=seen, **days)
    except Problem:
        _set(partner, was)
        raise


def end_partner(partner: Partner, reason: str, *, by: Any, seen: int | None = None) -> None:
    """End the agreement for a reason; what was given to companies stays theirs. Raises Invalid, Refused, Stale."""
    _move_with_reason(partner, "end", reason, by=by, seen=seen)


def decline_partner(partner: Partner, reason: str, *, by: Any, seen: int | None = None) -> None:
    """Record why nothing came of it. Raises Invalid, Refused, Stale."""
    _move_with_reason(partner, "decline", reason, by=by, seen=seen)


def _move_with_reason(partner: Partner, verb: str, reason: str, *, by: Any, seen: int | None) -> None:
    PARTNER.check(partner, verb, by=by)
    read = PartnerTyped({"reason": reason})
    words = read.reason()
    read.done()
    PARTNER.move(partner, verb, by=by, seen=seen, note=words)


def _set(partner: Partner, days: Mapping[str, Any]) -> None:
    for name, value in days.items():
        setattr(partner, name, value)

"""A company says what it can do and would like to test, whether or not a call is open."""

from collections.abc import Mapping
from typing import Any

from portal.accounts.models import Company
from portal.accounts.queries import municipalities
from portal.demand.lifecycle import INTEREST, InterestState
from portal.demand.models import Interest
from portal.demand.queries.interests import find_live_interest
from portal.demand.typed import TypedNeed
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Invalid
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.programs.fields import FIELDS
from portal.sites.queries import all_sites

STRENGTH_MOST, WISH_MOST = 100, 1000


def register_interest(company: Company, typed: Mapping[str, Any], *, by: Any) -> Interest:
    """Register `field, strength, place ("", "city:1", "site:2"), wish, tell`; a company has one for each field, and the same
    sent twice is the first one. Raises Invalid."""
    interest = Interest(company_id=company.id, registered_by_id=by.id, state=InterestState.REGISTERED.value)
    require(by, "interest.create", interest)
    values = _read(typed)
    live = find_live_interest(company.id, values["field"])
    if live is not None:
        if all(getattr(live, name) == value for name, value in values.items()):
            return live
        raise Invalid({"field": [_already_there()]})
    _put(interest, values, tell=bool(typed.get("tell")))
    db.session.add(interest)
    db.session.flush()
    INTEREST.begin(interest, by=by, field=interest.field)
    return interest


def edit_interest(interest: Interest, typed: Mapping[str, Any], *, by: Any, seen: int | None = None) -> None:
    """Change what was registered, and whether the company is told of calls. Raises Invalid, Refused, Stale."""
    INTEREST.check(interest, "edit", by=by)
    values = _read(typed)
    other = find_live_interest(interest.company_id, values["field"])
    if other is not None and other.id != interest.id:
        raise Invalid({"field": [_already_there()]})
    INTEREST.move(interest, "edit", by=by, seen=seen, tell=bool(typed.get("tell")))
    _put(interest, values, tell=bool(typed.get("tell")))


def withdraw_interest(interest: Interest, *, by: Any, seen: int | None = None) -> None:
    """Take it back: nobody is shown it any more. Raises Refused, Stale."""
    INTEREST.move(interest, "withdraw", by=by, seen=seen)


def _already_there() -> str:
    return _("Your company has an interest in this field already. Change that one, or choose another field.")


def _put(interest: Interest, values: dict[str, Any], *, tell: bool) -> None:
    for name, value in values.items():
        setattr(interest, name, value)
    interest.agreed_at = (interest.agreed_at or now()) if tell else None


def _read(typed: Mapping[str, Any]) -> dict[str, Any]:
    read = TypedNeed(typed)
    places: dict[str, tuple[int | None, int | None]] = {f"city:{each.id}": (each.id, None) for each in municipalities()}
    places.update({f"site:{site.id}": (site.municipality_id, site.id) for site in all_sites()})
    values = {
        "field": read.one_of("field", FIELDS, required=True), "strength": read.line("strength", STRENGTH_MOST, required=True),
        "wish": read.text("wish", WISH_MOST, required=True),
    }
    city, site = places.get(read.one_of("place", places), (None, None))
    read.done()
    return {**values, "municipality_id": city, "site_id": site}

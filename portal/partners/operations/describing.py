"""A relation is written down and described anew, on record; its code and its municipality never change."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from portal.accounts.models import Municipality
from portal.foundation.db import db
from portal.foundation.errors import Invalid
from portal.foundation.i18n import _, in_locale
from portal.foundation.policy import require
from portal.partners.lifecycle import PARTNER, Relation
from portal.partners.models import Partner
from portal.partners.typed import PartnerTyped

WITH_DAYS = (Relation.AGREED, Relation.ENDED)


def create_partner(typed: Mapping[str, Any], municipalities: Sequence[Municipality], *, by: Any) -> Partner:
    """A relation of one of `municipalities` that is only proposed, from `municipality` (its id), `code` and the fields of
    `PartnerTyped.everything`. The municipality's code is put before the code, so that no city learns of another's relations
    by what is taken. Raises Invalid, also for a code or a registration number that the municipality has already."""
    read = PartnerTyped(typed)
    chosen = str(typed.get("municipality") or "")
    city = next((each for each in municipalities if str(each.id) == chosen), None)
    if city is None:
        read.wrong("municipality", _("Choose one from the list."))
    code, told = read.code(), read.everything()
    if city is None:
        read.done()
    partner = Partner(code=_code_in(city, code), municipality=city, municipality_id=city.id, **told)
    require(by, "partner.create", partner)
    _refuse_a_double(read, partner, told["brn"])
    read.done()
    try:
        with db.session.begin_nested():
            db.session.add(partner)
    except IntegrityError as clash:
        raise Invalid({"code": [_("This code is taken. Choose another one.")]}) from clash
    PARTNER.begin(partner, by=by, code=partner.code)
    return partner


def edit_partner(partner: Partner, typed: Mapping[str, Any], *, by: Any, seen: int | None = None) -> None:
    """Describe it anew; once it was agreed also the days of the agreement, `agreed_on, ends_on`. Raises Invalid or Stale."""
    PARTNER.check(partner, "edit", by=by)
    read = PartnerTyped(typed)
    told = read.everything() | (read.days() if partner.state in WITH_DAYS else {})
    _refuse_a_double(read, partner, told["brn"])
    read.done()
    changed = {name: value for name, value in told.items() if getattr(partner, name) != value}
    if not changed:
        return
    PARTNER.move(partner, "edit", by=by, seen=seen, fields=sorted(changed))
    for name, value in changed.items():
        setattr(partner, name, value)


def _code_in(city: Municipality | None, code: str) -> str:
    prefix = f"{city.code}-" if city else ""
    return code if code.startswith(prefix) else prefix + code


def _refuse_a_double(read: PartnerTyped, partner: Partner, brn: str) -> None:
    """Of one municipality an organization has one relation, whatever became of it."""
    if not brn or "brn" in read.problems:
        return
    # Whoever writes one down at the same moment waits here, so that the look for the same holds.
    db.session.scalar(select(Municipality.id).where(Municipality.id == partner.municipality_id).with_for_update())
    same = select(Partner).where(Partner.municipality_id == partner.municipality_id, Partner.brn == brn)
    with db.session.no_autoflush:
        other = next((each for each in db.session.scalars(same.order_by(Partner.id)) if each.id != partner.id), None)
    if other is not None:
        read.wrong("brn", _("This organization is here already: %(name)s (%(code)s). Go on with that one.",
                            name=in_locale(other.name), code=other.code))

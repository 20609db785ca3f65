"""Days on which a site is closed to pilots: added and taken away, on record."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.exc import IntegrityError

from portal.foundation import history
from portal.foundation.db import db
from portal.foundation.errors import Invalid
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.sites.models import Blackout, Site
from portal.sites.typed import LINE_MOST, SiteTyped

LONGEST = 366


def add_blackout(site: Site, typed: Mapping[str, Any], *, by: Any) -> Blackout:
    """Close it from `starts_on` to `ends_on`, both included, for `reason_ko, reason_en`. Raises Invalid, also for days that
    are here already."""
    require(by, "site.edit", site)
    read = SiteTyped(typed)
    starts, ends, reason = read.day("starts_on"), read.day("ends_on"), read.pair("reason", LINE_MOST)
    if starts and ends and ends < starts:
        read.wrong("ends_on", _("The last day cannot come before the first."))
    elif starts and ends and (ends - starts).days >= LONGEST:
        read.wrong("ends_on", _("Write at most one year at a time."))
    read.done()
    blackout = Blackout(site_id=site.id, starts_on=starts, ends_on=ends, reason=reason)
    try:
        with db.session.begin_nested():
            db.session.add(blackout)
    except IntegrityError as clash:
        raise Invalid({"starts_on": [_("These days are in the list already.")]}) from clash
    db.session.expire(site, ["blackouts"])
    history.record(site, "add_blackout", by=by, starts_on=starts, ends_on=ends, reason=reason)
    return blackout


def remove_blackout(site: Site, blackout_id: int, *, by: Any) -> None:
    """Open it again on those days; days that are gone already change nothing."""
    require(by, "site.edit", site)
    blackout = next((each for each in site.blackouts if each.id == blackout_id), None)
    if blackout is None:
        return
    site.blackouts.remove(blackout)
    db.session.delete(blackout)
    history.record(site, "remove_blackout", by=by, starts_on=blackout.starts_on, ends_on=blackout.ends_on)

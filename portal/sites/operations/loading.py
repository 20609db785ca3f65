"""A site out of a program file."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy import select

from portal.accounts.models import Department
from portal.foundation.db import db
from portal.foundation.policy import require
from portal.sites.models import Blackout, Site


def load_site(told: Mapping[str, Any], owner: Department, *, by: Any) -> None:
    """Put a site of a program file into the catalog; one whose code is here stays as it is."""
    require(by, "site.load", None)
    if db.session.scalar(select(Site.id).where(Site.code == told["code"])):
        return
    place = told.get("position") or {}
    db.session.add(Site(
        code=told["code"], municipality=owner.municipality, department=owner, name=dict(told["name"]), kind=told["type"],
        address=told.get("address", ""), latitude=place.get("latitude"), longitude=place.get("longitude"),
        power=told["power"], network_kind=told.get("network_kind", ""), network=dict(told["network"]),
        permits=list(told["permits"]), video=told["video"], hours=dict(told.get("hours", {})),
        capacity=told.get("capacity"), notes=dict(told.get("notes", {})),
        blackouts=[Blackout(starts_on=date.fromisoformat(each["start"]), ends_on=date.fromisoformat(each["end"]),
                            reason=dict(each["reason"])) for each in told.get("blackouts", ())]))

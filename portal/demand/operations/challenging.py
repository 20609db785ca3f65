"""A department writes down a problem, posts it, and ends it."""

from collections.abc import Mapping
from typing import Any

from portal.accounts.models import Department
from portal.demand.lifecycle import CHALLENGE, ChallengeState
from portal.demand.models import Challenge
from portal.demand.queries.challenges import find_draft
from portal.demand.typed import TypedNeed
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.policy import require
from portal.programs.fields import FIELDS
from portal.sites.queries import sites_of

TITLE_MOST, LINE_MOST, TEXT_MOST = 120, 200, 2000


def begin_challenge(department: Department, typed: Mapping[str, Any], *, by: Any) -> Challenge:
    """Write a new one down (the fields of `write_challenge`; only the Korean title must be there); begun twice with the same
    title, it is the first one. Raises Invalid."""
    challenge = Challenge(department=department, department_id=department.id, state=ChallengeState.WRITING.value)
    require(by, "challenge.create", challenge)
    values = _read(challenge, typed)
    again = find_draft(department.id, values["title"]["ko"])
    if again is not None:
        return again
    for name, value in values.items():
        setattr(challenge, name, value)
    db.session.add(challenge)
    db.session.flush()
    CHALLENGE.begin(challenge, by=by)
    return challenge


def write_challenge(challenge: Challenge, typed: Mapping[str, Any], *, by: Any, seen: int | None = None) -> None:
    """Change `title_ko, title_en, problem_*, data_*, measure_*, figure, unit, source, target, field, site_id, closes_on`;
    what is posted must stay complete in Korean. Raises Invalid, Refused, Stale."""
    CHALLENGE.check(challenge, "write", by=by)
    values = _read(challenge, typed)
    changed = {name: value for name, value in values.items() if getattr(challenge, name) != value}
    CHALLENGE.move(challenge, "write", by=by, seen=seen, was={name: getattr(challenge, name) for name in sorted(changed)})
    for name, value in changed.items():
        setattr(challenge, name, value)


def post_challenge(challenge: Challenge, *, by: Any, seen: int | None = None) -> None:
    """Show it to everyone. Raises Refused while something is missing, Stale."""
    CHALLENGE.move(challenge, "post", by=by, seen=seen)
    challenge.posted_at = now()


def close_challenge(challenge: Challenge, *, by: Any, seen: int | None = None) -> None:
    """End it before its day. Raises Refused, Stale."""
    CHALLENGE.move(challenge, "close", by=by, seen=seen)


def withdraw_challenge(challenge: Challenge, reason: str, *, by: Any, seen: int | None = None) -> None:
    """Take it back for a reason, which whoever opens its page reads. Raises Invalid, Refused, Stale."""
    CHALLENGE.check(challenge, "withdraw", by=by)
    read = TypedNeed({"reason": reason})
    words = read.text("reason", 1000, required=True)
    read.done()
    CHALLENGE.move(challenge, "withdraw", by=by, seen=seen, note=words)
    challenge.reason = words


def _read(challenge: Challenge, typed: Mapping[str, Any]) -> dict[str, Any]:
    read, whole = TypedNeed(typed), challenge.state == ChallengeState.POSTED
    sites = {str(site.id): site.id for site in sites_of(challenge.department.municipality_id)}
    values: dict[str, Any] = {
        "title": {"ko": read.line("title_ko", TITLE_MOST, required=True), "en": read.line("title_en", TITLE_MOST)},
        "measure": {"ko": read.line("measure_ko", LINE_MOST, required=whole), "en": read.line("measure_en", LINE_MOST)},
        "figure": read.figure("figure", required=whole), "unit": read.line("unit", 40, required=whole),
        "source": read.line("source", LINE_MOST, required=whole), "target": read.line("target", LINE_MOST, required=whole),
        "field": read.one_of("field", FIELDS, required=whole), "closes_at": read.last_day("closes_on", required=whole),
        "site_id": sites.get(read.one_of("site_id", sites)),
    }
    for name in ("problem", "data"):
        values[name] = {"ko": read.text(f"{name}_ko", TEXT_MOST, required=whole), "en": read.text(f"{name}_en", TEXT_MOST)}
    read.done()
    return values

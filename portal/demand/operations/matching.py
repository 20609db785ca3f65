"""A person decides about a suggestion: the two are connected, or it is set aside for a reason."""

from typing import Any

from portal.demand.lifecycle import MATCH, MatchState
from portal.demand.models import Challenge, Interest, Match
from portal.demand.overlap import reasons_between, score_of
from portal.demand.queries.matches import find_match
from portal.demand.typed import TypedNeed
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.policy import require


def accept_match(challenge: Challenge, interest: Interest, *, by: Any) -> Match:
    """Connect a company with a challenge: both sides get an e-mail. Done twice, it is done once. Raises Refused."""
    match = _match_of(challenge, interest, by)
    require(by, "match.accept", match)
    if match.state == MatchState.ACCEPTED:
        return match
    MATCH.move(match, "accept", by=by)
    match.reason = ""
    match.decided_by_id, match.decided_at = by.id, now()
    return match


def decline_match(challenge: Challenge, interest: Interest, reason: str, *, by: Any) -> Match:
    """Set a suggestion aside; the reason stays with the city's people. Raises Invalid, Refused."""
    read = TypedNeed({"reason": reason})
    words = read.text("reason", 1000, required=True)
    read.done()
    match = _match_of(challenge, interest, by)
    MATCH.move(match, "decline", by=by, note=words)
    match.reason, match.decided_by_id, match.decided_at = words, by.id, now()
    return match


def _match_of(challenge: Challenge, interest: Interest, by: Any) -> Match:
    """The decision about this pair; a new row that says why the two were suggested, when nobody has looked at it yet."""
    match = find_match(challenge, interest)
    if match is not None:
        return match
    reasons = reasons_between(challenge.traits, interest.traits)
    match = Match(challenge=challenge, interest=interest, state=MatchState.LOOKED_AT.value,
                  score=score_of(reasons), reasons=[each.body() for each in reasons])
    require(by, "match.create", match)
    db.session.add(match)
    db.session.flush()
    MATCH.begin(match, by=by)
    return match

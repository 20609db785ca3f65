"""The lives of a challenge, an interest, a match and an entry of the pool; a deadline is a matter of the clock."""

from enum import StrEnum
from typing import Any

from portal.foundation.clock import arrival
from portal.foundation.i18n import _, _l
from portal.foundation.lifecycle import Lifecycle, Move


class ChallengeState(StrEnum):
    WRITING = "writing"
    POSTED = "posted"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"


C = ChallengeState


def every_part_is_filled(challenge: Any) -> object | None:
    names = [str(name) for name in challenge.empty_parts]
    return _("Still empty: %(parts)s.", parts=", ".join(names)) if names else None


def the_deadline_is_to_come(challenge: Any) -> object | None:
    over = challenge.closes_at is not None and arrival() > challenge.closes_at
    return _("The deadline has passed. Set it to today or later.") if over else None


def it_is_not_over(challenge: Any) -> object | None:
    return _("Its deadline has passed; it counts as closed.") if challenge.phase == "closed" else None


CHALLENGE = Lifecycle("challenge", ChallengeState, [
    Move("write", (C.WRITING, C.POSTED), None, _l("Save"), when=[it_is_not_over]),
    Move("post", (C.WRITING,), C.POSTED, _l("Post the challenge"), when=[every_part_is_filled, the_deadline_is_to_come]),
    Move("close", (C.POSTED,), C.CLOSED, _l("Close the challenge now"), when=[it_is_not_over]),
    Move("withdraw", (C.WRITING, C.POSTED), C.WITHDRAWN, _l("Withdraw the challenge")),
], labels={
    C.WRITING: _l("being written"),
    C.POSTED: _l("posted"),
    C.CLOSED: _l("closed"),
    C.WITHDRAWN: _l("withdrawn"),
})


class InterestState(StrEnum):
    REGISTERED = "registered"
    WITHDRAWN = "withdrawn"


INTEREST = Lifecycle("interest", InterestState, [
    Move("edit", (InterestState.REGISTERED,), None, _l("Save")),
    Move("withdraw", (InterestState.REGISTERED,), InterestState.WITHDRAWN, _l("Withdraw the interest")),
], labels={
    InterestState.REGISTERED: _l("registered"),
    InterestState.WITHDRAWN: _l("withdrawn"),
})


class MatchState(StrEnum):
    LOOKED_AT = "looked_at"
    ACCEPTED = "accepted"
    DECLINED = "declined"


M = MatchState


def both_still_stand(match: Any) -> object | None:
    if match.challenge.phase != "open":
        return _("The challenge is not open any more.")
    if match.interest.state != InterestState.REGISTERED:
        return _("The company has withdrawn its interest.")
    return None


MATCH = Lifecycle("match", MatchState, [
    Move("accept", (M.LOOKED_AT, M.DECLINED), M.ACCEPTED, _l("Connect the two"), when=[both_still_stand],
         tells=["match_accepted"]),
    Move("decline", (M.LOOKED_AT,), M.DECLINED, _l("Set the suggestion aside")),
], labels={
    M.LOOKED_AT: _l("being looked at"),
    M.ACCEPTED: _l("connected"),
    M.DECLINED: _l("set aside"),
})


class PoolState(StrEnum):
    LISTED = "listed"
    WITHDRAWN = "withdrawn"


POOL_ENTRY = Lifecycle("pool_entry", PoolState, [
    Move("withdraw", (PoolState.LISTED,), PoolState.WITHDRAWN, _l("Take it out of the pool")),
], labels={
    PoolState.LISTED: _l("in the pool"),
    PoolState.WITHDRAWN: _l("taken out"),
})

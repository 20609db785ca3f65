"""Suggestions, worked out anew each time, and what people decided about them."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager, joinedload

from portal.accounts.models import Department
from portal.demand.lifecycle import ChallengeState, InterestState, MatchState
from portal.demand.models import Challenge, Interest, Match
from portal.demand.overlap import Reason, is_enough, reasons_between, score_of
from portal.demand.policy import matched_by
from portal.demand.queries.interests import LOADED, seen_by_the_city
from portal.foundation.clock import arrival
from portal.foundation.db import db
from portal.foundation.errors import Missing

COMPARED_MOST = 500
SUGGESTED_MOST = 30


@dataclass(frozen=True)
class Suggestion:
    """An interest that may fit a challenge, and everything the two have in common."""

    interest: Interest
    reasons: list[Reason]

    @property
    def score(self) -> int:
        return score_of(self.reasons)


def matchable_challenges(viewer: Any, *, after: int = 0, limit: int = 20) -> list[Challenge]:
    """The open challenges the viewer may match, closing soonest first; `after` is the id of the last one seen."""
    theirs = select(Challenge).join(Challenge.department).where(
        matched_by(viewer), Challenge.state == ChallengeState.POSTED.value, Challenge.closes_at >= arrival())
    last = db.session.get(Challenge, after) if after else None
    if last is not None and last.closes_at is not None:
        theirs = theirs.where(db.tuple_(Challenge.closes_at, Challenge.id) > (last.closes_at, last.id))
    department = contains_eager(Challenge.department).joinedload(Department.municipality, innerjoin=True)
    loaded = theirs.options(department, joinedload(Challenge.site))
    return list(db.session.scalars(loaded.order_by(Challenge.closes_at, Challenge.id).limit(limit)))


def get_matchable(challenge_id: int, *, viewer: Any) -> Challenge:
    """A posted challenge that the viewer may match, also after its end. Raises Missing."""
    wanted = select(Challenge).join(Challenge.department).where(Challenge.id == challenge_id, matched_by(viewer))
    department = contains_eager(Challenge.department).joinedload(Department.municipality, innerjoin=True)
    challenge = db.session.scalars(wanted.options(department, joinedload(Challenge.site))).one_or_none()
    if challenge is None:
        raise Missing
    return challenge


def matches_of(challenge: Challenge) -> list[Match]:
    """What was decided for a challenge, newest first."""
    whole = select(Match).where(Match.challenge_id == challenge.id)
    interest = joinedload(Match.interest, innerjoin=True).options(joinedload(Interest.company, innerjoin=True))
    return list(db.session.scalars(whole.options(interest).order_by(Match.decided_at.desc(), Match.id.desc())))


def suggestions_for(challenge: Challenge, decided: list[Match], *, viewer: Any) -> list[Suggestion]:
    """The interests that fit and were not decided on, best first; the newest 500 of the city are compared."""
    if challenge.phase != "open":
        return []
    known, mine = {match.interest_id for match in decided}, challenge.traits
    offers = seen_by_the_city(viewer, challenge.department.municipality_id, COMPARED_MOST)
    found = [Suggestion(each, reasons_between(mine, each.traits)) for each in offers if each.id not in known]
    fitting = sorted((each for each in found if is_enough(each.reasons)), key=lambda each: (-each.score, each.interest.id))
    return fitting[:SUGGESTED_MOST]


def get_suggested(challenge: Challenge, interest_id: int, *, viewer: Any) -> Interest:
    """An interest that would go to the city of the challenge, or that was decided on there. Raises Missing."""
    known = select(Match.interest_id).where(Match.challenge_id == challenge.id)
    wanted = select(Interest).where(Interest.id == interest_id).options(*LOADED)
    interest = db.session.scalars(wanted).one_or_none()
    if interest is None or not _is_theirs(interest, challenge, known):
        raise Missing
    return interest


def _is_theirs(interest: Interest, challenge: Challenge, known: Any) -> bool:
    lives = interest.state == InterestState.REGISTERED
    goes_there = lives and interest.municipality_id in (None, challenge.department.municipality_id)
    return goes_there or interest.id in db.session.scalars(known).all()


def find_match(challenge: Challenge, interest: Interest) -> Match | None:
    """What was decided about a pair, if anything."""
    pair = select(Match).where(Match.challenge_id == challenge.id, Match.interest_id == interest.id)
    return db.session.scalars(pair).one_or_none()


def numbers_connected(challenges: list[Challenge]) -> dict[int, int]:
    """How many companies each challenge was connected with."""
    ids = [each.id for each in challenges]
    rows = select(Match.challenge_id).where(Match.challenge_id.in_(ids), Match.state == MatchState.ACCEPTED.value)
    found = list(db.session.scalars(rows))
    return {each: found.count(each) for each in set(found)}

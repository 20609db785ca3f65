"""Challenges: the public ones by the clock, those of one's departments, and which of them overlap."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.accounts.models import Department
from portal.demand.lifecycle import ChallengeState
from portal.demand.models import Challenge
from portal.demand.overlap import Reason, is_enough, reasons_between, score_of
from portal.demand.policy import visible_challenges, written_by
from portal.foundation.clock import arrival
from portal.foundation.db import db
from portal.foundation.errors import Missing

PHASES = ("open", "closed")
COMPARED_MOST = 200
OVERLAPS_MOST = 5


@dataclass(frozen=True)
class Overlap:
    """Another challenge that asks for something alike, and what the two have in common."""

    challenge: Challenge
    reasons: list[Reason]

    @property
    def score(self) -> int:
        return score_of(self.reasons)


def _whole() -> Select[tuple[Challenge]]:
    department = contains_eager(Challenge.department).joinedload(Department.municipality, innerjoin=True)
    return select(Challenge).join(Challenge.department).options(department, joinedload(Challenge.site))


def get_challenge(challenge_id: int, *, viewer: Any) -> Challenge:
    """A challenge with its department, city and site, if this person may see it. Raises Missing."""
    return _get(challenge_id, visible_challenges(viewer))


def get_own_challenge(challenge_id: int, *, viewer: Any) -> Challenge:
    """A challenge of a department whose officer the viewer is. Raises Missing."""
    return _get(challenge_id, written_by(viewer))


def _get(challenge_id: int, theirs: ColumnElement[bool]) -> Challenge:
    challenge = db.session.scalars(_whole().where(Challenge.id == challenge_id, theirs)).one_or_none()
    if challenge is None:
        raise Missing
    return challenge


def _is_open() -> ColumnElement[bool]:
    return (Challenge.state == ChallengeState.POSTED.value) & (Challenge.closes_at >= arrival())


def challenges_in_phase(phase: str, *, after: int = 0, limit: int = 20) -> list[Challenge]:
    """Posted challenges that are "open" (closing soonest first) or "closed" (newest first); `after` is the id of the last one
    of the page before."""
    is_open = phase == "open"
    over = or_(Challenge.state == ChallengeState.CLOSED.value,
               (Challenge.state == ChallengeState.POSTED.value) & (Challenge.closes_at < arrival()))
    chosen = _whole().where(_is_open() if is_open else over)
    last = db.session.get(Challenge, after) if after else None
    place = db.tuple_(Challenge.closes_at, Challenge.id)
    if last is not None and last.closes_at is not None:
        seen = (last.closes_at, last.id)
        chosen = chosen.where(place > seen if is_open else place < seen)
    order = (Challenge.closes_at, Challenge.id) if is_open else (Challenge.closes_at.desc(), Challenge.id.desc())
    return list(db.session.scalars(chosen.order_by(*order).limit(limit)))


def challenges_of(viewer: Any, *, before: int = 0, limit: int = 30) -> list[Challenge]:
    """The challenges of the viewer's departments, newest first."""
    mine = _whole().where(written_by(viewer))
    if before:
        mine = mine.where(Challenge.id < before)
    return list(db.session.scalars(mine.order_by(Challenge.id.desc()).limit(limit)))


def departments_of(viewer: Any) -> list[Department]:
    """The departments whose officer the viewer is, with their city."""
    mine = select(Department).where(Department.id.in_(viewer.ids("department", "officer")))
    return list(db.session.scalars(mine.options(joinedload(Department.municipality)).order_by(Department.id)))


def overlapping(challenge: Challenge) -> Sequence[Overlap]:
    """The open challenges of all cities that ask for something alike, most alike first; at most five. The 200 that close
    soonest are compared."""
    others = _whole().where(_is_open(), Challenge.id != (challenge.id or 0)).order_by(Challenge.closes_at, Challenge.id)
    mine = challenge.traits
    found = [Overlap(other, reasons_between(mine, other.traits)) for other in db.session.scalars(others.limit(COMPARED_MOST))]
    alike = sorted((each for each in found if is_enough(each.reasons)), key=lambda each: (-each.score, each.challenge.id))
    return alike[:OVERLAPS_MOST]


def find_draft(department_id: int, title: str) -> Challenge | None:
    """A challenge with this Korean title that the department is writing already."""
    written = select(Challenge).where(Challenge.department_id == department_id, Challenge.state == ChallengeState.WRITING.value)
    drafts = db.session.scalars(written.order_by(Challenge.id))
    return next((each for each in drafts if each.title.get("ko") == title), None)

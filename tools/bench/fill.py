"""Fills an empty database with one call, N proposals in every state, and four confirmed reviews each, by bulk inserts."""

from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

from sqlalchemy import insert

from portal.accounts.models import Company, Role, User
from portal.calls.models import Call
from portal.foundation.clock import now
from portal.foundation.counts import Count
from portal.foundation.db import db
from portal.proposals.models import Proposal
from portal.reviews.models import Review, Seat, Tally

STATES = ("submitted", "eligible", "in_review", "in_review", "in_review", "selected", "not_selected", "reserve")
REVIEWERS = 4
BATCH = 5_000


def batches(rows: Iterator[dict[str, Any]]) -> Iterator[list[dict[str, Any]]]:
    """Rows in pieces that fit comfortably in memory."""
    piece: list[dict[str, Any]] = []
    for row in rows:
        piece.append(row)
        if len(piece) == BATCH:
            yield piece
            piece = []
    if piece:
        yield piece


def put(table: Any, rows: Iterator[dict[str, Any]]) -> None:
    for piece in batches(rows):
        db.session.execute(insert(table.__table__), piece)


def fill(call: Call, many: int) -> User:
    """N proposals to the call; returns its manager. Ids start after whatever is there."""
    moment = now()
    manager = User(email="bench@example.test", name="주무관(가상)", confirmed_at=moment, locale="ko")
    owner = User(email="owner@example.test", name="대표(가상)", confirmed_at=moment, locale="ko")
    reviewers = [User(email=f"r{n}@example.test", name=f"위원{n}(가상)", confirmed_at=moment, locale="ko") for n in range(REVIEWERS)]
    db.session.add_all([manager, owner, *reviewers])
    db.session.flush()
    db.session.add(Role(user_id=manager.id, name="manager", on="program", on_id=call.program_id))
    seats = [Seat(call_id=call.id, stage_key="document", user_id=person.id, state="appointed") for person in reviewers]
    db.session.add_all(seats)
    db.session.flush()
    put(Company, ({"id": n, "name_ko": f"㈜가상회사{n}(가상)", "name_en": f"Company {n} (fictional)", "brn": f"{n:010d}", "version": 1,
                   "representative": "", "address": "", "one_line": "", "created_at": moment} for n in range(1, many + 1)))
    put(Proposal, (_proposal(n, call, owner, moment) for n in range(1, many + 1)))
    put(Review, (_review(n, at, call, seats[at], moment) for n in range(1, many + 1) for at in range(REVIEWERS)))
    put(Tally, (_tally(n, call, moment) for n in range(1, many + 1)))
    _count(call, many)
    return manager


def _proposal(n: int, call: Call, owner: User, moment: Any) -> dict[str, Any]:
    state = STATES[n % len(STATES)]
    return {
        "id": n, "call_id": call.id, "company_id": n, "number": f"{call.code}-{n:06d}", "state": state, "title": f"보도 배달로봇 실증 {n}",
        "category": "traffic", "owner_id": owner.id, "submitted_at": moment - timedelta(days=9), "submission_number": 1,
        "changed_since": False, "state_since": moment - timedelta(days=3), "version": 1, "created_at": moment,
        "stage_key": None if state in ("submitted", "eligible") else "document"}


def _review(n: int, at: int, call: Call, seat: Seat, moment: Any) -> dict[str, Any]:
    return {
        "seat_id": seat.id, "proposal_id": n, "call_id": call.id, "stage_key": "document", "reviewer_id": seat.user_id,
        "state": "confirmed", "conflict": "", "comment": "", "total_e4": (70 + (n * 7 + at) % 25) * 10_000, "confirmed_at": moment,
        "criterion_totals": {"need": "20", "tech": "16", "plan": "20", "scale": "12", "team": "8", "trust": "4"},
        "version": 1, "created_at": moment}


def _tally(n: int, call: Call, moment: Any) -> dict[str, Any]:
    final = (70 + n * 7 % 25) * 10_000 + n % 9_999
    return {
        "proposal_id": n, "call_id": call.id, "stage_key": "document", "assigned": REVIEWERS, "confirmed": REVIEWERS, "recused": 0,
        "enough": True, "mean_e4": final, "bonus_e4": 0, "final_e4": final, "passed": True, "rank_key": f"1{final:08d}{n:049d}",
        "details": {"totals": {str(at): (70 + at) * 10_000 for at in range(REVIEWERS)}}, "created_at": moment}


def _count(call: Call, many: int) -> None:
    states = Counter(STATES[n % len(STATES)] for n in range(1, many + 1))
    put(Count, ({"noun": "proposal", "scope_id": call.id, "state": state, "n": n} for state, n in states.items()))
    put(Count, iter([{"noun": "review", "scope_id": call.id, "state": "confirmed", "n": many * REVIEWERS}]))

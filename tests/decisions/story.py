"""Panels whose sheets are confirmed and added up, for the tests of results: the golden five, and calls of any size."""

import json
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

from flask import g

from config import ROOT
from portal.calls.models import Call
from portal.decisions import operations
from portal.decisions.models import Selection
from portal.foundation import transactions
from portal.foundation.db import db
from portal.proposals.models import BonusClaim, Proposal
from portal.reviews import tallies
from portal.reviews.lifecycle import ReviewState
from portal.reviews.models import Mark, Review, Seat, Tally
from tests import builders as b

GOLDEN = ("P01", "P02", "P03", "P04", "P05")


@lru_cache
def reviews_file() -> dict[str, Any]:
    """The final review of the demo story: 34 sheets and what they must add up to."""
    return json.loads((ROOT / "portal" / "cli" / "demo" / "reviews.json").read_text("utf-8"))


def a_panel(call: Call, *, stage: str = "final", size: int = 5) -> list[Seat]:
    return [b.a_seat(call, stage=stage) for _ in range(size)]


def score(proposal: Proposal, seats: Sequence[Seat], share: str = "0.9", *, stage: str = "final") -> Tally:
    """Every seat confirms the same sheet; the tally follows."""
    for seat in seats:
        review = b.a_review(ReviewState.CONFIRMED, proposal=proposal, seat=seat, stage=stage)
        b.fill_in(review, share)
    return add_up(proposal, stage=stage)


def add_up(proposal: Proposal, *, stage: str = "final", bonus: Sequence[str] = ()) -> Tally:
    """The tally of one proposal at one stage, from the confirmed sheets and these accepted bonuses."""
    for key in bonus:
        db.session.add(BonusClaim(proposal_id=proposal.id, key=key, accepted=True))
    for review in db.session.query(Review).filter_by(proposal_id=proposal.id, stage_key=stage, state="confirmed"):
        points = {mark.key: int(mark.value) for mark in review.marks if mark.kind == "points"}
        review.criterion_totals = {criterion.key: 10_000 * sum(points[part.key] for part in criterion.sub or (criterion,))
                                   for criterion in proposal.call.definition.stage(stage).criteria}
    return tallies.refresh(proposal, stage)


def the_golden_five(call: Call | None = None) -> tuple[Call, dict[str, Proposal]]:
    """The final review of the demo story, with its recusal, its tie at 85.0000 and its bonus points."""
    call, told = call or b.a_call("closed"), reviews_file()
    seats = {person["id"]: b.a_seat(call, stage="final", user=b.a_user(person["name"]["ko"])) for person in told["reviewers"]}
    proposals = {story: b.a_proposal("in_review", call=call, story=story, stage="final") for story in GOLDEN}
    for sheet in told["sheets"]:
        if sheet["proposal"] not in proposals:
            continue
        whose = {"proposal": proposals[sheet["proposal"]], "seat": seats[sheet["reviewer"]]}
        review = b.a_review(ReviewState.CONFIRMED, **whose, stage="final")
        for key, points in sheet["points"].items():
            db.session.add(Mark(review_id=review.id, kind="points", key=key, value=str(points)))
        for criterion in call.definition.stage("final").criteria:
            words = f"{sheet['comment']} ({criterion.label.ko})"
            db.session.add(Mark(review_id=review.id, kind="reason", key=criterion.key, value=words))
    for recusal in told["recusals"]:
        b.a_review(ReviewState.RECUSED, proposal=proposals[recusal["proposal"]], seat=seats[recusal["reviewer"]], stage="final")
    db.session.flush()
    db.session.expire_all()
    for expected in told["expected"]:
        add_up(proposals[expected["proposal"]], bonus=b.proposal_file(expected["proposal"])["bonus_claims"])
    return call, proposals


def several(call: Call, shares: Sequence[str], *, stage: str = "final", size: int = 5) -> list[Proposal]:
    """One proposal for each share of the points, scored by one panel."""
    seats = a_panel(call, stage=stage, size=size)
    proposals = [b.a_proposal("in_review", call=call, stage=stage) for _ in shares]
    for proposal, share in zip(proposals, shares, strict=True):
        score(proposal, seats, share, stage=stage)
    return proposals


def outcome_of(selection: Selection, proposal: Proposal) -> Any:
    return next(decision for decision in selection.decisions if decision.proposal_id == proposal.id)


def prepared(call: Call, *, stage: str = "final") -> tuple[Selection, Any, Any]:
    """A selection with the suggested outcomes, a manager and an approver."""
    manager, approver = b.a_manager(call), b.an_approver(call)
    selection = operations.prepare_selection(call, stage, by=manager)
    transactions.commit()
    return selection, manager, approver


def confirmed(call: Call, *, stage: str = "final") -> tuple[Selection, Any, Any]:
    """A selection that two people have agreed on."""
    selection, manager, approver = prepared(call, stage=stage)
    operations.propose_selection(selection, by=manager)
    transactions.commit()
    operations.confirm_selection(selection, by=approver)
    transactions.commit()
    return selection, manager, approver


def released(call: Call, *, stage: str = "final") -> tuple[Selection, Any, Any]:
    """A selection whose results have left."""
    selection, manager, approver = confirmed(call, stage=stage)
    operations.release_selection(selection, by=manager)
    transactions.commit()
    return selection, manager, approver


def window_of(visitor: Any, user: Any) -> Any:
    """The same window with another person in it; what this test's context remembers of the one before is forgotten."""
    for kept in ("_login_user", "_flask_babel"):
        g.pop(kept, None)
    return visitor.sign_in(user)

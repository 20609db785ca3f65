"""The golden panel played through real operations: pledges signed, a conflict declared, sheets written and confirmed."""

from datetime import date, timedelta

from portal.accounts.models import User
from portal.calls.models import Call
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.proposals.models import BonusClaim, Proposal
from portal.reviews import operations
from portal.reviews.marks import Typed
from portal.reviews.models import PLEDGES, Review, Seat, Tally
from tests import builders as b

REASON = "현장과 부서 협의가 끝났고 측정 방법이 분명합니다."


def seated(call: Call, manager: User, reviewer: dict | None = None, *, stage: str = "final", **more: object) -> Seat:
    """A person who was invited, signed every pledge and accepted."""
    told = {"name": {"ko": "김위원(가상)"}, "group": "academia", "field": {"ko": "로봇공학"}, "substitute": False} | (reviewer or {})
    user = b.a_user(told["name"]["ko"])
    seat = operations.invite_reviewer(call, stage, {
        "email": user.email, "name": user.name, "group": told["group"], "field": told["field"]["ko"],
        "substitute": told["substitute"], **more}, by=manager)
    for pledge in PLEDGES:
        operations.sign_pledge(seat, pledge, by=user)
    operations.accept_seat(seat, by=user)
    return seat


def typed(points: dict[str, int], review: Review, comment: str = "") -> dict[tuple[str, str], Typed]:
    """A whole sheet as a form sends it."""
    sheet = {("points", key): Typed(str(value)) for key, value in points.items()}
    for criterion in review.call.definition.stage(review.stage_key).criteria:
        sheet["reason", criterion.key] = Typed(f"{REASON} ({criterion.key})")
    return sheet | {("comment", "overall"): Typed(comment)}


def full_points(review: Review, share: float = 0.9) -> dict[str, int]:
    """Whole points for every part, a share of the maximum."""
    criteria = review.call.definition.stage(review.stage_key).criteria
    return {part.key: round(part.max * share) for criterion in criteria for part in criterion.sub or (criterion,)}


def score(review: Review, points: dict[str, int] | None = None, comment: str = "") -> Review:
    """Answer the conflict question with no, write the sheet, confirm it."""
    reviewer = review.reviewer
    if review.state == "assigned":
        operations.clear_review(review, by=reviewer)
    operations.write_review(review, typed(points or full_points(review), review, comment), by=reviewer)
    operations.confirm_review(review, by=reviewer)
    return review


def by_rank_key(call: Call, stage: str = "final") -> list[Tally]:
    """The tallies of a stage in the order of their key, best first: the order every ranking reads them in."""
    whole = db.session.query(Tally).filter_by(call_id=call.id, stage_key=stage)
    return whole.order_by(Tally.rank_key.desc(), Tally.proposal_id).all()


def golden_panel() -> tuple[Call, dict[str, Proposal], dict[str, Seat], User]:
    """Call, proposals P01 to P05, seats R1 to R9 and the manager, everything confirmed as in the demo story."""
    told = b.panel_file()
    call = b.a_call("closed")
    manager = b.a_manager(call)
    proposals = {name: _proposal(call, name, hours) for hours, name in enumerate(["P01", "P02", "P03", "P04", "P05"])}
    seats = {reviewer["id"]: seated(call, manager, reviewer) for reviewer in told["reviewers"]}
    db.session.flush()
    reviews = {(review.proposal_id, review.seat_id): review for review in operations.assign_balanced(call, "final", by=manager)}
    for recusal in told["recusals"]:
        review = reviews[proposals[recusal["proposal"]].id, seats[recusal["reviewer"]].id]
        operations.recuse_review(review, "adviser", recusal["reason"]["ko"], date(2025, 6, 1), by=review.reviewer)
    for sheet in told["sheets"]:
        review = reviews[proposals[sheet["proposal"]].id, seats[sheet["reviewer"]].id]
        score(review, sheet["points"], sheet.get("comment", ""))
    db.session.flush()
    return call, proposals, seats, manager


def _proposal(call: Call, name: str, hours: int) -> Proposal:
    proposal = b.a_proposal("in_review", call=call, story=name, stage="final")
    proposal.submitted_at = now() - timedelta(days=3) + timedelta(hours=hours)
    for key in b.proposal_file(name)["bonus_claims"]:
        db.session.add(BonusClaim(proposal_id=proposal.id, key=key, accepted=True))
    db.session.flush()
    return proposal

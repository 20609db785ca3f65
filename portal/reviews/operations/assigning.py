"""How proposals come before reviewers: handed over, assigned by hand or evenly, taken back, filled up by substitutes."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select

from portal.calls.models import Call
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Refused
from portal.foundation.i18n import _
from portal.foundation.outbox import owe
from portal.foundation.policy import require
from portal.proposals.lifecycle import PROPOSAL, ProposalState
from portal.proposals.models import Proposal
from portal.reviews import notices, queries, tallies
from portal.reviews.assigning import Pair, Plan, share_out, together
from portal.reviews.lifecycle import REVIEW, ReviewState
from portal.reviews.models import Review, Seat
from portal.reviews.queries import Board
from portal.reviews.scoring import body_key

BARRED = {
    "member": lambda seat, proposal: _("%(name)s belongs to the company of %(number)s.",
                                       name=seat.holder, number=proposal.number),
    "recused": lambda seat, proposal: _("%(name)s stepped down from the company of %(number)s before.",
                                        name=seat.holder, number=proposal.number),
    "applies": lambda seat, proposal: _("%(name)s belongs to a partner that applies in this call itself or takes part in a "
                                        "proposal, and may review nothing in it.", name=seat.holder),
    "takes_part": lambda seat, proposal: _("%(name)s belongs to an organization that takes part in %(number)s.",
                                           name=seat.holder, number=proposal.number),
    "partner": lambda seat, proposal: _("%(name)s belongs to a partner whose offer %(number)s asks for.",
                                        name=seat.holder, number=proposal.number),
}


def hand_to_panel(call: Call, *, by: Any, proposals: Iterable[Proposal] | None = None) -> int:
    """Hand eligible proposals (all of the call unless given) to the panel of the first stage; how many. Raises Refused."""
    if proposals is None:
        require(by, "call.run", call)
        waiting = select(Proposal).where(Proposal.call_id == call.id, Proposal.state == ProposalState.ELIGIBLE.value)
        proposals = db.session.scalars(waiting.order_by(Proposal.id)).all()
    handed, stage = list(proposals), call.definition.first_stage.key
    for proposal in handed:
        PROPOSAL.move(proposal, "start_review", by=by, stage=stage)
        proposal.stage_key, proposal.state_since = stage, now()
    if handed:
        tallies.refresh_all(handed, stage)
    return len(handed)


def assign_review(proposal: Proposal, seat: Seat, *, by: Any) -> Review:
    """Give one proposal to one seat. Raises Refused with the reason (conflict, not appointed, given already)."""
    board = queries.board_of(proposal.call, seat.stage_key, viewer=by, only=[proposal.id])
    return _assign(board, seat.call, seat.stage_key, [(proposal.id, seat.id)], by=by)[0]


def assign_pairs(call: Call, stage_key: str, pairs: Iterable[Pair], *, by: Any) -> list[Review]:
    """Give proposals to seats by hand, as pairs of ids; pairs that exist are left alone. Raises Refused with the reason."""
    require(by, "call.run", call)
    pairs = sorted(set(pairs))
    board = queries.board_of(call, stage_key, viewer=by, only=[proposal_id for proposal_id, _seat in pairs])
    return _assign(board, call, stage_key, [pair for pair in pairs if pair not in board.held], by=by)


def balanced_plan(call: Call, stage_key: str, *, per_proposal: int | None = None, seed: int = 0, by: Any) -> tuple[Plan, Board]:
    """What `assign_balanced` would do, and the board it rests on; changes nothing.

    Without `per_proposal` every appointed member gets every proposal, as Korean panels do; substitutes get none. Where
    several bodies score, it is shared out within each of them, `per_proposal` of each.
    """
    require(by, "call.run", call)
    board, stage = queries.board_of(call, stage_key, viewer=by), call.definition.stage(stage_key)
    gone = {pair for pair, review in board.reviews.items() if review.state == ReviewState.RECUSED}
    plans = []
    for body in [each.key for each in stage.bodies or ()] or [""]:
        seats = [seat for seat in board.seats if body_key(seat.body, stage) == body]
        own = {seat.id for seat in seats}
        plans.append(share_out(
            [proposal.id for proposal in board.proposals], [seat.id for seat in seats if not seat.substitute],
            per_proposal=per_proposal, barred=set(board.barred) | gone, held={pair for pair in board.held if pair[1] in own},
            seed=seed))
    return together(plans), board


def assign_balanced(call: Call, stage_key: str, *, per_proposal: int | None = None, seed: int = 0, by: Any) -> list[Review]:
    """Assign by the balanced plan; the same seed gives the same plan as its preview."""
    plan, board = balanced_plan(call, stage_key, per_proposal=per_proposal, seed=seed, by=by)
    return _assign(board, call, stage_key, plan.pairs, by=by)


def call_substitute(proposal: Proposal, seat: Seat, *, by: Any) -> Review:
    """Give a proposal that lost a reviewer to a substitute. Raises Refused when the seat is none or has a conflict."""
    if not seat.substitute:
        raise Refused(_("%(name)s is a member, not a substitute.", name=seat.holder))
    return assign_review(proposal, seat, by=by)


def undo_assignment(call: Call, stage_key: str, *, by: Any) -> int:
    """Take back every assignment of a stage whose conflict question is still unanswered; how many."""
    require(by, "call.run", call)
    waiting = select(Review).where(
        Review.call_id == call.id, Review.stage_key == stage_key, Review.state == ReviewState.ASSIGNED.value)
    reviews = list(db.session.scalars(waiting.order_by(Review.id)))
    _take_back(reviews, stage_key, by)
    return len(reviews)


def take_back_pairs(call: Call, stage_key: str, pairs: Iterable[Pair], *, by: Any) -> int:
    """Take back assignments by pairs of ids, as far as their conflict question is unanswered; how many."""
    require(by, "call.run", call)
    pairs = set(pairs)
    board = queries.board_of(call, stage_key, viewer=by, only=[proposal_id for proposal_id, _seat in pairs])
    reviews = [review for pair, review in board.reviews.items() if pair in pairs and review.state == ReviewState.ASSIGNED]
    _take_back(reviews, stage_key, by)
    return len(reviews)


def _take_back(reviews: list[Review], stage_key: str, by: Any) -> None:
    for review in reviews:
        REVIEW.move(review, "remove", by=by)
    proposals = {review.proposal_id: review.proposal for review in reviews}
    if proposals:
        tallies.refresh_all(list(proposals.values()), stage_key)


def _assign(board: Board, call: Call, stage_key: str, pairs: Iterable[Pair], *, by: Any) -> list[Review]:
    """Make or revive the reviews, renew the tallies, and owe each person one letter for all that is new to them."""
    proposals, seats = {each.id: each for each in board.proposals}, {seat.id: seat for seat in board.seats}
    if not call.definition.stage(stage_key).criteria:
        raise Refused(_("Nobody scores at this stage; it is decided by its checks."))
    made: list[Review] = []
    for proposal_id, seat_id in pairs:
        if proposal_id not in proposals:
            raise Refused(_("This proposal is not before this panel."))
        if seat_id not in seats or seats[seat_id].user is None:
            raise Refused(_("Only someone who has signed the pledges can be given proposals."))
        made.append(_one(board, call, stage_key, proposals[proposal_id], seats[seat_id], by))
    if made:
        db.session.flush()
        for review in made:
            if review.version == 1:
                REVIEW.begin(review, by=by, stage=stage_key, proposal=review.proposal.number)
        tallies.refresh_all(list({review.proposal_id: review.proposal for review in made}.values()), stage_key)
        for seat in {review.seat_id: review.seat for review in made}.values():
            owe(notices.reviews_assigned(seat, [review for review in made if review.seat_id == seat.id]))
    return made


def _one(board: Board, call: Call, stage_key: str, proposal: Proposal, seat: Seat, by: Any) -> Review:
    pair = (proposal.id, seat.id)
    if pair in board.barred:
        raise Refused(BARRED[board.barred[pair]](seat, proposal))
    known = board.reviews.get(pair)
    if known is None:
        review = Review(seat=seat, proposal=proposal, call=call, stage_key=stage_key, reviewer=seat.user,
                        state=ReviewState.ASSIGNED.value)
        db.session.add(review)
        return review
    if known.state == ReviewState.RECUSED:
        raise Refused(BARRED["recused"](seat, proposal))
    if known.state != ReviewState.REMOVED:
        raise Refused(_("%(name)s has this proposal already.", name=seat.holder))
    REVIEW.move(known, "assign_again", by=by)
    known.conflict_answered_at = None
    return known

"""Requests for partners' offers, as the company, the people of the program and the partner's staff may see them."""

from collections.abc import Collection
from typing import Any

from sqlalchemy import Select, func, select
from sqlalchemy.orm import contains_eager, joinedload

from portal.calls.models import Call
from portal.foundation.db import db
from portal.foundation.errors import Missing
from portal.partners.models import Offer
from portal.programs.models import Program
from portal.proposals.models import OfferRequest, Proposal
from portal.proposals.policy import shared_with, visible_requests
from portal.proposals.requesting import RequestState

ANSWERED = (RequestState.GRANTED.value, RequestState.DECLINED.value)
STATES = {"asked": (RequestState.ASKED.value,), "answered": ANSWERED}


def requests_of(proposal: Proposal) -> list[OfferRequest]:
    """What a proposal the viewer was given already asks for, by rank, what was dropped last. One statement."""
    mine = select(OfferRequest).join(OfferRequest.offer).join(Offer.partner).where(
        OfferRequest.proposal_id == proposal.id).options(contains_eager(OfferRequest.offer).contains_eager(Offer.partner))
    dropped = OfferRequest.state == RequestState.WITHDRAWN.value
    return list(db.session.scalars(mine.order_by(dropped, OfferRequest.rank, OfferRequest.id)))


def standing_requests_of(proposal_ids: Collection[int]) -> list[OfferRequest]:
    """What these proposals ask for or were granted, with the offers, for the portal itself. One statement."""
    theirs = select(OfferRequest).where(
        OfferRequest.proposal_id.in_(list(proposal_ids)),
        OfferRequest.state.in_([RequestState.ASKED.value, RequestState.GRANTED.value]))
    return list(db.session.scalars(theirs.options(joinedload(OfferRequest.offer, innerjoin=True)).order_by(
        OfferRequest.offer_id, OfferRequest.id)))


def _with_what_is_read() -> Select[tuple[OfferRequest]]:
    proposal, call = contains_eager(OfferRequest.proposal), contains_eager(OfferRequest.proposal).contains_eager(Proposal.call)
    return select(OfferRequest).join(OfferRequest.offer).join(Offer.partner).join(OfferRequest.proposal).join(
        Proposal.call).options(
        contains_eager(OfferRequest.offer).contains_eager(Offer.partner), proposal.joinedload(Proposal.company, innerjoin=True),
        proposal.defer(Proposal.supplement_scope),
        call.joinedload(Call.program, innerjoin=True).joinedload(Program.municipality))


def requests_for_staff(viewer: Any, *, state: str, after: int = 0, limit: int = 50) -> list[OfferRequest]:
    """What companies ask of the viewer's organizations and agreed to show them, "asked" or "answered", oldest first; `after`
    is the id of the last one seen."""
    mine = _with_what_is_read().where(shared_with(viewer), OfferRequest.state.in_(STATES[state]), OfferRequest.id > after)
    return list(db.session.scalars(mine.order_by(OfferRequest.id).limit(limit)))


def requests_in(call: Call, *, state: str, after: int = 0, limit: int = 50) -> list[OfferRequest]:
    """The same of a call that the viewer was given already."""
    mine = _with_what_is_read().where(
        Proposal.call_id == call.id, OfferRequest.state.in_(STATES[state]), OfferRequest.id > after)
    return list(db.session.scalars(mine.order_by(OfferRequest.id).limit(limit)))


def get_request(request_id: int, *, viewer: Any) -> OfferRequest:
    """One request, with what was received, for whoever may read it. Raises Missing."""
    wanted = _with_what_is_read().where(OfferRequest.id == request_id, visible_requests(viewer)).options(
        contains_eager(OfferRequest.proposal).joinedload(Proposal.submission),
        contains_eager(OfferRequest.proposal).contains_eager(Proposal.call).joinedload(Call.edition, innerjoin=True))
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise Missing
    return found


def requests_waiting(call: Call) -> int:
    """How many requests of a call wait for an answer. One statement."""
    waiting = select(func.count(OfferRequest.id)).join(OfferRequest.proposal).where(
        Proposal.call_id == call.id, OfferRequest.state == RequestState.ASKED.value)
    return db.session.scalar(waiting) or 0


def summary_line_of(proposal: Proposal) -> str:
    """The line in which the company sums its proposal up, where the form asks for one."""
    line = proposal.submission.answers.get("one_line") if proposal.submission else ""
    return line if isinstance(line, str) else ""

"""Offers of partners: asked for by what was received, granted or declined, and given back by whoever is out of the running."""

from collections import Counter
from collections.abc import Collection
from typing import Any

from sqlalchemy import delete

from portal.accounts import registration_number
from portal.calls.answers.partners import is_abroad
from portal.calls.words import REASON_LEAST, tidied
from portal.foundation import outbox
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Invalid
from portal.foundation.i18n import _
from portal.foundation.policy import SYSTEM, require
from portal.partners.models import Offer
from portal.partners.operations.slots import give_slot_back, take_slot
from portal.proposals.models import OfferRequest, Proposal, ProposalMember
from portal.proposals.notices import offers_requested
from portal.proposals.offering import offers_asked_in, offers_received
from portal.proposals.receiving import not_overtaken
from portal.proposals.requesting import CONSENT, OFFER_REQUEST, RequestState
from portal.proposals.requests import requests_of, standing_requests_of

ANSWERS = ("grant", "decline", "take_back")


def follow_the_submission(proposal: Proposal, *, by: Any) -> None:
    """Make requests and members those of the newest submission: new offers are asked for, dropped ones withdrawn with their
    slot given back, and the people of each partner that is asked anew get one letter, if they may read about it."""
    require(by, "proposal.view", proposal)
    definition, submission = proposal.call.definition, proposal.submission
    if submission is None:
        return
    if definition.question_of("consortium"):
        _keep_members(proposal)
    if definition.question_of("offers") is None:
        return
    wanted = offers_received([submission], definition)
    ranked = [wanted[str(each)] for each in offers_asked_in(definition, submission.answers) if str(each) in wanted]
    known = {request.offer_id: request for request in requests_of(proposal)}
    for offer_id in sorted(known.keys() - {offer.id for offer in ranked}):
        _withdraw(known[offer_id])
    fresh: Counter[int] = Counter()
    for rank, offer in enumerate(ranked, start=1):
        shared = _may_be_shared(proposal, offer)
        fresh[offer.partner_id] += _ask(proposal, offer, rank, known.get(offer.id), shared, by) and shared
    for partner_id in sorted(each for each, count in fresh.items() if count):
        for letter in offers_requested(proposal, partner_id, fresh[partner_id]):
            outbox.owe(letter)


def _ask(proposal: Proposal, offer: Offer, rank: int, known: OfferRequest | None, shared: bool, by: Any) -> bool:
    """Whether its partner has something new to answer: asked for only now, or to be read only now."""
    if known is None:
        known = OfferRequest(proposal=proposal, offer=offer, rank=rank, state=RequestState.ASKED.value, shared=shared)
        db.session.add(known)
        db.session.flush()
        OFFER_REQUEST.begin(known, by=by, verb="ask", rank=rank)
        return True
    newly_shared = shared and not known.shared
    known.rank, known.shared = rank, shared
    if known.state != RequestState.WITHDRAWN:
        return newly_shared and known.state == RequestState.ASKED
    OFFER_REQUEST.move(known, "ask_again", by=by, rank=rank)
    known.reason, known.answered_at, known.answered_by_id = "", None, None
    return True


def _may_be_shared(proposal: Proposal, offer: Offer) -> bool:
    """Whether the partner's people may read about it. Where the call asks for no such consent they may, except abroad: that
    needs a consent of its own (Personal Information Protection Act art. 28-8)."""
    if any(consent.key == CONSENT for consent in proposal.call.definition.consents):
        return bool(proposal.submission and proposal.submission.consents.get(CONSENT) is True)
    return not offer.abroad


def _keep_members(proposal: Proposal) -> None:
    db.session.execute(delete(ProposalMember).where(ProposalMember.proposal_id == proposal.id))
    question = proposal.call.definition.question_of("consortium")
    rows = (proposal.submission.answers.get(question.key) or []) if question and proposal.submission else []
    for row in rows:
        if registration_number.is_valid(row["brn"]) and not is_abroad(row):
            db.session.add(ProposalMember(proposal_id=proposal.id, brn=row["brn"], name=row["name"]))


def answer_request(request: OfferRequest, verb: str, reason: str = "", *, by: Any, seen: int | None = None) -> None:
    """Answer for the partner: "grant" (takes one slot), "decline", or "take_back" what was granted (gives the slot back); the
    last two with a reason, which the company reads. Raises Invalid, Refused when no slot is left, Stale."""
    if verb not in ANSWERS:
        require(by, "offer_request.view", request)
        raise Invalid({"answer": [_("Choose an answer.")]})
    OFFER_REQUEST.check(request, verb, by=by)
    words = tidied(reason, "reason", least=0 if verb == "grant" else REASON_LEAST)
    not_overtaken(request, seen)
    if verb == "grant":
        take_slot(request.offer, by=by)
    elif verb == "take_back":
        give_slot_back(request.offer, by=by)
    OFFER_REQUEST.move(request, verb, by=by, seen=seen, note=words or None, offer=request.offer_id)
    request.reason, request.answered_at, request.answered_by_id = words, now(), by.id
    db.session.flush()


def give_everything_back(proposal_ids: Collection[int], *, by: Any) -> None:
    """Withdraw the requests of proposals that are out of the running; granted slots are free again. One statement reads."""
    for request in standing_requests_of(proposal_ids):
        require(by, "offer_request.withdraw", request)
        _withdraw(request)


def _withdraw(request: OfferRequest) -> None:
    """The offer's row comes first, as when one is granted, so that two people never wait for each other."""
    if request.state == RequestState.GRANTED:
        give_slot_back(request.offer, by=SYSTEM)
    if request.state != RequestState.WITHDRAWN:
        OFFER_REQUEST.move(request, "withdraw", by=SYSTEM, offer=request.offer_id)

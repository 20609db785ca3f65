"""Partners that are bound to proposals of a call: they apply themselves, take part, or are asked for an offer; and the people
who for that reason must not review."""

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import ColumnElement, Integer, Select, and_, cast, literal, null, or_, select, union_all
from sqlalchemy.orm import contains_eager

from portal.accounts.models import COMPANY_ROLES, Company, Role
from portal.calls.models import Call
from portal.foundation.db import db
from portal.partners.lifecycle import Relation
from portal.partners.models import Offer, Partner
from portal.partners.policy import visible_partners
from portal.programs.models import Program
from portal.proposals.lifecycle import ProposalState
from portal.proposals.models import OfferRequest, Proposal, ProposalMember
from portal.proposals.policy import of_their_programs
from portal.proposals.requesting import STANDING
from portal.reviews.lifecycle import ReviewState
from portal.reviews.models import Review, Seat

APPLIES, TAKES_PART, ASKED = "applies", "takes_part", "partner"
BOUND = (Relation.TALKING.value, Relation.AGREED.value)
OUT = (ProposalState.DRAFT.value, ProposalState.WITHDRAWN.value)
HELD = (ReviewState.ASSIGNED.value, ReviewState.OPEN.value, ReviewState.CONFIRMED.value)


@dataclass
class Ties:
    """Whom of some people a partner or an organization binds: in the whole call, or to single proposals and why."""

    everywhere: set[int] = field(default_factory=set)
    single: dict[tuple[int, int], str] = field(default_factory=dict)

    def reason(self, user_id: int | None, proposal_id: int) -> str | None:
        """Why this person must not review this proposal."""
        if user_id is None:
            return None
        return self.single.get((user_id, proposal_id)) or (APPLIES if user_id in self.everywhere else None)


@dataclass(frozen=True)
class PartnerConflict:
    """A partner and a proposal it is bound to: "applies" itself, "takes_part", or "partner" whose offer is asked for."""

    partner: Partner
    proposal: Proposal
    kind: str


def ties_of(call: Call, people: Collection[int]) -> Ties:
    """What binds these people to proposals of a call, whatever became of their seats. One statement."""
    ties = Ties()
    if not people:
        return ties
    takes_part = select(Role.user_id, ProposalMember.proposal_id, literal(TAKES_PART)).select_from(Role).join(
        Company, _role_on_company()).join(ProposalMember, ProposalMember.brn == Company.brn).join(
        Proposal, Proposal.id == ProposalMember.proposal_id).where(Role.user_id.in_(people), *_in_the_running(call))
    rows = union_all(
        _by_partner(call, people, bound_in_call(call), cast(null(), Integer), APPLIES),
        _by_offer(call, people), takes_part)
    for user_id, proposal_id, why in db.session.execute(rows):
        if proposal_id is None:
            ties.everywhere.add(user_id)
        else:
            ties.single[user_id, proposal_id] = why
    return ties


def partner_conflicts_of(call: Call, *, viewer: Any, proposal: Proposal | None = None) -> list[PartnerConflict]:
    """The partners bound to proposals of a call, or to one of them, by partner and number, for the people of its program; one
    with which the city only talks is named to those who tend it."""
    theirs = (*_in_the_running(call), of_their_programs(viewer), *([Proposal.id == proposal.id] if proposal else []))
    columns = (Partner.id.label("partner_id"), Proposal.id.label("proposal_id"))
    kinds = union_all(
        select(*columns, literal(APPLIES).label("kind")).select_from(Partner).join(Company, _same(Company.brn)).join(
            Proposal, Proposal.company_id == Company.id).where(_of_the_city(call), *theirs),
        select(*columns, literal(TAKES_PART)).select_from(Partner).join(ProposalMember, _same(ProposalMember.brn)).join(
            Proposal, Proposal.id == ProposalMember.proposal_id).where(_of_the_city(call), *theirs),
        select(*columns, literal(ASKED)).select_from(Partner).join(Offer, Offer.partner_id == Partner.id).join(
            OfferRequest, OfferRequest.offer_id == Offer.id).join(Proposal, Proposal.id == OfferRequest.proposal_id).where(
            OfferRequest.state.in_(STANDING), *theirs).distinct()).subquery()
    found = select(Partner, Proposal, kinds.c.kind).select_from(kinds).join(Partner, Partner.id == kinds.c.partner_id).join(
        Proposal, Proposal.id == kinds.c.proposal_id).join(Proposal.company).where(
        or_(Partner.state == Relation.AGREED.value, visible_partners(viewer))).options(contains_eager(Proposal.company))
    rows = db.session.execute(found.order_by(Partner.code, Proposal.number, kinds.c.kind)).all()
    return [PartnerConflict(partner, asked, kind) for partner, asked, kind in rows]


def reviews_in_conflict(call: Call, stage_key: str, seats: list[Seat], ties: Ties) -> list[tuple[Review, str]]:
    """Reviews of a stage that stand although a partner binds the reviewer, each with why; `ties` are those of its seats."""
    bound = ties.everywhere | {user_id for user_id, _proposal in ties.single}
    mine = [seat.id for seat in seats if seat.user_id in bound]
    if not mine:
        return []
    standing = select(Review).join(Review.proposal).where(
        Review.call_id == call.id, Review.stage_key == stage_key, Review.seat_id.in_(mine), Review.state.in_(HELD))
    shown = standing.options(contains_eager(Review.proposal)).order_by(Review.id)
    reviews = [(review, ties.reason(review.reviewer_id, review.proposal_id)) for review in db.session.scalars(shown)]
    return [(review, why) for review, why in reviews if why]


def bound_in_call(call: Call) -> ColumnElement[bool]:
    """Partners of the call's city that apply in it, or take part in a proposal, as SQL."""
    applies = select(Company.brn).join(Proposal, Proposal.company_id == Company.id).where(*_in_the_running(call))
    takes_part = select(ProposalMember.brn).join(Proposal, Proposal.id == ProposalMember.proposal_id).where(
        *_in_the_running(call))
    return and_(_of_the_city(call), Partner.brn != "", or_(Partner.brn.in_(applies), Partner.brn.in_(takes_part)))


def _by_partner(call: Call, people: Collection[int], which: ColumnElement[bool], proposal: Any, why: str) -> Select[Any]:
    """The people of such partners: their staff, and whoever has a role in the company of the same number."""
    of_company = select(Company.brn).where(_role_on_company()).correlate(Role)
    belongs = or_(and_(Role.on == "partner", Role.name == "staff", Role.on_id == Partner.id),
                  and_(Partner.brn != "", Partner.brn.in_(of_company)))
    return select(Role.user_id, proposal, literal(why)).select_from(Role).join(Partner, belongs).where(
        Role.user_id.in_(people), which)


def _by_offer(call: Call, people: Collection[int]) -> Select[Any]:
    asked = _by_partner(call, people, OfferRequest.state.in_(STANDING), OfferRequest.proposal_id, ASKED)
    return asked.join(Offer, Offer.partner_id == Partner.id).join(OfferRequest, OfferRequest.offer_id == Offer.id).join(
        Proposal, Proposal.id == OfferRequest.proposal_id).where(*_in_the_running(call))


def _role_on_company() -> ColumnElement[bool]:
    return and_(Role.on == "company", Role.name.in_(COMPANY_ROLES), Role.on_id == Company.id)


def _same(brn: Any) -> ColumnElement[bool]:
    return and_(Partner.brn != "", Partner.brn == brn)


def _of_the_city(call: Call) -> ColumnElement[bool]:
    city = select(Program.municipality_id).where(Program.id == call.program_id).scalar_subquery()
    return and_(Partner.municipality_id == city, Partner.state.in_(BOUND))


def _in_the_running(call: Call) -> tuple[ColumnElement[bool], ...]:
    return (Proposal.call_id == call.id, Proposal.state.not_in(OUT), Proposal.submission_number > 0)

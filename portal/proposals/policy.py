"""Who may do what with a proposal: its company writes, the program's people read what was submitted."""

from typing import Any

from sqlalchemy import ColumnElement, and_, or_, select

from portal.accounts.models import COMPANY_ROLES, SUBMITTING_ROLES
from portal.accounts.policy import signed_in
from portal.calls.models import Call
from portal.foundation.i18n import _l
from portal.foundation.policy import grant, the_portal_itself, who
from portal.partners.models import Offer
from portal.proposals.models import OfferRequest, Proposal, Siting
from portal.proposals.requesting import STANDING
from portal.sites.models import Site

UNSEEN = ("draft",)


@who(_l("a member of the company that proposes"))
def its_company(actor: Any, proposal: Proposal) -> bool:
    return proposal.company_id in actor.ids("company", *COMPANY_ROLES)


@who(_l("someone who may submit for the company"))
def submits_for_it(actor: Any, proposal: Proposal) -> bool:
    return proposal.company_id in actor.ids("company", *SUBMITTING_ROLES)


@who(_l("a manager of the call"))
def its_manager(actor: Any, proposal: Proposal) -> bool:
    return proposal.state not in UNSEEN and proposal.submission_number > 0 and actor.has(
        "manager", "program", proposal.call.program_id)


@who(_l("an approver of the call"))
def its_approver(actor: Any, proposal: Proposal) -> bool:
    return proposal.state not in UNSEEN and proposal.submission_number > 0 and actor.has(
        "approver", "program", proposal.call.program_id)


grant("proposal", {
    "create": signed_in & its_company,
    "view": its_company | its_manager | its_approver,
    "write": its_company,
    "submit": submits_for_it,
    "withdraw": submits_for_it,
    "write_supplement": its_company,
    "supplement": submits_for_it,
    "write_revision": its_company,
    "revise": submits_for_it,
    "check_gates": its_manager,
    "request_supplement": its_manager,
    "close_supplement": its_manager,
    "pass_eligibility": its_manager,
    "fail_eligibility": its_manager,
    "judge_bonus": its_manager,
    "apply_deduction": its_manager,
    "undo_deduction": its_manager,
    "judge_stage_gates": its_manager,
    "enter_points": its_manager,
    "hand_in": submits_for_it,
    "take_back": submits_for_it,
    "set_documents_due": its_manager,
    "start_review": its_manager,
    "advance": its_manager | its_approver,
    "select": its_manager | its_approver,
    "place_on_reserve": its_manager | its_approver,
    "decline": its_manager | its_approver,
    "give_up": its_manager,
    "pool": its_company,
    "remind": the_portal_itself,
})


@who(_l("a manager of the call"))
def manager_of_its_proposal(actor: Any, siting: Siting) -> bool:
    return its_manager(actor, siting.proposal)


@who(_l("an approver of the call"))
def approver_of_its_proposal(actor: Any, siting: Siting) -> bool:
    return its_approver(actor, siting.proposal)


@who(_l("an officer of the department that owns the site"))
def officer_of_its_site(actor: Any, siting: Siting) -> bool:
    return actor.has("officer", "department", siting.site.department_id)


grant("siting", {
    "ask": manager_of_its_proposal,
    "view": manager_of_its_proposal | approver_of_its_proposal | officer_of_its_site,
    "answer": officer_of_its_site,
})


def visible_sitings(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `siting.view`."""
    return or_(asked_of_them(viewer), Siting.proposal_id.in_(select(Proposal.id).where(of_their_programs(viewer))))


def asked_of_them(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `officer_of_its_site`."""
    return Siting.site_id.in_(select(Site.id).where(Site.department_id.in_(viewer.ids("department", "officer"))))


@who(_l("a manager of the call"))
def manager_of_the_asking(actor: Any, request: OfferRequest) -> bool:
    return its_manager(actor, request.proposal)


@who(_l("an approver of the call"))
def approver_of_the_asking(actor: Any, request: OfferRequest) -> bool:
    return its_approver(actor, request.proposal)


@who(_l("someone of the partner, where the applicant agreed that it may read this"))
def staff_it_is_shared_with(actor: Any, request: OfferRequest) -> bool:
    return request.shared and request.state in STANDING and actor.has("staff", "partner", request.offer.partner_id)


@who(_l("someone who submits for the company"))
def whoever_submits(actor: Any, request: OfferRequest) -> bool:
    return submits_for_it(actor, request.proposal)


answers_it = manager_of_the_asking | staff_it_is_shared_with

grant("offer_request", {
    "ask": whoever_submits,
    "ask_again": whoever_submits,
    "view": manager_of_the_asking | approver_of_the_asking | staff_it_is_shared_with,
    "grant": answers_it,
    "decline": answers_it,
    "take_back": answers_it,
    "withdraw": the_portal_itself,
})


def visible_requests(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `offer_request.view`."""
    return or_(shared_with(viewer), OfferRequest.proposal_id.in_(select(Proposal.id).where(of_their_programs(viewer))))


def shared_with(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `staff_it_is_shared_with`."""
    theirs = select(Offer.id).where(Offer.partner_id.in_(viewer.ids("partner", "staff")))
    return and_(OfferRequest.shared.is_(True), OfferRequest.state.in_(STANDING), OfferRequest.offer_id.in_(theirs))


def visible_proposals(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `proposal.view`."""
    return or_(of_their_company(viewer), of_their_programs(viewer))


def of_their_company(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `its_company`."""
    return Proposal.company_id.in_(viewer.ids("company", *COMPANY_ROLES))


def of_their_programs(viewer: Any) -> ColumnElement[bool]:
    """The SQL of `its_manager | its_approver`: what was submitted to a call of a program they run."""
    programs = viewer.ids("program", "manager", "approver")
    return and_(
        Proposal.state.not_in(UNSEEN), Proposal.submission_number > 0,
        Proposal.call_id.in_(select(Call.id).where(Call.program_id.in_(programs))))

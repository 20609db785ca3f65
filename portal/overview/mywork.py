"""What an applicant has in hand: drafts with deadlines, what was sent, results to read, pilots and their next step."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, select
from sqlalchemy.orm import joinedload

from portal.accounts.models import COMPANY_ROLES, Company
from portal.calls.models import Call
from portal.decisions.lifecycle import SelectionState
from portal.decisions.models import Decision, Selection
from portal.foundation.db import db
from portal.overview.pipeline import OPEN_MILESTONES
from portal.pilots.models import Milestone, Pilot
from portal.pilots.queries.waiting import still_asked_for
from portal.proposals.documents import owes_documents
from portal.proposals.lifecycle import ProposalState
from portal.proposals.models import Proposal
from portal.proposals.policy import of_their_company
from portal.proposals.queries import SCOPES_UNREAD
from portal.proposals.scope import may_be_revised

SHOWN = 30


@dataclass(frozen=True)
class MyProposal:
    """One proposal of my companies; `released` is its newest released decision, if any."""

    proposal: Proposal
    released: Decision | None

    @property
    def may_revise(self) -> bool:
        """Whether its company can send a revision now."""
        return may_be_revised(self.proposal)

    @property
    def needs_me(self) -> bool:
        """Whether the ball is with the company: a draft, unsent changes, a supplement or documents to send,
        a revision that is possible."""
        proposal = self.proposal
        open_draft = proposal.phase == "open" and (proposal.state == ProposalState.DRAFT or proposal.changed_since)
        return open_draft or self.may_revise or proposal.state == ProposalState.SUPPLEMENT or owes_documents(proposal)


def companies_of(viewer: Any) -> list[Company]:
    """The companies this person acts for, by name: one statement."""
    mine = select(Company).where(Company.id.in_(viewer.ids("company", *COMPANY_ROLES)))
    return list(db.session.scalars(mine.order_by(Company.name_ko, Company.id)))


def proposals_of(viewer: Any) -> list[MyProposal]:
    """The newest proposals of this person's companies, each with its released result: one statement."""
    newest = select(func.max(Decision.id)).join(Selection, Selection.id == Decision.selection_id).where(
        Decision.proposal_id == Proposal.id, Selection.state == SelectionState.RELEASED.value).correlate(Proposal)
    rows = db.session.execute(
        select(Proposal, Decision)
        .outerjoin(Decision, and_(Decision.proposal_id == Proposal.id, Decision.id == newest.scalar_subquery()))
        .where(of_their_company(viewer)).order_by(Proposal.id.desc()).limit(SHOWN)
        .options(joinedload(Proposal.call, innerjoin=True).joinedload(Call.program), joinedload(Proposal.company),
                 *SCOPES_UNREAD))
    return [MyProposal(proposal, decision) for proposal, decision in rows.unique()]


def pilots_of(viewer: Any) -> list[tuple[Pilot, Milestone | None]]:
    """The pilots of this person's companies, each with its next open milestone: one statement."""
    nearest = select(Milestone.id).where(
        Milestone.pilot_id == Pilot.id, Milestone.state.in_(OPEN_MILESTONES), still_asked_for()).order_by(
        Milestone.due_on, Milestone.position).limit(1).correlate(Pilot).scalar_subquery()
    rows = db.session.execute(
        select(Pilot, Milestone).outerjoin(Milestone, Milestone.id == nearest)
        .where(Pilot.company_id.in_(viewer.ids("company", *COMPANY_ROLES))).order_by(Pilot.id.desc()).limit(SHOWN)
        .options(joinedload(Pilot.company)))
    return [(pilot, milestone) for pilot, milestone in rows.unique()]

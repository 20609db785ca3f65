"""Deductions of proposals: those that stand, for the arithmetic, and all that ever were, for the people of the call."""

from collections.abc import Iterable
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from portal.accounts.models import User
from portal.foundation.db import db
from portal.foundation.errors import Missing
from portal.proposals.models import AppliedDeduction, Proposal
from portal.proposals.policy import of_their_programs


def standing_deductions(proposal_ids: Iterable[int]) -> list[AppliedDeduction]:
    """Those that were not undone, oldest first. One statement."""
    mine = select(AppliedDeduction).where(
        AppliedDeduction.proposal_id.in_(list(proposal_ids)), AppliedDeduction.undone_at.is_(None))
    return list(db.session.scalars(mine.order_by(AppliedDeduction.id)))


def deductions_on_record(proposal: Proposal) -> list[AppliedDeduction]:
    """Everything ever taken off a proposal, newest first, with who did and undid it. One statement."""
    people = (joinedload(AppliedDeduction.by), joinedload(AppliedDeduction.undone_by))
    mine = select(AppliedDeduction).where(AppliedDeduction.proposal_id == proposal.id)
    return list(db.session.scalars(mine.options(
        *(person.lazyload(User.roles) for person in people)).order_by(AppliedDeduction.id.desc())))


def get_deduction(proposal_id: int, deduction_id: int, *, viewer: Any) -> AppliedDeduction:
    """One deduction of a proposal, for the people of its call. Raises Missing."""
    wanted = select(AppliedDeduction).join(Proposal, Proposal.id == AppliedDeduction.proposal_id).where(
        AppliedDeduction.id == deduction_id, Proposal.id == proposal_id, of_their_programs(viewer))
    found = db.session.scalars(wanted).one_or_none()
    if found is None:
        raise Missing
    return found

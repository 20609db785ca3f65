"""Points the operator enters from facts: who stands at the stage, and what was entered for each criterion so far."""

from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from portal.calls.models import Call
from portal.foundation.db import db
from portal.proposals.models import Proposal
from portal.reviews.models import EnteredPoints
from portal.reviews.policy import run_by
from portal.reviews.queries.panels import standing_at

Entered = dict[tuple[int, str], EnteredPoints]


def proposals_to_enter(call: Call, stage_key: str, *, viewer: Any, after: int = 0, limit: int | None = None,
                       only: Iterable[int] | None = None) -> list[Proposal]:
    """Proposals that stand at a stage, for its manager, by id; `after` is the id of the last one seen. One statement."""
    wanted = select(Proposal).join(Proposal.company).join(Call, Call.id == Proposal.call_id).where(
        *standing_at(call, stage_key), run_by(viewer), Proposal.id > after)
    if only is not None:
        wanted = wanted.where(Proposal.id.in_(list(only)))
    return list(db.session.scalars(wanted.options(contains_eager(Proposal.company)).order_by(Proposal.id).limit(limit)))


def entered_points(proposals: Sequence[Proposal], stage_key: str) -> Entered:
    """What was entered for these proposals at a stage, by proposal id and criterion. One statement."""
    mine = select(EnteredPoints).where(
        EnteredPoints.proposal_id.in_([proposal.id for proposal in proposals]), EnteredPoints.stage_key == stage_key)
    return {(row.proposal_id, row.key): row for row in db.session.scalars(mine.order_by(EnteredPoints.id))}

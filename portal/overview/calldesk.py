"""One call as its managers work on it: each step of the work with its figures and whether it is its turn."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select

from portal.calls.definition import Stage
from portal.calls.models import Call
from portal.decisions.models import Selection
from portal.foundation.db import db
from portal.overview.pipeline import figures
from portal.proposals.models import Proposal
from portal.proposals.queries import ASKED
from portal.reviews.lifecycle import SeatState
from portal.reviews.models import Seat, Tally


@dataclass(frozen=True)
class StageDesk:
    """One stage of judging: the panel, how far the sheets are, the selection."""

    stage: Stage
    appointed: int
    invited: int
    sheets_confirmed: int
    sheets_given: int
    complete: int
    tallied: int
    selection: Selection | None


def incomplete_documents(call: Call) -> int:
    """How many companies of a call still owe a document they were asked for: one statement."""
    owing = select(func.count()).where(
        Proposal.call_id == call.id, Proposal.state.in_(ASKED), Proposal.documents_missing > 0)
    return db.session.scalar(owing) or 0


def desk_of(call: Call) -> tuple[dict[str, dict[str, int]], list[StageDesk]]:
    """The call's figures and its stages in order: four statements, whatever the number of proposals."""
    seats = {(stage, state): n for stage, state, n in db.session.execute(
        select(Seat.stage_key, Seat.state, func.count()).where(Seat.call_id == call.id).group_by(Seat.stage_key, Seat.state))}
    sums = {row.stage_key: row for row in db.session.execute(select(
        Tally.stage_key, func.sum(Tally.confirmed).label("confirmed"), func.sum(Tally.assigned).label("given"),
        func.count().label("tallied"), func.sum(Tally.enough.cast(db.Integer)).label("complete"),
    ).where(Tally.call_id == call.id).group_by(Tally.stage_key))}
    prepared = select(Selection).where(Selection.call_id == call.id).order_by(Selection.id)
    selections = {selection.stage_key: selection for selection in db.session.scalars(prepared)}
    return figures([call]), [_stage_desk(stage, seats, sums.get(stage.key), selections.get(stage.key))
                             for stage in call.definition.stages]


def _stage_desk(stage: Stage, seats: dict[tuple[str, str], int], sums: Any, selection: Selection | None) -> StageDesk:
    return StageDesk(
        stage=stage, appointed=seats.get((stage.key, SeatState.APPOINTED.value), 0),
        invited=seats.get((stage.key, SeatState.INVITED.value), 0),
        sheets_confirmed=int(sums.confirmed or 0) if sums else 0, sheets_given=int(sums.given or 0) if sums else 0,
        complete=int(sums.complete or 0) if sums else 0, tallied=sums.tallied if sums else 0, selection=selection)

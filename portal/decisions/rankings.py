"""The ranking of one stage with every number it was computed from, page by page, worked out anew from the sheets."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, or_, select
from sqlalchemy.orm import contains_eager

from portal.accounts.models import User
from portal.calls.definition import Definition
from portal.calls.models import Call
from portal.decisions.models import Decision, Selection
from portal.decisions.places import Place, confirmed_by_body, kept_in, number, points_missing_of, rule_of, scores_suffice
from portal.decisions.workings import RawSheet, Workings, work_out
from portal.foundation.db import db
from portal.foundation.errors import Missing
from portal.foundation.policy import require
from portal.proposals.models import Proposal
from portal.reviews.gating import verdicts_on
from portal.reviews.lifecycle import ReviewState
from portal.reviews.models import EnteredPoints, GateVerdict, Mark, Review, Seat, Tally

CONFIRMED = ReviewState.CONFIRMED.value
SHORTAGES_SHOWN = 50


@dataclass(frozen=True)
class RankedLine:
    """One proposal in the ranking; `outcome` is what was decided so far, None where nothing was."""

    tally: Tally
    place: Place
    workings: Workings
    position: int
    agrees: bool
    gates: Mapping[str, GateVerdict]

    @property
    def proposal(self) -> Proposal:
        return self.tally.proposal


@dataclass(frozen=True)
class Cursor:
    """The last line of the page before: its proposal, its position and its rank (0 below the threshold)."""

    proposal_id: int
    position: int
    rank: int

    def __str__(self) -> str:
        return f"{self.proposal_id}.{self.position}.{self.rank}"

    @classmethod
    def read(cls, text: str) -> "Cursor | None":
        """From an address; None for anything that is no cursor."""
        parts = text.split(".")
        if len(parts) != 3 or not all(part.isascii() and part.isdigit() and len(part) <= 9 for part in parts):
            return None
        return cls(*(int(part) for part in parts))


@dataclass(frozen=True)
class Shortage:
    """A proposal whose scores are not all there: why the ranking is not final."""

    proposal: Proposal
    confirmed: int
    unfinished: int
    recused: int
    is_short: bool
    bodies: Mapping[str, int]
    points_missing: int
    gates_left: int


@dataclass(frozen=True)
class RankingPage:
    """One page of a ranking, and what still keeps it from being final."""

    lines: list[RankedLine]
    next: Cursor | None
    shortages: list[Shortage]


def ranking_page(call: Call, stage_key: str, *, viewer: Any, after: str = "", limit: int = 50) -> RankingPage:
    """Ranked proposals, best first, after a cursor (three statements). Raises Missing for an unknown stage."""
    require(viewer, "call.oversee", call)
    if stage_key not in {stage.key for stage in call.definition.stages}:
        raise Missing
    cursor = Cursor.read(after)
    rows = list(db.session.scalars(_ranked(call, stage_key, cursor).limit(limit + 2)))
    context = 1 if cursor and rows and rows[0].proposal_id == cursor.proposal_id else 0
    start = cursor.position if cursor and context else 0
    places = number(rows, rule_of(call.definition), before=start, rank_before=cursor.rank if cursor else None, context=context)
    shown, places = rows[context:context + limit], places[:limit]
    workings = workings_of(call, stage_key, [tally.proposal_id for tally in shown])
    gates = verdicts_on([tally.proposal_id for tally in shown], [stage_key]) if call.definition.stage(stage_key).gates else {}
    lines = [RankedLine(tally, place, workings.get(tally.proposal_id, Workings()), start + i,
                        not disagrees(call.definition, stage_key, tally, workings.get(tally.proposal_id)),
                        gates.get((tally.proposal_id, stage_key), {}))
             for i, (tally, place) in enumerate(zip(shown, places, strict=True), 1)]
    more = len(rows) > context + limit
    last = Cursor(lines[-1].tally.proposal_id, lines[-1].position, lines[-1].place.rank or 0) if lines and more else None
    return RankingPage(lines, last, shortages_of(call, stage_key))


def _ranked(call: Call, stage_key: str, cursor: Cursor | None) -> Select[tuple[Tally]]:
    """Tallies with enough scores, best first, from the cursor's own row on (it is the context of a tie)."""
    stage = (Tally.call_id == call.id, Tally.stage_key == stage_key)
    listed = select(Decision.id).join(Selection, Selection.id == Decision.selection_id).where(
        Decision.proposal_id == Tally.proposal_id, Selection.stage_key == stage_key).exists()
    wanted = select(Tally).join(Tally.proposal).join(Proposal.company).where(
        *stage, Tally.enough.is_(True), Tally.final_e4.is_not(None), or_(Proposal.state != "withdrawn", listed))
    if cursor is not None:
        key = select(Tally.rank_key).where(*stage, Tally.proposal_id == cursor.proposal_id).scalar_subquery()
        wanted = wanted.where(_from(key, cursor.proposal_id))
    loaded = wanted.options(contains_eager(Tally.proposal).contains_eager(Proposal.company))
    return loaded.order_by(Tally.rank_key.desc(), Tally.proposal_id)


def _from(key: Any, proposal_id: int) -> ColumnElement[bool]:
    return or_(Tally.rank_key < key, and_(Tally.rank_key == key, Tally.proposal_id >= proposal_id))


def _seat_numbers(call_id: int, stage_key: str) -> Any:
    """Seat id to its number on the panel, from 1 in the order of appointment."""
    return select(Seat.id, Seat.body, func.row_number().over(order_by=Seat.id).label("label")).where(
        Seat.call_id == call_id, Seat.stage_key == stage_key).subquery()


def workings_of(call: Call, stage_key: str, proposal_ids: Iterable[int]) -> dict[int, Workings]:
    """Proposal id to its arithmetic, done anew from the confirmed sheets (one statement) and points from facts (one more)."""
    proposal_ids = list(proposal_ids)
    seats = _seat_numbers(call.id, stage_key)
    wanted = select(Review.proposal_id, Review.reviewer_id, seats.c.label, seats.c.body, Mark.key, Mark.value).join(
        Mark, and_(Mark.review_id == Review.id, Mark.kind == "points")).join(seats, seats.c.id == Review.seat_id).where(
        Review.proposal_id.in_(proposal_ids), Review.stage_key == stage_key, Review.state == CONFIRMED)
    sheets: dict[tuple[int, int], RawSheet] = {}
    for proposal_id, reviewer_id, label, body, key, value in db.session.execute(wanted.order_by(Review.seat_id, Mark.key)):
        sheet = sheets.setdefault((proposal_id, reviewer_id), RawSheet(label, reviewer_id, {}, body))
        sheet.points[key] = value  # type: ignore[index]
    by_proposal: dict[int, list[RawSheet]] = {}
    for (proposal_id, _reviewer), sheet in sheets.items():
        by_proposal.setdefault(proposal_id, []).append(sheet)
    stage, rule = call.definition.stage(stage_key), rule_of(call.definition)
    facts = _entered(proposal_ids, stage_key) if stage.for_operator else {}
    return {proposal_id: work_out(by_proposal.get(proposal_id, ()), stage, rule, facts.get(proposal_id))
            for proposal_id in {**by_proposal, **facts}}


def _entered(proposal_ids: list[int], stage_key: str) -> dict[int, dict[str, tuple[int, str]]]:
    """Proposal id to the operator's points by criterion, each with its facts."""
    found: dict[int, dict[str, tuple[int, str]]] = {}
    mine = select(EnteredPoints).where(EnteredPoints.proposal_id.in_(proposal_ids), EnteredPoints.stage_key == stage_key)
    for row in db.session.scalars(mine.order_by(EnteredPoints.id)):
        found.setdefault(row.proposal_id, {})[row.key] = (row.points_e4, row.facts)
    return found


def disagrees(definition: Definition, stage_key: str, tally: Tally | None, workings: Workings | None) -> bool:
    """Whether the mean kept of this stage is not what the sheets give."""
    if tally is None or workings is None:
        return False
    alone = tally.mean_e4 if not counts_with_others(definition, stage_key) else workings.mean_e4
    return not (workings.mean_e4 == alone == tally.details.get("stage_mean_e4", alone))


def counts_with_others(definition: Definition, stage_key: str) -> bool:
    """Whether the final score of this stage also holds an earlier stage's mean, by weight."""
    last = definition.last_stage.key == stage_key
    return last and any(stage.weight for stage in definition.stages if stage.key != stage_key)


def shortages_of(call: Call, stage_key: str) -> list[Shortage]:
    """Proposals under review at this stage with too few scores or unfinished sheets, by number; at most fifty.

    Read by the index of tallies that still wait, so that it costs nothing when all is done.
    """
    wanted = select(Tally).join(Tally.proposal).join(Proposal.company).where(
        Tally.call_id == call.id, Tally.stage_key == stage_key, or_(Tally.enough.is_(False), Tally.confirmed < Tally.assigned),
        Proposal.stage_key == stage_key, Proposal.state == "in_review")
    loaded = wanted.options(contains_eager(Tally.proposal).contains_eager(Proposal.company))
    return [Shortage(tally.proposal, tally.confirmed, tally.assigned - tally.confirmed, tally.recused,
                     not scores_suffice(tally), confirmed_by_body(tally), points_missing_of(tally),
                     kept_in(tally, "gates_left", 0))
            for tally in db.session.scalars(loaded.order_by(Tally.proposal_id).limit(SHORTAGES_SHOWN))]


def get_scored(call: Call, stage_key: str, proposal_id: int, *, viewer: Any) -> tuple[Proposal, Tally | None, Workings]:
    """One proposal that stands or stood at a stage, its tally if there is one, and its arithmetic. Raises Missing."""
    require(viewer, "call.oversee", call)
    kept = and_(Tally.proposal_id == Proposal.id, Tally.stage_key == stage_key)
    wanted = select(Proposal, Tally).join(Proposal.company).outerjoin(Tally, kept).where(
        Proposal.call_id == call.id, Proposal.id == proposal_id, or_(Proposal.stage_key == stage_key, Tally.id.is_not(None)))
    row = db.session.execute(wanted.options(contains_eager(Proposal.company))).one_or_none()
    if row is None:
        raise Missing
    return row[0], row[1], workings_of(call, stage_key, [proposal_id]).get(proposal_id, Workings())


def names_of(workings: Workings) -> dict[int, str]:
    """Reviewer's number on the panel to their name, for managers who ask for it."""
    labels = {sheet.reviewer_id: sheet.label for sheet in workings.sheets}
    people = select(User.id, User.name).where(User.id.in_([user_id for user_id in labels if user_id is not None]))
    return {labels[user_id]: name for user_id, name in db.session.execute(people.order_by(User.id))}

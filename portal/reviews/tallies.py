"""What the confirmed reviews of a proposal add up to: kept beside it, renewed in the transaction that changes a review."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from fractions import Fraction
from typing import Any

from sqlalchemy import and_, select
from sqlalchemy.orm.attributes import set_committed_value

from portal.calls.definition import Definition, Stage
from portal.foundation.db import db
from portal.proposals.deductions import standing_deductions
from portal.proposals.models import BonusClaim, Proposal
from portal.reviews import scoring
from portal.reviews.gating import gates_failed, gates_left, verdicts_on
from portal.reviews.lifecycle import ReviewState
from portal.reviews.models import EnteredPoints, GateVerdict, Mark, Review, Seat, Tally
from portal.reviews.scoring.numbers import UNIT
from portal.reviews.sheet import rule_of

ACTIVE = (ReviewState.ASSIGNED.value, ReviewState.OPEN.value, ReviewState.CONFIRMED.value)


@dataclass(frozen=True)
class Known:
    """What counts of one review: where it stands, who wrote it and for which body, and its sums by criterion."""

    state: str
    reviewer: int
    totals: Mapping[str, int] | None
    body: str


@dataclass
class Given:
    """What is known of one proposal: its reviews by stage, accepted bonuses, deductions, and points from facts by stage."""

    reviews: dict[str, dict[int, Known]] = field(default_factory=lambda: defaultdict(dict))
    bonuses: set[str] = field(default_factory=set)
    deductions: set[str] = field(default_factory=set)
    gates: dict[str, dict[str, GateVerdict]] = field(default_factory=lambda: defaultdict(dict))
    entered: dict[str, dict[str, Fraction]] = field(default_factory=lambda: defaultdict(dict))

    def count(self, stage_key: str, *states: str) -> int:
        """How many reviews of a stage stand in one of these states."""
        return sum(1 for review in self.reviews[stage_key].values() if review.state in states)

    def result(self, stage: Stage, rule: scoring.Rule) -> scoring.StageResult:
        """What a stage gave."""
        return scoring.stage_result(self.sheets(stage.key), stage, rule, self.entered[stage.key])

    def sheets(self, stage_key: str) -> list[scoring.Sheet]:
        """The confirmed sheets of a stage, criterion by criterion; recused reviewers have none."""
        return [scoring.Sheet(review.reviewer, {key: Fraction(e4, UNIT) for key, e4 in review.totals.items()}, review.body)
                for review in self.reviews[stage_key].values() if review.state == ReviewState.CONFIRMED and review.totals]


def refresh(proposal: Proposal, stage_key: str, *, taken: Tally | None = None) -> Tally:
    """Add up one proposal at one stage anew. Its tally is locked first, so that two confirmations at once both count.

    `taken` is the tally when `take` has locked it already.
    """
    return refresh_all([proposal], stage_key, taken={proposal.id: taken} if taken else {})[0]


def refresh_all(proposals: Sequence[Proposal], stage_key: str, *, taken: Mapping[int, Tally] | None = None) -> list[Tally]:
    """The same for many proposals of one call: two statements to read, whatever their number."""
    db.session.flush()
    kept = dict(taken or {})
    kept |= _locked([proposal for proposal in proposals if proposal.id not in kept], stage_key)
    given = _given_to(proposals)
    for proposal in proposals:
        _add_up(kept[proposal.id], given[proposal.id], proposal)
    return [kept[proposal.id] for proposal in proposals]


def take(review: Review) -> Tally | None:
    """Lock the tally of a review about to be confirmed, and read the review's marks in the same statement."""
    wanted = select(Tally, Mark).outerjoin(Mark, Mark.review_id == review.id).where(
        Tally.proposal_id == review.proposal_id, Tally.stage_key == review.stage_key)
    rows = db.session.execute(wanted.order_by(Mark.kind, Mark.key).with_for_update(of=Tally)).all()
    if not rows:
        return None
    set_committed_value(review, "marks", [mark for _tally, mark in rows if mark is not None])
    return rows[0][0]


def _locked(proposals: Sequence[Proposal], stage_key: str) -> dict[int, Tally]:
    """The tallies by proposal, made where there were none; taken in one order so that two writers never deadlock."""
    if not proposals:
        return {}
    wanted = select(Tally).where(Tally.proposal_id.in_([proposal.id for proposal in proposals]), Tally.stage_key == stage_key)
    rows = db.session.scalars(wanted.order_by(Tally.id).with_for_update().execution_options(populate_existing=True))
    found = {tally.proposal_id: tally for tally in rows}
    for proposal in proposals:
        if proposal.id not in found:
            found[proposal.id] = Tally(proposal=proposal, call_id=proposal.call_id, stage_key=stage_key)
            db.session.add(found[proposal.id])
    return found


def _given_to(proposals: Sequence[Proposal]) -> dict[int, Given]:
    """Every review of these proposals with the accepted bonuses beside it, in one statement."""
    accepted = and_(BonusClaim.proposal_id == Proposal.id, BonusClaim.accepted.is_(True))
    wanted = select(Proposal.id, BonusClaim.key, Review.id, Review.stage_key, Review.state, Review.reviewer_id,
                    Review.criterion_totals, Seat.body).outerjoin(BonusClaim, accepted).outerjoin(
                        Review, Review.proposal_id == Proposal.id).outerjoin(Seat, Seat.id == Review.seat_id)
    found: dict[int, Given] = defaultdict(Given)
    mine = wanted.where(Proposal.id.in_([proposal.id for proposal in proposals])).order_by(Proposal.id, Review.id)
    for proposal_id, bonus, review_id, stage_key, *known in db.session.execute(mine):
        if bonus is not None:
            found[proposal_id].bonuses.add(bonus)
        if review_id is not None:
            found[proposal_id].reviews[stage_key][review_id] = Known(*known)
    _bring_entered(proposals, found)
    gated = [proposal.id for proposal in proposals if any(stage.gates for stage in proposal.call.definition.stages)]
    keys = {stage.key for proposal in proposals for stage in proposal.call.definition.stages}
    for (proposal_id, stage_key), verdicts in (verdicts_on(gated, keys) if gated else {}).items():
        found[proposal_id].gates[stage_key] = verdicts
    deducting = [proposal.id for proposal in proposals if proposal.call.definition.deductions]
    for row in standing_deductions(deducting) if deducting else ():
        found[row.proposal_id].deductions.add(row.key)
    return found


def _bring_entered(proposals: Sequence[Proposal], found: dict[int, Given]) -> None:
    """Points from facts, asked for only where the call has such criteria."""
    asked = [proposal.id for proposal in proposals if any(stage.for_operator for stage in proposal.call.definition.stages)]
    if not asked:
        return
    mine = select(EnteredPoints).where(EnteredPoints.proposal_id.in_(asked)).order_by(EnteredPoints.id)
    for row in db.session.scalars(mine):
        found[row.proposal_id].entered[row.stage_key][row.key] = Fraction(row.points_e4, UNIT)


def _add_up(tally: Tally, given: Given, proposal: Proposal) -> None:
    definition, stage_key = proposal.call.definition, tally.stage_key
    rule, stage = rule_of(definition), definition.stage(stage_key)
    own = given.result(stage, rule)
    tally.assigned = given.count(stage_key, *ACTIVE)
    tally.confirmed = given.count(stage_key, ReviewState.CONFIRMED)
    tally.recused = given.count(stage_key, ReviewState.RECUSED)
    left, failed = gates_left(stage, given.gates[stage_key]), gates_failed(stage, given.gates[stage_key])
    tally.enough = own.enough and not left
    final = _final(definition, stage, own, given, rule) if not left else None
    if final and failed:
        final = replace(final, passed=False)
    tally.mean_e4 = final.mean4 if final else None
    tally.bonus_e4 = final.bonus4 if final else 0
    tally.deductions_e4 = final.deductions4 if final else 0
    tally.final_e4 = final.final4 if final else None
    tally.passed = final.passed if final else None
    tally.rank_key = scoring.rank_key(_row(proposal, final), rule) if final else ""
    tally.details = _details(own, final) | {"gates_left": left, "gates_failed": failed}


def _final(definition: Definition, stage: Stage, own: scoring.StageResult, given: Given,
           rule: scoring.Rule) -> scoring.Final | None:
    """The stage's figure: its own mean, at the last stage the weighted one of all stages; None while sheets are missing."""
    parts = [(own, 100)]
    if stage.key == definition.last_stage.key:
        parts = [(own if each.key == stage.key else given.result(each, rule), each.weight) for each in definition.stages]
    if not own.enough or any(weight and not result.enough for result, weight in parts):
        return None
    points = sum(bonus.points for bonus in definition.bonus if bonus.key in given.bonuses)
    less = sum(deduction.points for deduction in definition.deductions or () if deduction.key in given.deductions)
    return scoring.final_of(parts, rule, stage.threshold, bonus=points, deductions=less)


def _details(own: scoring.StageResult, final: scoring.Final | None) -> dict[str, Any]:
    """The workings as JSON: figures in ten-thousandths, reviewers by their user ids (for managers' pages only)."""
    return {
        "criteria_e4": {key: scoring.score4(mean) for key, mean in own.criterion_means.items()} if own.n else {},
        "totals_e4": {str(reviewer): scoring.score4(total) for reviewer, total in own.totals.items()},
        "retained": list(own.retained),
        "dropped_high": own.dropped_high,
        "dropped_low": own.dropped_low,
        "bodies": {key: {"n": body.n, "mean_e4": scoring.score4(body.mean) if body.mean is not None else None}
                   for key, body in own.bodies.items()},
        "points_missing": len(own.missing),
        "scores_suffice": own.scores_suffice,
        "stage_mean_e4": scoring.score4(own.mean) if own.mean is not None else None,
        "tie_e4": dict(final.criterion4) if final else {},
        "claimed_e4": final.claimed4 if final else 0,
        "tested_e4": final.tested4 if final else None,
        "threshold_e4": final.threshold4 if final else None,
    }


def _row(proposal: Proposal, final: scoring.Final) -> scoring.Row:
    return scoring.Row(proposal.number, final, proposal.submitted_at or proposal.created_at)

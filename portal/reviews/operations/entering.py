"""Points the operator enters from facts, many proposals at once: each with its source, every change on record."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from portal.calls.definition import Criterion
from portal.calls.models import Call
from portal.calls.words import REASON_LEAST, tidied
from portal.foundation.db import db
from portal.foundation.errors import Invalid, Stale
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.foundation.transactions import someone_was_faster, told_kindly
from portal.proposals.lifecycle import PROPOSAL
from portal.proposals.models import Proposal
from portal.reviews import queries, tallies
from portal.reviews.marks import NUMBER, is_untouched, version_in
from portal.reviews.models import EnteredPoints, said
from portal.reviews.scoring import exact, least_of, score4
from portal.reviews.sheet import plain, rule_of

MOST_FACTS = 500
Place = tuple[int, str]


@dataclass(frozen=True)
class Entry:
    """What was typed for one criterion of one proposal, and the token (`EnteredPoints.token`) that was on the screen."""

    points: str
    facts: str
    seen: str = ""


def enter_points(call: Call, stage_key: str, typed: Mapping[Place, Entry], *, by: Any) -> int:
    """Save points from facts by (proposal id, criterion); how many changed. Proposals elsewhere are left alone.

    All or nothing; lines left as the page was drawn say nothing about what others saved since. Raises Invalid naming every
    field at once (`points-<proposal>-<criterion>`, `facts-…`), Stale when somebody changed one of them meanwhile, Refused
    when a proposal no longer stands here.
    """
    require(by, "call.run", call)
    criteria = {criterion.key: criterion for criterion in call.definition.stage(stage_key).for_operator}
    proposals = queries.proposals_to_enter(call, stage_key, viewer=by, only={proposal_id for proposal_id, _key in typed})
    kept = queries.entered_points(proposals, stage_key)
    known = {proposal.id: proposal for proposal in proposals}
    wanted = {place: entry for place, entry in typed.items() if place[0] in known and place[1] in criteria}
    read = _read_all(call, wanted, criteria, kept)
    changed = {place: values for place, values in read.items() if _differs(kept.get(place), *values)
               and not is_untouched(said(wanted[place].points, wanted[place].facts), wanted[place].seen)}
    for place, (points_e4, facts) in changed.items():
        _keep(known[place[0]], stage_key, place, kept.get(place), wanted[place].seen, points_e4, facts, by)
    with told_kindly():
        db.session.flush()
    touched = [proposal for proposal in proposals if any(place[0] == proposal.id for place in changed)]
    if touched:
        tallies.refresh_all(touched, stage_key)
    for proposal in touched:
        PROPOSAL.move(proposal, "enter_points", by=by, stage=stage_key, points={
            key: [plain(exact(points_e4) / 10_000), facts] for (owner, key), (points_e4, facts) in changed.items()
            if owner == proposal.id})
    return len(changed)


def _differs(row: EnteredPoints | None, points_e4: int, facts: str) -> bool:
    return row is None or (row.points_e4, row.facts) != (points_e4, facts)


def _keep(proposal: Proposal, stage_key: str, place: Place, row: EnteredPoints | None, seen: str, points_e4: int, facts: str,
          by: Any) -> None:
    if version_in(seen) != (row.version if row else 0):
        raise Stale(someone_was_faster())
    if row is None:
        row = EnteredPoints(proposal_id=proposal.id, stage_key=stage_key, key=place[1])
        db.session.add(row)
    row.points_e4, row.facts, row.by_id = points_e4, facts, by.id


def _read_all(call: Call, typed: Mapping[Place, Entry], criteria: Mapping[str, Criterion],
              kept: Mapping[Place, EnteredPoints]) -> dict[Place, tuple[int, str]]:
    """What can be kept; lines left empty are not there yet. Raises Invalid naming every field at once."""
    found, wrong = {}, {}
    for place, entry in typed.items():
        if not entry.points.strip() and not entry.facts.strip() and place not in kept:
            continue
        name = f"{place[0]}-{place[1]}"
        try:
            points = _points(entry.points, criteria[place[1]], call, f"points-{name}")
        except Invalid as invalid:
            wrong.update(invalid.fields)
        try:
            facts = tidied(entry.facts, f"facts-{name}", least=REASON_LEAST, most=MOST_FACTS)
        except Invalid as invalid:
            wrong.update(invalid.fields)
        if f"points-{name}" not in wrong and f"facts-{name}" not in wrong:
            found[place] = (points, facts)
    if wrong:
        raise Invalid(wrong)
    return found


def _points(typed: str, criterion: Criterion, call: Call, name: str) -> int:
    typed = tidied(typed, name, most=40)
    least = least_of(criterion, rule_of(call.definition))
    if not NUMBER.fullmatch(typed) or not least <= exact(Decimal(typed)) <= criterion.max:
        raise Invalid({name: [_("Enter points from %(least)s to %(max)s, with at most two decimals.",
                                least=plain(least), max=criterion.max)]})
    return score4(exact(Decimal(typed)))

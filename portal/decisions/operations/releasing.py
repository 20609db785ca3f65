"""Two people and one release: the figures freeze when proposed, another person confirms, then all results leave at once."""

import hashlib
import json
from typing import Any

from portal.decisions import notices, queries, rankings
from portal.decisions.lifecycle import SELECTION, Outcome
from portal.decisions.models import Selection
from portal.decisions.standing import Line, Standing
from portal.decisions.workings import Workings
from portal.foundation import outbox
from portal.foundation.clock import now
from portal.foundation.errors import Invalid, Refused
from portal.foundation.i18n import _
from portal.proposals.deductions import standing_deductions
from portal.proposals.lifecycle import PROPOSAL
from portal.proposals.models import Proposal
from portal.proposals.queries import bring_attachments
from portal.reviews import tallies
from portal.reviews.gating import verdicts_on

MOVES = {
    Outcome.PASSED: "advance", Outcome.SELECTED: "select",
    Outcome.RESERVE: "place_on_reserve", Outcome.NOT_SELECTED: "decline",
}


def propose_selection(selection: Selection, *, by: Any, seen: int | None = None) -> None:
    """Freeze the figures and hand the selection to a second person. Raises Refused with what is missing."""
    standing = queries.look_at(selection)
    SELECTION.check(selection, "propose", by=by)
    _freeze(selection, standing)
    SELECTION.move(selection, "propose", by=by, seen=seen, seal=_seal_of(standing), **_sums(standing))
    selection.proposed_by_id, selection.proposed_at, selection.returned_reason = by.id, now(), ""
    selection.edition_number = selection.call.edition_number
    selection.confirmed_by_id, selection.confirmed_at = None, None


def return_selection(selection: Selection, reason: str, *, by: Any, seen: int | None = None) -> None:
    """Send it back to be decided anew. Raises Invalid without a reason."""
    SELECTION.check(selection, "return", by=by)
    if not reason.strip():
        raise Invalid({"reason": [_("Say why it goes back.")]})
    SELECTION.move(selection, "return", by=by, seen=seen, note=reason.strip())
    selection.returned_reason, selection.decided_at = reason.strip(), now()
    selection.confirmed_by_id, selection.confirmed_at = None, None


def confirm_selection(selection: Selection, *, by: Any, seen: int | None = None) -> None:
    """The second pair of eyes; never those of the proposer."""
    standing = queries.look_at(selection)
    SELECTION.move(selection, "confirm", by=by, seen=seen, seal=_seal_of(standing), **_sums(standing))
    selection.confirmed_by_id, selection.confirmed_at = by.id, now()


def release_selection(selection: Selection, *, by: Any, seen: int | None = None) -> int:
    """Every result at once: the proposals move on, the companies are written to. The number of letters; irreversible."""
    standing = queries.look_at(selection)
    SELECTION.move(selection, "release", by=by, seen=seen, seal=_seal_of(standing), **_sums(standing))
    selection.released_by_id, selection.released_at = by.id, now()
    following = selection.call.definition.next_stage(selection.stage_key)
    bring_attachments([line.decision.proposal for line in standing.lines])
    for line in standing.lines:
        _settle(line.decision.proposal, Outcome(line.decision.outcome or ""), following.key if following else None, by=by)
    if following:
        passed = [line.decision.proposal for line in standing.lines if line.decision.outcome == Outcome.PASSED]
        tallies.refresh_all(passed, following.key)  # so that the next panel sees at once who still lacks reviewers
    contacts = queries.contacts_of([line.decision.proposal for line in standing.lines])
    letters = list(notices.letters_of_the_release(selection, contacts))
    for letter in letters:
        outbox.owe(letter)
    return len(letters)


def _settle(proposal: Proposal, outcome: Outcome, following: str | None, *, by: Any) -> None:
    if outcome == Outcome.PASSED:
        proposal.stage_key, proposal.state_since = following, now()
    PROPOSAL.move(proposal, MOVES[outcome], by=by, silent=True)


def _freeze(selection: Selection, standing: Standing) -> None:
    """Write the figures of this moment down beside each decision, with the sheets they came from."""
    workings = rankings.workings_of(selection.call, selection.stage_key, [line.decision.proposal_id for line in standing.lines])
    threshold = selection.call.definition.stage(selection.stage_key).threshold
    listed = [line.decision.proposal_id for line in standing.lines]
    taken, gates = standing_deductions(listed), verdicts_on(listed, [selection.stage_key])
    for position, line in enumerate(standing.lines, 1):
        worked = workings.get(line.decision.proposal_id, Workings())
        verdicts = gates.get((line.decision.proposal_id, selection.stage_key), {}).values()
        _keep(line, position, threshold, worked, {
            "deductions": [[row.key, row.reason] for row in taken if row.proposal_id == line.decision.proposal_id],
            "gates": [[row.key, row.verdict, row.words] for row in verdicts]})
    odd = [line.decision.proposal.number for line in standing.lines if rankings.disagrees(
        selection.call.definition, selection.stage_key, line.tally, workings.get(line.decision.proposal_id))]
    if odd:
        raise Refused(_("The kept mean of %(numbers)s is not what the sheets give. Have the scores added up again first.",
                        numbers=", ".join(odd[:5])))


def _keep(line: Line, position: int, threshold: int, worked: Workings, more: dict[str, Any]) -> None:
    decision, tally, place = line.decision, line.tally, line.place
    decision.rank = place.rank if place else None
    decision.mean_e4, decision.bonus_e4, decision.final_e4 = tally.mean_e4, tally.bonus_e4, tally.final_e4
    decision.deductions_e4 = tally.deductions_e4
    decision.passed = tally.passed
    decision.figures = {
        "position": position, "threshold": threshold, "suggested": str(place.suggested) if place and place.suggested else None,
        "lost_by": place.lost_by if place else None, "won_by": place.won_by if place else None, "rank_key": tally.rank_key,
        "workings": worked.body(), **more,
    }


def _seal_of(standing: Standing) -> str:
    """SHA-256 over every frozen figure and outcome in order: what was proposed, confirmed and released is one thing."""
    rows = [[line.decision.proposal.number, line.decision.outcome, line.decision.reserve_rank, line.decision.grant_won,
             line.decision.rank, line.decision.mean_e4, line.decision.bonus_e4, line.decision.deductions_e4,
             line.decision.final_e4, line.decision.reason]
            for line in standing.lines]
    return hashlib.sha256(json.dumps(rows, ensure_ascii=False, separators=(",", ":")).encode()).hexdigest()


def _sums(standing: Standing) -> dict[str, int]:
    counted = {str(outcome): len(standing.with_outcome(outcome)) for outcome in Outcome}
    return {**{name: n for name, n in counted.items() if n}, "grants": standing.grants}

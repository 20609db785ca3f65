"""Preparing a selection: who is on it, what the ranking suggests, and what people decide, with a reason where they depart."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy.exc import IntegrityError

from portal.calls.models import Call
from portal.decisions import queries
from portal.decisions.lifecycle import SELECTION, Outcome, SelectionState
from portal.decisions.models import Decision, Selection
from portal.decisions.places import gates_failed_by, is_ranked
from portal.decisions.standing import Line, Standing, sketched
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Invalid, Missing, Refused, Stale
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.foundation.transactions import someone_was_faster

MOST_WORDS = 1000


@dataclass(frozen=True)
class Choice:
    """What a manager decided for one proposal: the outcome (None: not yet), the grant in won, and why."""

    outcome: str | None
    grant_won: int | None = None
    reason: str = ""


def prepare_selection(call: Call, stage_key: str, *, by: Any) -> Selection:
    """Begin the selection of a stage with what the ranking suggests. Raises Missing (no such stage), Refused, Stale."""
    if stage_key not in {stage.key for stage in call.definition.stages}:
        raise Missing
    selection = Selection(call=call, stage_key=stage_key, state=SelectionState.DRAFT.value, decided_at=now())
    require(by, "selection.create", selection)
    if queries.find_selection(call, stage_key, viewer=by) is not None:
        raise Refused(_("This selection was prepared already."))
    if not queries.under_review_at(call, stage_key):
        raise Refused(_("No proposal is under review at this stage."))
    db.session.add(selection)
    try:
        db.session.flush()
    except IntegrityError as clash:
        raise Stale(someone_was_faster()) from clash
    SELECTION.begin(selection, by=by, stage=stage_key)
    _list_everyone(selection)
    _adopt(selection, anew=True)
    return selection


def refresh_selection(selection: Selection, *, by: Any, seen: int | None = None, anew: bool = False) -> None:
    """Read the ranking again: list who is new, suggest where nothing was decided; `anew` takes every suggestion again."""
    SELECTION.move(selection, "refresh", by=by, seen=seen, anew=anew)
    _list_everyone(selection)
    _adopt(selection, anew=anew)


def decide_outcomes(selection: Selection, choices: Mapping[int, Choice], *, by: Any, seen: int | None = None) -> None:
    """Save outcomes, grants and reasons, by decision id; other decisions stay as they are. Raises Invalid or Stale."""
    SELECTION.check(selection, "decide", by=by)
    standing = queries.look_at(selection)
    lines = {line.decision.id: line for line in standing.lines}
    chosen = [(lines[number], choice) for number, choice in choices.items() if number in lines]
    faults = {name: [words] for line, choice in chosen for name, words in _faults(line, choice, standing, selection)}
    if faults:
        raise Invalid(faults)
    changes = [change for line, choice in chosen if (change := _apply(line.decision, choice))]
    SELECTION.move(selection, "decide", by=by, seen=seen, changes=changes)
    _add_up(selection, standing)


def add_up_choices(selection: Selection, choices: Mapping[int, Choice], *, by: Any) -> Standing:
    """What the selection would add up to with these choices, by decision id; saves nothing."""
    SELECTION.check(selection, "decide", by=by)
    return sketched(queries.look_at(selection), choices)


def _list_everyone(selection: Selection) -> None:
    """Add a decision for each proposal that stands at this stage and is not on the list."""
    listed = {decision.proposal_id for decision in selection.decisions}
    asked = queries.requested_grants(selection.call, selection.stage_key) if selection.is_last_stage else {}
    for proposal in queries.under_review_at(selection.call, selection.stage_key):
        if proposal.id not in listed:
            selection.decisions.append(
                Decision(proposal=proposal, outcome=None, figures={}, requested_won=asked.get(proposal.id)))
    db.session.flush()


def _adopt(selection: Selection, *, anew: bool) -> None:
    standing = queries.look_at(selection)
    for line in standing.lines:
        if anew or line.decision.outcome is None:
            line.decision.outcome = str(line.suggested) if line.suggested else None
            line.decision.reason = ""
            line.decision.grant_won = _usual_grant(line.decision, standing) if line.suggested == Outcome.SELECTED else None
    _add_up(selection, standing)


def _usual_grant(decision: Decision, standing: Standing) -> int:
    """What was asked for, up to the most one pilot may get."""
    return min(decision.requested_won or standing.max_grant, standing.max_grant)


def _apply(decision: Decision, choice: Choice) -> list[Any] | None:
    """Write a choice down; what changed, for the history."""
    before = (decision.outcome, decision.grant_won)
    decision.outcome, decision.reason = choice.outcome, choice.reason.strip()
    decision.grant_won = choice.grant_won if choice.outcome == Outcome.SELECTED else None
    after = (decision.outcome, decision.grant_won)
    return [decision.proposal.number, *before, *after] if before != after else None


def _add_up(selection: Selection, standing: Standing) -> None:
    """Number the reserve list in rank order, and keep the sums."""
    for line in standing.lines:
        line.decision.reserve_rank = None
    for place, line in enumerate(standing.with_outcome(Outcome.RESERVE), 1):
        line.decision.reserve_rank = place
    selection.undecided, selection.places_taken = len(standing.undecided), standing.taken
    selection.places = standing.places
    selection.decided_at = now()


def _faults(line: Line, choice: Choice, standing: Standing, selection: Selection) -> Iterable[tuple[str, str]]:
    number = line.decision.id
    if choice.outcome is not None and choice.outcome not in selection.possible_outcomes:
        yield f"outcome-{number}", _("Choose one of the outcomes of this stage.")
        return
    if choice.outcome not in (None, Outcome.NOT_SELECTED) and is_ranked(line.tally) and not line.tally.passed:
        yield f"outcome-{number}", _("It did not pass a check of this stage and is therefore out.") if gates_failed_by(
            line.tally) else _("It is below the threshold and therefore out, even if places remain.")
    if choice.outcome is not None and choice.outcome != line.suggested and not choice.reason.strip():
        yield f"reason-{number}", _(
            "This departs from what the ranking suggests. Say why; the company reads it with its result.")
    if len(choice.reason) > MOST_WORDS:
        yield f"reason-{number}", _("Keep it under %(most)s characters.", most=f"{MOST_WORDS:,}")
    if choice.outcome == Outcome.SELECTED and choice.grant_won is not None and not 0 < choice.grant_won <= standing.max_grant:
        yield f"grant-{number}", _("Enter from 1 to %(most)s won, the most for one pilot.", most=f"{standing.max_grant:,}")

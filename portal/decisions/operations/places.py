"""After the release: a place that is given back, and the next company on the reserve list that is called up into it."""

from collections.abc import Callable
from typing import Any

from portal.decisions import lifecycle, notices, queries
from portal.decisions.lifecycle import Outcome
from portal.decisions.models import Decision
from portal.foundation import history, outbox
from portal.foundation.clock import now
from portal.foundation.errors import Invalid, Refused, Stale
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.foundation.transactions import someone_was_faster
from portal.proposals.lifecycle import PROPOSAL

GIVING_BACK = (lifecycle.the_results_are_released, lifecycle.it_holds_a_place)
CALLING_UP = (lifecycle.the_results_are_released, lifecycle.it_waits_on_the_reserve_list,
              lifecycle.the_reserve_list_is_still_valid)


def give_back_place(decision: Decision, reason: str, *, by: Any, seen: int | None = None) -> None:
    """Note that a selected company gives its place up (or lost it), so that the next one may be called up."""
    require(by, "decision.give_back", decision)
    _must_hold(decision, GIVING_BACK, seen)
    decision.given_up_reason, decision.given_up_at = _words(reason), now()
    PROPOSAL.move(decision.proposal, "give_up", by=by, note=decision.given_up_reason)
    history.record(decision, "give_back", by=by, note=decision.given_up_reason, proposal=decision.proposal.number)


def call_up(decision: Decision, reason: str, grant_won: int | None, *, by: Any, seen: int | None = None) -> None:
    """Select the first of the reserve list into a free place, with its grant in won. Raises Refused or Invalid."""
    require(by, "decision.call_up", decision)
    _must_hold(decision, CALLING_UP, seen)
    standing = queries.look_at(decision.selection)
    if decision.proposal.track in standing.full_tracks:
        raise Refused(_("Every place of this track is taken. Note first who gives a place of it back."))
    if not standing.free_places:
        raise Refused(_("Every place is taken. Note first who gives a place back."))
    first = standing.next_in_reserve
    if first is None or first.decision.id != decision.id:
        raise Refused(_("The reserve list is called up in order: number %(n)s comes first.",
                        n=first.decision.reserve_rank if first else "-"))
    decision.called_up_reason = _words(reason)
    if standing.max_grant and (grant_won is None or not 0 < grant_won <= standing.max_grant):
        raise Invalid({"grant": [_("Enter from 1 to %(most)s won, the most for one pilot.", most=f"{standing.max_grant:,}")]})
    left = standing.budget_total - standing.grants
    if (grant_won or 0) > left:
        raise Invalid({"grant": [_("Only %(left)s won of the budget are left.", left=f"{max(left, 0):,}")]})
    decision.outcome, decision.grant_won, decision.called_up_at = Outcome.SELECTED.value, grant_won, now()
    PROPOSAL.move(decision.proposal, "select", by=by, note=decision.called_up_reason, silent=True)
    history.record(decision, "call_up", by=by, note=decision.called_up_reason, before=Outcome.RESERVE.value,
                   after=Outcome.SELECTED.value, reserve_rank=decision.reserve_rank, grant=grant_won)
    for letter in notices.letters_of_the_call_up(decision, queries.contacts_of([decision.proposal])[decision.proposal_id]):
        outbox.owe(letter)


def _must_hold(decision: Decision, checks: tuple[Callable[[Any], object | None], ...], seen: int | None) -> None:
    if seen is not None and seen != decision.version:
        raise Stale(someone_was_faster())
    for check in checks:
        obstacle = check(decision)
        if obstacle is not None:
            raise Refused(obstacle)


def _words(reason: str) -> str:
    if not reason.strip():
        raise Invalid({"reason": [_("Say why; it stays on record.")]})
    return reason.strip()

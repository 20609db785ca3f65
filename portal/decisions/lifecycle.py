"""The life of a selection: proposed by one person, confirmed by another, released to all at once."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any

from portal.foundation.i18n import _, _l, locale
from portal.foundation.lifecycle import Check, Lifecycle, Move


class SelectionState(StrEnum):
    DRAFT = "draft"
    PROPOSED = "proposed"
    CONFIRMED = "confirmed"
    RELEASED = "released"


class Outcome(StrEnum):
    PASSED = "passed"
    SELECTED = "selected"
    RESERVE = "reserve"
    NOT_SELECTED = "not_selected"


S = SelectionState


def of_the_standing(question: Callable[[Any], object | None]) -> Check:
    """A check that asks what `queries.look_at` found; nobody may go on without having looked."""
    def check(selection: Any) -> object | None:
        return _("Read the ranking first.") if selection.standing is None else question(selection.standing)

    check.__name__ = question.__name__
    return check


@of_the_standing
def everyone_under_review_is_listed(standing: Any) -> object | None:
    left = standing.unlisted
    return _("%(n)s proposals under review are not on this list: read the ranking again.", n=left) if left else None


@of_the_standing
def every_proposal_has_enough_scores(standing: Any) -> object | None:
    """Below the rule's number of scores a stage cannot close; a substitute is called. Each body needs its own."""
    if standing.bodies:
        return " ".join(
            _("Too few confirmed scores of “%(body)s” (%(least)s needed): %(numbers)s.", body=body.label.in_(locale()),
              least=least, numbers=_some([line.decision.proposal.number for line in lines]))
            for body, least, lines in standing.short_by_body) or None
    short = [line.decision.proposal.number for line in standing.short]
    if not short:
        return None
    return _("Too few confirmed scores (%(least)s needed): %(numbers)s.", least=standing.least_scores, numbers=_some(short))


@of_the_standing
def every_point_from_facts_is_entered(standing: Any) -> object | None:
    left = standing.points_missing
    return _("%(n)s points from facts are not entered yet.", n=left) if left else None


@of_the_standing
def every_gate_is_judged(standing: Any) -> object | None:
    left = standing.gates_left
    return _("%(n)s checks of this stage are not judged yet.", n=left) if left else None


@of_the_standing
def every_proposal_has_an_outcome(standing: Any) -> object | None:
    left = len(standing.undecided)
    return _("%(n)s proposals have no outcome yet.", n=left) if left else None


@of_the_standing
def every_departure_is_explained(standing: Any) -> object | None:
    bare = [line.decision.proposal.number for line in standing.unexplained]
    return _("Say why these depart from the ranking: %(numbers)s.", numbers=_some(bare)) if bare else None


@of_the_standing
def nobody_below_the_threshold_goes_on(standing: Any) -> object | None:
    """Below the threshold one is out even if places remain."""
    low = [line.decision.proposal.number for line in standing.below_the_threshold]
    return _("Below the threshold and therefore out: %(numbers)s.", numbers=_some(low)) if low else None


@of_the_standing
def nobody_who_failed_a_gate_goes_on(standing: Any) -> object | None:
    failed = [line.decision.proposal.number for line in standing.failed_a_gate]
    return _("Did not pass a check of this stage and therefore out: %(numbers)s.", numbers=_some(failed)) if failed else None


@of_the_standing
def within_the_places(standing: Any) -> object | None:
    taken, places = standing.taken, standing.places
    if places is not None and taken > places:
        return _("%(taken)s are marked as selected, but the call has %(places)s places.", taken=taken, places=places)
    return None


@of_the_standing
def within_each_track(standing: Any) -> object | None:
    """The quota of a track is part of the call, so the second person cannot wave it through either."""
    over = [_("%(track)s: %(taken)s selected, %(awards)s announced", track=track.label.in_(locale()), taken=taken,
              awards=track.awards) for track, taken in standing.over_quota]
    return _("More are selected in a track than the call gives. %(tracks)s.", tracks=", ".join(over)) if over else None


@of_the_standing
def within_the_reserve_list(standing: Any) -> object | None:
    taken, places = standing.reserved, standing.reserve_places
    if taken > places:
        return _("%(taken)s are on the reserve list, but it has %(places)s places.", taken=taken, places=places)
    return None


@of_the_standing
def every_selected_one_has_its_grant(standing: Any) -> object | None:
    bare = [line.decision.proposal.number for line in standing.without_grant]
    return _("Enter the grant of these: %(numbers)s.", numbers=_some(bare)) if bare else None


@of_the_standing
def within_the_budget(standing: Any) -> object | None:
    over = standing.grants - standing.budget_total
    return _("The grants are %(won)s won above the budget.", won=f"{over:,}") if over > 0 else None


@of_the_standing
def the_figures_still_hold(standing: Any) -> object | None:
    """What is confirmed and released is what was proposed; changed figures go back, never quietly in."""
    moved = [line.decision.proposal.number for line in standing.moved]
    if not moved:
        return None
    return _("The scores of %(numbers)s changed after it was proposed. Send it back and propose it anew.", numbers=_some(moved))


def _some(numbers: list[str], most: int = 5) -> str:
    shown = ", ".join(numbers[:most])
    more = len(numbers) - most
    return shown if more <= 0 else _("%(shown)s and %(more)s more", shown=shown, more=more)


LIMITS = [nobody_below_the_threshold_goes_on, nobody_who_failed_a_gate_goes_on, within_the_places, within_each_track,
          within_the_reserve_list, within_the_budget]

SELECTION = Lifecycle("selection", SelectionState, [
    Move("decide", (S.DRAFT,), None, _l("Save the outcomes")),
    Move("refresh", (S.DRAFT,), None, _l("Read the ranking again")),
    Move("propose", (S.DRAFT,), S.PROPOSED, _l("Propose to the second person"),
         when=[everyone_under_review_is_listed, every_proposal_has_enough_scores, every_point_from_facts_is_entered,
               every_gate_is_judged, every_proposal_has_an_outcome,
               every_departure_is_explained, every_selected_one_has_its_grant, *LIMITS],
         tells=["selection_proposed"]),
    Move("return", (S.PROPOSED, S.CONFIRMED), S.DRAFT, _l("Send back with a reason"), tells=["selection_returned"]),
    Move("confirm", (S.PROPOSED,), S.CONFIRMED, _l("Confirm as the second person"),
         when=[the_figures_still_hold, everyone_under_review_is_listed, *LIMITS], tells=["selection_confirmed"]),
    Move("release", (S.CONFIRMED,), S.RELEASED, _l("Release the results"),
         when=[the_figures_still_hold, everyone_under_review_is_listed]),
], labels={
    S.DRAFT: _l("being prepared"), S.PROPOSED: _l("waits for the second person"),
    S.CONFIRMED: _l("confirmed, not released"), S.RELEASED: _l("results released"),
})

OUTCOMES = {
    Outcome.PASSED: _l("passed"), Outcome.SELECTED: _l("selected"),
    Outcome.RESERVE: _l("reserve list"), Outcome.NOT_SELECTED: _l("not selected"),
}


# A place that becomes free after the release: what must hold before the next one on the reserve list is called up.

def the_results_are_released(decision: Any) -> object | None:
    return None if decision.is_released else _("The results are not released yet.")


def it_holds_a_place(decision: Any) -> object | None:
    return None if decision.holds_a_place else _("It holds no place that could be given back.")


def it_waits_on_the_reserve_list(decision: Any) -> object | None:
    return None if decision.waits else _("It does not wait on the reserve list.")


def the_reserve_list_is_still_valid(decision: Any) -> object | None:
    return None if not decision.reserve_has_ended else _("The reserve list has ended; its days are over.")

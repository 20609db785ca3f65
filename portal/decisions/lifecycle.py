"""The life of a selection: proposed by one person, confirmed by another, released to all at once."""

from enum import StrEnum
from typing import Any

from portal.foundation.i18n import _, _l
from portal.foundation.lifecycle import Lifecycle, Move


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


def every_proposal_has_an_outcome(selection: Any) -> object | None:
    left = selection.undecided
    return _("%(n)s proposals have no outcome yet.", n=left) if left else None


def within_the_places(selection: Any) -> object | None:
    taken, places = selection.places_taken, selection.places
    if places is not None and taken > places:
        return _("%(taken)s are marked as selected, but the call has %(places)s places.", taken=taken, places=places)
    return None


SELECTION = Lifecycle("selection", SelectionState, [
    Move("decide", (S.DRAFT,), None, _l("Save the outcomes")),
    Move("propose", (S.DRAFT,), S.PROPOSED, _l("Propose to the second person"),
         when=[every_proposal_has_an_outcome, within_the_places], tells=["selection_proposed"]),
    Move("return", (S.PROPOSED, S.CONFIRMED), S.DRAFT, _l("Send back with a reason"), tells=["selection_returned"]),
    Move("confirm", (S.PROPOSED,), S.CONFIRMED, _l("Confirm as the second person"), when=[within_the_places],
         tells=["selection_confirmed"]),
    Move("release", (S.CONFIRMED,), S.RELEASED, _l("Release the results")),
], labels={
    S.DRAFT: _l("being prepared"), S.PROPOSED: _l("waits for the second person"),
    S.CONFIRMED: _l("confirmed, not released"), S.RELEASED: _l("released"),
})

OUTCOMES = {
    Outcome.PASSED: _l("passed"), Outcome.SELECTED: _l("selected"),
    Outcome.RESERVE: _l("reserve list"), Outcome.NOT_SELECTED: _l("not selected"),
}

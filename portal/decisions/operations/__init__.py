"""What is done with results: prepare, decide, propose, confirm or send back, release, call up from the reserve list."""

from portal.decisions.operations.deciding import (
    Choice,
    add_up_choices,
    decide_outcomes,
    prepare_selection,
    refresh_selection,
)
from portal.decisions.operations.places import call_up, give_back_place
from portal.decisions.operations.releasing import (
    confirm_selection,
    propose_selection,
    release_selection,
    return_selection,
)

__all__ = [
    "Choice",
    "add_up_choices",
    "call_up",
    "confirm_selection",
    "decide_outcomes",
    "give_back_place",
    "prepare_selection",
    "propose_selection",
    "refresh_selection",
    "release_selection",
    "return_selection",
]

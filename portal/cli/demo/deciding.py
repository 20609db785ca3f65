"""How results come into the story: the manager proposes, the approver confirms, all results leave at once."""

from portal.cli.demo.calling import call_of
from portal.cli.demo.telling import who
from portal.decisions import operations
from portal.decisions.models import Selection
from portal.decisions.queries import get_selection


def selection_is_proposed(call: str, stage: str, manager: str) -> None:
    """The suggestion of the ranking is adopted and handed to the second person."""
    selection = operations.prepare_selection(call_of(call, manager), stage, by=who(manager))
    operations.propose_selection(selection, by=who(manager))


def selection_is_confirmed(call: str, stage: str, approver: str) -> None:
    """The second pair of eyes."""
    operations.confirm_selection(_selection(call, stage, approver), by=who(approver))


def results_are_released(call: str, stage: str, manager: str) -> None:
    """Every company learns its result in the same moment."""
    operations.release_selection(_selection(call, stage, manager), by=who(manager))


def _selection(call: str, stage: str, viewer: str) -> Selection:
    return get_selection(call_of(call, viewer), stage, viewer=who(viewer))

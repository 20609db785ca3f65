"""What pilots do when something earlier changes: a place given back ends the pilot that stood on it."""

from typing import Any

from portal.foundation.i18n import _
from portal.pilots.lifecycle import UNDER_WAY
from portal.pilots.operations import terminate_pilot
from portal.pilots.queries import find_pilot_of
from portal.proposals.lifecycle import PROPOSAL
from portal.proposals.models import Proposal


@PROPOSAL.after("give_up")
def its_pilot_ends(proposal: Proposal, *, by: Any) -> None:
    """Whoever notes that the place is free ends the agreement with it."""
    pilot = find_pilot_of(proposal)
    if pilot is not None and pilot.state in UNDER_WAY:
        terminate_pilot(pilot, _("The company's place was given back."), by=by)

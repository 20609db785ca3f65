"""The life of a question to the owner of a site: asked, then answered, and answered again while the proposal goes on."""

from enum import StrEnum
from typing import Any

from portal.foundation.i18n import _, _l
from portal.foundation.lifecycle import Lifecycle, Move
from portal.proposals.lifecycle import LIVE, ProposalState


class SitingState(StrEnum):
    ASKED = "asked"
    ANSWERED = "answered"


class SiteAnswer(StrEnum):
    YES = "yes"
    CONDITIONAL = "conditional"
    NO = "no"


ANSWERS = {
    SiteAnswer.YES.value: _l("possible"), SiteAnswer.CONDITIONAL.value: _l("possible on conditions"),
    SiteAnswer.NO.value: _l("not possible"),
}
WITH_A_REASON = (SiteAnswer.CONDITIONAL, SiteAnswer.NO)
GOING_ON = (*LIVE, ProposalState.RESERVE, ProposalState.SELECTED)


def the_proposal_goes_on(siting: Any) -> object | None:
    return None if siting.proposal.state in GOING_ON else _("The proposal is out of the running, so no answer is needed.")


SITING = Lifecycle("siting", SitingState, [
    Move("answer", (SitingState.ASKED, SitingState.ANSWERED), SitingState.ANSWERED, _l("Send the answer"),
         when=[the_proposal_goes_on], tells=["site_answered"]),
], labels={
    SitingState.ASKED: _l("waits for the owner department"),
    SitingState.ANSWERED: _l("answered by the owner department"),
})

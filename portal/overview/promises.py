"""By when the city promised to have dealt with a proposal, so that a card can say that it is late."""

from datetime import date

from portal.calls.definition import Definition
from portal.proposals.lifecycle import ProposalState

STEP_OF = {
    ProposalState.SUBMITTED: "eligibility_check",
    ProposalState.SUPPLEMENT: "eligibility_check",
    ProposalState.ELIGIBLE: "document_review",
}
STEPS_OF_STAGE = {
    "document": ("document_result", "document_review"), "presentation": ("result", "presentation"),
    "site_visit": ("site_visit",), "legal_review": ("legal_review",), "committee": ("result", "committee"),
}


def promised_by(definition: Definition, state: str, stage_key: str | None) -> date | None:
    """The last day of the stage or step that should end this state, by the call itself; None when it names none."""
    names: tuple[str, ...] = ()
    if state == ProposalState.IN_REVIEW and stage_key:
        stage = definition.stage(stage_key)
        if stage.ends:
            return stage.ends
        names = STEPS_OF_STAGE["presentation" if stage is definition.last_stage else stage.kind]
    elif state in STEP_OF:
        names = (STEP_OF[ProposalState(state)],)
    steps = [definition.step(name) for name in names]
    return next((step.end for step in steps if step), None)

"""What proposals do when something else moves: passing opens a round of documents, requests for offers follow what was
received, a change to the call must leave that valid and is told to whoever is writing."""

from datetime import timedelta
from typing import Any

from portal.calls.definition import AFTER_PASS, AGREEMENT, Definition
from portal.calls.lifecycle import REVISION
from portal.calls.models import Revision
from portal.foundation import outbox
from portal.foundation.clock import today
from portal.foundation.policy import SYSTEM
from portal.proposals.applicants import checked_gates_of, received_in, whoever_applies_to
from portal.proposals.documents import due_before, due_on, missing_in, ready_for, slots_of_the_round
from portal.proposals.keeping import obstacle_to, touches_what_was_asked
from portal.proposals.lifecycle import PROPOSAL
from portal.proposals.models import Proposal
from portal.proposals.notices import call_changed
from portal.proposals.operations.requesting import follow_the_submission, give_everything_back
from portal.proposals.scope import opened_by


@PROPOSAL.after("advance")
def passing_asks_for_documents(proposal: Proposal, *, by: Any) -> None:
    """Asked once, when the first stage is passed; a later stage goes on with what was handed in."""
    if proposal.documents_due_at is None:
        _ask(proposal, AFTER_PASS)


@PROPOSAL.after("advance")
def passing_opens_a_revision(proposal: Proposal, *, by: Any) -> None:
    """Until 18:00 in Seoul so many days from now, where the stage that was reached has one; an earlier revision is over."""
    stage = proposal.call.definition.stage(proposal.stage_key)
    proposal.revise_due_at, proposal.revise_scope = None, None
    if stage.revise is not None:
        proposal.revise_scope = opened_by(stage.revise, proposal)
        proposal.revise_due_at = due_on(today() + timedelta(days=stage.revise.days))


@PROPOSAL.after("select")
def selection_asks_for_the_agreement(proposal: Proposal, *, by: Any) -> None:
    """The papers of the agreement, and the certificates where the only stage selects."""
    _ask(proposal, AGREEMENT)


def _ask(proposal: Proposal, when: str) -> None:
    """Open a round: set its date and count what is missing. Nothing happens where the call asks for nothing then."""
    definition = proposal.call.definition
    slots = slots_of_the_round(definition, when, proposal.track)
    proposal.documents_missing = missing_in(slots, {each.slot for each in proposal.attachments}) if slots else 0
    proposal.documents_due_at = due_before(ready_for(definition, when, proposal.stage_key)) if slots else None


@PROPOSAL.after("submit")
@PROPOSAL.after("supplement")
@PROPOSAL.after("revise")
def what_was_received_names_others(proposal: Proposal, *, by: Any) -> None:
    """Requests for offers and the organizations that take part follow the newest submission."""
    follow_the_submission(proposal, by=by)


@PROPOSAL.after("withdraw")
@PROPOSAL.after("fail_eligibility")
@PROPOSAL.after("give_up")
def nothing_is_held_for_who_is_out(proposal: Proposal, *, by: Any) -> None:
    """A slot that was granted goes to another company; of the results of a release decisions see to it all at once."""
    give_everything_back([proposal.id], by=SYSTEM)


@REVISION.needs("propose")
@REVISION.needs("approve")
def what_was_received_stays_valid(revision: Revision) -> object | None:
    """Only asked of a change to a published call, and only when it touches the form."""
    old, new = revision.former["definition"], revision.body["definition"]
    if revision.is_first or not touches_what_was_asked(old, new):
        return None
    received, checked = received_in(revision.call), checked_gates_of(revision.call)
    return obstacle_to(Definition.parse(new), Definition.parse(old), received, checked)


@REVISION.after("approve")
def applicants_are_told(revision: Revision, *, by: Any) -> None:
    """One letter to each person of a company that writes or has sent a proposal, while it can still be changed."""
    if revision.is_first or revision.call.phase == "closed":
        return
    for person in whoever_applies_to(revision.call):
        outbox.owe(call_changed(revision, person))

"""What a company reads once results are released: its own result, averages, merged reasons, and what happens next."""

from datetime import date

from flask import Blueprint, render_template

from portal.decisions import queries
from portal.decisions.models import Decision
from portal.decisions.workings import workings_in
from portal.foundation.i18n import locale
from portal.proposals.documents import owes_documents
from portal.proposals.own_words import words_of_the_city
from portal.proposals.pooling import entry_of, obstacle_to_waiting
from portal.proposals.scope import may_be_revised
from portal.reviews.queries import released_reasons
from portal.web.session import me

pages = Blueprint("results", __name__, url_prefix="/apply/proposals")
NEXT_STEPS = {"selected": ("agreement", "pilot"), "reserve": ("agreement",), "not_selected": ()}


@pages.get("/<int:proposal_id>/result")
def show(proposal_id: int) -> str:
    """The newest result first; before the release there is no such page."""
    results = queries.results_of(proposal_id, viewer=me())
    shown = [(decision, workings_in(decision.figures.get("workings")),
              released_reasons(decision.proposal, decision.selection.stage_key)) for decision in results]
    proposal = results[0].proposal
    may_wait = obstacle_to_waiting(proposal) is None
    return render_template("results/show.html", may_wait=may_wait, pool_entry=entry_of(proposal) if may_wait else None,
                           results=shown, newest=results[0], proposal=proposal,
                           call=results[0].selection.call, steps=steps_after(results[0]),
                           owes_documents=owes_documents(proposal), may_revise=may_be_revised(proposal),
                           words=words_of_the_city(proposal, results[0].outcome or ""))


def steps_after(decision: Decision) -> list[tuple[str, date, date]]:
    """What follows from this result, with its first and last day: the next stage, or the dated steps of the call."""
    definition = decision.selection.call.definition
    following = definition.next_stage(decision.selection.stage_key) if decision.outcome == "passed" else None
    days = definition.days_of(following) if following else None
    if following and days:
        return [(following.label.in_(locale()), *days)]
    found = (definition.step(key) for key in NEXT_STEPS.get(decision.outcome or "", ()))
    return [(step.label.in_(locale()), step.start, step.end) for step in found if step is not None]

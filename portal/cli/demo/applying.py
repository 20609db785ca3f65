"""How proposals come into the story: written on two days, submitted, checked item by item, one of them supplemented."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from portal.cli.demo.calling import call_of
from portal.cli.demo.cast import PROPOSALS
from portal.cli.demo.papers import paper
from portal.cli.demo.people import company_of
from portal.cli.demo.telling import who
from portal.foundation.stored_files import StoredFile
from portal.proposals import operations, queries
from portal.proposals.documents import documents_asked
from portal.proposals.models import Proposal

FIRST_SITTING = 8


def own(code: str) -> Proposal:
    """A proposal as its company sees it."""
    company = company_of(code)
    found = queries.find_live_proposal(call_of(PROPOSALS[code]["call"], code), company.id)
    if found is None:
        raise LookupError(f"{code} has not been started yet")
    return queries.get_own_proposal(found.id, viewer=who(code))


def received(code: str, manager: str) -> Proposal:
    """A proposal as its manager sees it."""
    return queries.get_submitted_proposal(own(code).id, viewer=who(manager))


def draft_begins(code: str, track: str | None = None) -> None:
    """The company starts a proposal, in a track where the call has any, and answers the first questions."""
    operations.create_proposal(call_of(PROPOSALS[code]["call"], code), company_of(code), track=track, by=who(code))
    _answer(code, list(PROPOSALS[code]["answers"])[:FIRST_SITTING])


def offers_are_ranked(code: str) -> None:
    """It asks for what the city's partners offer: the first two of those open today."""
    proposal = own(code)
    question = proposal.call.definition.question_of("offers")
    if question is not None:
        free = [key for key, offer in queries.written_of(proposal).offers.items() if offer.phase == "open"]
        operations.save_answer(proposal, question.key, free[:2], seen=0, by=who(code))


def draft_grows(code: str, leave_out: tuple[str, ...] = ()) -> None:
    """The other questions, except those named."""
    _answer(code, [key for key in list(PROPOSALS[code]["answers"])[FIRST_SITTING:] if key not in leave_out])


def _answer(code: str, keys: list[str]) -> None:
    answers = PROPOSALS[code]["answers"]
    operations.save_answers(own(code), {key: (answers[key], 0) for key in keys}, by=who(code))


def draft_is_completed(code: str) -> None:
    """The plan is attached, consents are given or refused, bonus points are claimed."""
    told, owner = PROPOSALS[code], who(code)
    operations.attach_file(own(code), "plan", plan_of(code), by=owner)
    operations.save_consents(own(code), told["consents"], by=owner)
    operations.claim_bonus(own(code), told["bonus_claims"], by=owner)


def plan_of(code: str) -> StoredFile:
    """The plan as a small PDF in English."""
    told, answers = PROPOSALS[code], PROPOSALS[code]["answers"]
    lines = [f"Demonstration plan {code}", told["title"]["en"], told["one_line"]["en"], "",
             f"Technology readiness level: {answers['trl']}", f"Preferred sites: {', '.join(answers['site_pref'])}",
             f"Indicators: {len(answers['kpis'])}", f"Grant asked for: KRW {answers['budget']['grant']:,}", "",
             "All companies and people of this demonstration are made up."]
    return paper(f"{told['title']['ko']}.pdf", lines, by=who(code))


def proposal_is_submitted(code: str) -> None:
    """It is received, with a receipt."""
    operations.submit_proposal(own(code), by=who(code))


def documents_are_handed_in(code: str) -> None:
    """Every required document that is asked for where the proposal stands, and that is not in yet."""
    owner, proposal = who(code), own(code)
    filled = {each.slot for each in proposal.attachments}
    for slot in [each for each in documents_asked(proposal) if each.required and each.key not in filled]:
        lines = [f"{slot.label.in_('en')}, {code}", "", "All companies and people of this demonstration are made up."]
        file = paper(f"{slot.label.in_('ko')}.pdf", lines, by=owner)
        operations.hand_in_document(own(code), slot.key, file, by=owner)


def eligibility_is_checked(code: str, manager: str) -> None:
    """Every item passes, every bonus claimed is accepted, and it may go to the panel."""
    by, gates = who(manager), received(code, manager).call.definition.gates
    operations.check_gates(received(code, manager), {gate.key: (True, "") for gate in gates}, by=by)
    claimed = PROPOSALS[code]["bonus_claims"]
    if claimed:
        operations.judge_bonus(received(code, manager), dict.fromkeys(claimed, (True, "")), by=by)
    operations.pass_eligibility(received(code, manager), by=by)


def supplement_is_requested(code: str, manager: str, told: Mapping[str, Any], due_at: datetime) -> None:
    """The manager asks once for what is missing: one question and one file."""
    proposal = received(code, manager)
    operations.request_supplement(proposal, [told["field"]], [told["slot"]], told["message"], due_at, by=who(manager))


def supplement_is_sent(code: str, told: Mapping[str, Any]) -> None:
    """The company answers what was asked for, and nothing else."""
    owner = who(code)
    seen = queries.written_of(own(code)).answers[told["field"]].version
    operations.save_answer(own(code), told["field"], told["answer"], seen=seen, by=owner)
    operations.attach_file(own(code), told["slot"], paper(told["file"], told["lines"], by=owner), by=owner)
    operations.supplement(own(code), by=owner)

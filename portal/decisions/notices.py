"""The letters of a selection: to the second person, back to the first, and to every company once results are released."""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from portal.calls.models import Call
from portal.decisions import queries
from portal.decisions.lifecycle import SELECTION, Outcome
from portal.decisions.models import Decision, Selection
from portal.decisions.queries import Contact
from portal.foundation.i18n import LOCALES
from portal.foundation.outbox import Owed
from portal.proposals.lifecycle import PROPOSAL
from portal.proposals.models import Proposal
from portal.proposals.own_words import city_says

# The move each outcome is, and the letter it sends.
RESULT_LETTERS = {
    Outcome.PASSED: "stage_passed", Outcome.SELECTED: "was_selected",
    Outcome.RESERVE: "placed_on_reserve", Outcome.NOT_SELECTED: "was_not_selected",
}


@SELECTION.notice("selection_proposed")
def selection_proposed(selection: Selection, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To everyone who may be the second person."""
    for person in queries.people_of_the_call(selection.call, "manager", "approver"):
        if person.user_id != by.id:
            yield _about_the_selection("selection_proposed", selection, person, by=by.name)


@SELECTION.notice("selection_returned")
def selection_returned(selection: Selection, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To the managers, with the reason."""
    for person in queries.people_of_the_call(selection.call, "manager"):
        if person.user_id != by.id:
            yield _about_the_selection("selection_returned", selection, person, by=by.name, reason=note or "")


@SELECTION.notice("selection_confirmed")
def selection_confirmed(selection: Selection, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To the managers and approvers: it may be released now."""
    for person in queries.people_of_the_call(selection.call, "manager", "approver"):
        if person.user_id != by.id:
            yield _about_the_selection("selection_confirmed", selection, person, by=by.name)


def _about_the_selection(template: str, selection: Selection, person: Contact, **more: str) -> Owed:
    call = selection.call
    return Owed(
        purpose=f"{template}:{selection.id}:{selection.version}:{person.user_id}", to_email=person.email, template=template,
        locale=person.locale, context={**_stage(call, selection.stage_key, person.locale), **more,
                                       "path": f"/manage/calls/{call.code}/decisions/{selection.stage_key}"})


def _stage(call: Call, stage_key: str, locale: str) -> dict[str, str]:
    first, second = (locale, *(other for other in LOCALES if other != locale))[:2]
    return {"call": call.title.get(first) or call.title.get(second) or call.code, "code": call.code,
            "stage": call.definition.stage(stage_key).label.in_(locale)}


def letters_of_the_release(selection: Selection, contacts: Mapping[int, Iterable[Contact]]) -> Iterator[Owed]:
    """Every letter of one release, given whom to tell about which proposal; none says the score or the outcome."""
    for decision in selection.decisions:
        template = RESULT_LETTERS[Outcome(decision.outcome or "")]
        yield from _results(template, decision, contacts.get(decision.proposal_id, ()), f"released:{decision.id}")


def letters_of_the_call_up(decision: Decision, contacts: Iterable[Contact]) -> Iterator[Owed]:
    """To the company that moves up from the reserve list."""
    yield from _results("was_selected", decision, contacts, f"called_up:{decision.id}", changed=True)


def _results(template: str, decision: Decision, contacts: Iterable[Contact], why: str, **more: Any) -> Iterator[Owed]:
    for person in contacts:
        yield _result(template, decision.proposal, decision.selection.stage_key, person, f"{why}:{person.user_id}", **more)


def _result(template: str, proposal: Proposal, stage_key: str, person: Contact, purpose: str, **more: Any) -> Owed:
    return Owed(
        purpose=purpose, to_email=person.email, template=template, locale=person.locale,
        context={**_stage(proposal.call, stage_key, person.locale), **more, "number": proposal.number, "title": proposal.title,
                 **city_says(proposal, "result_released"), "path": f"/apply/proposals/{proposal.id}/result"})


def _single(template: str) -> Any:
    """The same letter for one proposal that is moved on its own, outside a release."""
    def notice(proposal: Proposal, *, by: Any, note: str | None) -> Iterator[Owed]:
        stage_key = proposal.stage_key or proposal.call.definition.last_stage.key
        for person in queries.contacts_of([proposal])[proposal.id]:
            purpose = f"{template}:{proposal.id}:{proposal.version}:{person.user_id}"
            yield _result(template, proposal, stage_key, person, purpose)
    return notice


for _template in RESULT_LETTERS.values():
    PROPOSAL.notice(_template)(_single(_template))

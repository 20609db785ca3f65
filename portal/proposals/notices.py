"""The letters a proposal owes: received, supplement, found ineligible, documents, withdrawn, place given back."""

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from portal.accounts.queries import Person, holders_of
from portal.calls.drafts.changes import changes_between
from portal.calls.models import Call, Revision
from portal.calls.queries import managers_of
from portal.foundation.clock import in_seoul, now
from portal.foundation.i18n import _, force_locale
from portal.foundation.outbox import Owed
from portal.proposals.lifecycle import PROPOSAL
from portal.proposals.models import Proposal, Siting
from portal.proposals.own_words import city_says
from portal.proposals.queries import latest_submission, people_of
from portal.proposals.scope import FIELDS, SLOTS
from portal.proposals.siting import SITING

TOLD_MOST = 12


@PROPOSAL.notice("proposal_received")
def proposal_received(proposal: Proposal, *, by: Any, note: str | None) -> Iterator[Owed]:
    """The receipt, to whoever submitted."""
    yield _receipt("proposal_received", proposal, by)


@PROPOSAL.notice("supplement_received")
def supplement_received(proposal: Proposal, *, by: Any, note: str | None) -> Iterator[Owed]:
    """The receipt of the supplement, to whoever sent it."""
    yield _receipt("supplement_received", proposal, by)


@PROPOSAL.notice("revision_received")
def revision_received(proposal: Proposal, *, by: Any, note: str | None) -> Iterator[Owed]:
    """The receipt of the revision, to whoever sent it."""
    received = _receipt("revision_received", proposal, by)
    received.context["revise_until"] = _written(proposal.revise_due_at)
    yield received


@PROPOSAL.notice("supplement_requested")
def supplement_requested(proposal: Proposal, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To everyone of the company: what to put right and until when."""
    scope, definition = proposal.supplement_scope or {}, proposal.call.definition
    asked = [definition.question(key).label.body() for key in scope.get(FIELDS, ())]
    asked += [definition.attachment(key).label.body() for key in scope.get(SLOTS, ())]
    due = _written(datetime.fromisoformat(scope["due_at"]))
    for person in people_of(proposal.company_id):
        yield Owed(f"supplement_requested:{proposal.id}:{person.id}", person.email, "supplement_requested",
                   {**_about(proposal), "message": note or "", "due": due, "asked": asked,
                    **city_says(proposal, "supplement_requested")}, person.locale)


@PROPOSAL.notice("found_ineligible")
def found_ineligible(proposal: Proposal, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To everyone of the company: each item that failed, with its reason."""
    labels = {gate.key: gate.label.body() for gate in proposal.call.definition.gates}
    failed = [{"label": labels[row.key], "reason": row.reason} for row in proposal.gate_results
              if row.passed is False and row.key in labels]
    for person in people_of(proposal.company_id):
        yield Owed(f"found_ineligible:{proposal.id}:{person.id}", person.email, "found_ineligible",
                   {**_about(proposal), "failed": failed, **city_says(proposal, "found_ineligible")}, person.locale)


@PROPOSAL.notice("proposal_withdrawn")
def proposal_withdrawn(proposal: Proposal, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To everyone of the company, so that nobody learns of it by chance."""
    for person in people_of(proposal.company_id):
        yield Owed(f"proposal_withdrawn:{proposal.id}:{person.id}", person.email, "proposal_withdrawn",
                   {**_about(proposal), "by": by.name, "reason": note or ""}, person.locale)


def deadline_is_near(row: Any, instant: datetime, person: Person) -> Owed:
    """To one person of a company that still has something to send; `row` as the reminders read it."""
    return Owed(
        f"deadline_is_near:{row.id}:{int(instant.timestamp())}:{person.id}", person.email, "deadline_is_near",
        {"id": row.id, "number": row.number, "title": row.title or row.number, "call": row.call, "kind": row.kind,
         "due": _written(row.deadline), "hours": round((row.deadline - instant).total_seconds() / 3600)}, person.locale)


@PROPOSAL.notice("documents_complete")
def documents_complete(proposal: Proposal, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To whoever handed in the last required document; nothing while one is missing."""
    if not proposal.documents_missing:
        yield Owed(f"documents_complete:{proposal.id}:{proposal.version}", by.email, "documents_complete",
                   {**_about(proposal), "due": _written(proposal.documents_due_at)}, by.locale)


@PROPOSAL.notice("documents_due_changed")
def documents_due_changed(proposal: Proposal, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To everyone of the company: until when, and why."""
    for person in people_of(proposal.company_id):
        yield Owed(f"documents_due_changed:{proposal.id}:{proposal.version}:{person.id}", person.email, "documents_due_changed",
                   {**_about(proposal), "due": _written(proposal.documents_due_at), "reason": note or ""}, person.locale)


@PROPOSAL.notice("place_given_back")
def place_given_back(proposal: Proposal, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To everyone of the company, so that a mistake is noticed while it can be put right."""
    for person in people_of(proposal.company_id):
        yield Owed(f"place_given_back:{proposal.id}:{person.id}", person.email, "place_given_back",
                   {**_about(proposal), "reason": note or ""}, person.locale)


def site_asked(siting: Siting) -> Iterator[Owed]:
    """To every officer of the department that owns the site."""
    for person in holders_of(["officer"], "department", siting.site.department_id):
        yield Owed(f"site_asked:{siting.id}:{person.id}", person.email, "site_asked",
                   {**_place(siting), "note": siting.note, "due": f"{siting.due_on:%Y.%m.%d}"}, person.locale)


@SITING.notice("site_answered")
def site_answered(siting: Siting, *, by: Any, note: str | None) -> Iterator[Owed]:
    """To the program's managers, each time it is answered."""
    for person in managers_of(siting.proposal.call.program_id):
        yield Owed(f"site_answered:{siting.id}:{siting.version}:{person.id}", person.email, "site_answered",
                   {**_place(siting), "proposal": siting.proposal_id, "number": siting.proposal.number}, person.locale)


def offers_requested(proposal: Proposal, partner_id: int, count: int) -> Iterator[Owed]:
    """To everyone of the partner, once for each submission: how many offers are asked for, and of what kind is said there."""
    for person in holders_of(["staff"], "partner", partner_id):
        yield Owed(f"offers_requested:{proposal.id}:{proposal.submission_number}:{partner_id}:{person.id}", person.email,
                   "offers_requested", {"call": proposal.call.title, "count": count}, person.locale)


def _place(siting: Siting) -> dict[str, Any]:
    return {"id": siting.id, "site": siting.site.name, "title": siting.proposal.title or siting.proposal.number}


def _receipt(name: str, proposal: Proposal, by: Any) -> Owed:
    received, number = latest_submission(proposal), proposal.submission_number
    return Owed(f"{name}:{proposal.id}:{number}", by.email, name, {
        **_about(proposal), "receipt": f"{proposal.number}-{number}", "submission": number,
        "received_at": _written(received.received_at), "closes_at": _written(proposal.closes_at), **city_says(proposal, name),
    }, by.locale)


def _about(proposal: Proposal) -> dict[str, Any]:
    return {"id": proposal.id, "number": proposal.number, "title": proposal.title or proposal.number,
            "call": proposal.call.title}


def _written(moment: datetime) -> str:
    """To the second by Seoul's clock, read alike in both languages."""
    return f"{in_seoul(moment):%Y.%m.%d %H:%M:%S}"



def call_changed(revision: Revision, person: Person) -> Owed:
    """To one person of a company that applies: what was changed, in their language, and why."""
    with force_locale(person.locale):
        found = changes_between(revision.former, revision.body)
        lines = [f"{' › '.join(each.where)}: {each.before or _('nothing')} → {each.after or _('nothing')}" for each in found]
        values = {
            "code": revision.call.code, "call": revision.body["call"]["title"], "reason": revision.reason,
            "changes": lines[:TOLD_MOST], "more": max(0, len(lines) - TOLD_MOST), "day": _written(now())[:10],
            "closes": _written(datetime.fromisoformat(revision.body["call"]["closes"])),
        }
    return Owed(f"call_changed:{revision.id}:{person.id}", person.email, "call_changed", values, person.locale)


def deadline_moved(call: Call, until: datetime, reason: str, person: Person, *, alone: bool) -> Owed:
    """To one person of a company: the new deadline, for everyone or for their company alone."""
    purpose = f"deadline_moved:{call.id}:{int(until.timestamp())}:{int(alone)}:{person.id}"
    return Owed(purpose, person.email, "deadline_moved",
                {"code": call.code, "call": call.title, "until": _written(until), "reason": reason, "alone": alone},
                person.locale)

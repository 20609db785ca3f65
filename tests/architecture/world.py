"""A small world of two cities in which every persona meets every route: one of each thing, in a telling state."""

from dataclasses import dataclass, field
from datetime import timedelta
from typing import Any

from portal.foundation import transactions
from portal.foundation.clock import now
from portal.proposals.models import AppliedDeduction, Attachment
from tests import builders as b
from tests import workflows


@dataclass
class World:
    """Rows by name; `people` maps each persona to its user (nobody is None)."""

    people: dict[str, Any] = field(default_factory=dict)

    def __getattr__(self, name: str) -> Any:
        try:
            return self.__dict__["people"][name]
        except KeyError:
            raise AttributeError(name) from None


def build() -> World:
    """Gaon city with its calls, company A and its pilot; another city with its own manager; company B."""
    w = World()
    w.department = b.a_department()
    w.program = b.a_program(w.department)
    w.call, w.open_call, w.soon_call = (b.a_call(phase, program=w.program) for phase in ("closed", "open", "soon"))
    w.company, w.other_company = b.a_company(), b.a_company("㈜다른회사(가상)")
    w.partner = b.a_partner(w.program.municipality)
    w.proposed_partner, w.offer = b.a_partner(w.program.municipality, state="proposed"), b.an_offer(w.partner)
    owner = b.an_owner(w.company)
    w.people = {
        "nobody": None, "owner": owner, "member": b.a_member(w.company), "stranger": b.an_owner(w.other_company),
        "manager": b.a_manager(w.program), "approver": b.an_approver(w.program), "far_manager": b.a_manager(b.a_program()),
        "officer": b.an_officer(w.department), "staff": b.a_partner_person(w.partner), "administrator": b.an_administrator(),
    }
    w.draft = b.a_proposal("draft", call=w.open_call, company=w.company, owner=owner)
    w.submitted = b.a_proposal("submitted", call=w.call, company=w.company, owner=owner, story="P02")
    w.proposal = b.a_proposal("in_review", call=w.call, company=w.company, owner=owner)
    w.inquiry = b.an_inquiry(w.open_call, by=owner)
    _fill_the_builder(w)
    w.paper = b.a_paper(w.company, file=b.a_stored_file())
    _fill_the_demand(w, owner)
    _fill_the_events(w)
    _fill_the_panel(w)
    _fill_the_street(w, owner)
    _fill_the_catalog(w)
    _fill_the_judging(w, owner)
    transactions.commit()
    return w


def _fill_the_builder(w: World) -> None:
    w.written_call = b.a_call("soon", program=w.program, state="draft")
    w.proposed_call = b.a_call("soon", program=w.program, state="draft")
    w.revision = b.a_revision(w.written_call)
    w.proposed_revision = b.a_revision(w.proposed_call, "proposed", by=w.manager)


def _fill_the_catalog(w: World) -> None:
    w.site = b.a_site(w.program.municipality, department=w.department, latitude=37.5, longitude=127.0)
    w.blackout, w.photo = b.a_blackout(w.site), b.a_photo(w.site)
    w.siting = b.a_siting(w.proposal, w.site)
    w.offer_request = b.an_offer_request(w.proposal, w.offer)
    w.unshared_request = b.an_offer_request(w.submitted, w.offer, shared=False)


def _fill_the_demand(w: World, owner: Any) -> None:
    w.challenge = b.a_challenge(department=w.department)
    w.written_challenge = b.a_challenge("writing", department=w.department)
    w.interest = b.an_interest(w.company, by=owner)
    w.pool_entry = b.a_pool_entry(w.company, by=owner)
    w.late = b.a_proposal("draft", call=w.call, company=w.company, owner=owner)
    w.late.title = "늦은 제안"


def _fill_the_events(w: World) -> None:
    """One that is written, one announced, one just begun, one held; the first company comes, the second asks or was missed."""
    bodies = (w.partner, w.department)
    w.written_event = b.an_event("writing", program=w.program, bodies=bodies)
    w.event = b.an_event(program=w.program, bodies=bodies)
    w.begun_event = b.an_event(program=w.program, bodies=bodies, days=0)
    w.held_event = b.an_event("held", program=w.program, bodies=bodies)
    w.finished_event = b.an_event("held", program=w.program, bodies=bodies)
    w.invitee = b.an_invitee(w.event, w.company, "invited")
    w.asker = b.an_invitee(w.event, b.a_company(), "asked")
    w.missed = b.an_invitee(w.held_event, w.company, "coming", attendance="absent")
    w.came = b.an_invitee(w.held_event, b.a_company(), "coming", attendance="attended")
    w.city_meeting = b.a_meeting(w.invitee, party=w.event.parties[1], by_company=False)
    w.meeting = b.a_meeting(w.came, party=w.held_event.parties[0])
    w.question = b.a_question_at(w.event, w.invitee, by=w.people["owner"])
    w.answered = b.a_question_at(w.event, w.invitee, by=w.people["owner"])
    w.answered.state, w.answered.wording, w.answered.answer = "answered", "자료를 줍니까?", "예, 드립니다."


def _fill_the_panel(w: World) -> None:
    w.seat = b.a_seat(w.call)
    w.review = b.a_review("open", proposal=w.proposal, seat=w.seat)
    w.idle_seat, gone = b.a_seat(w.call), b.a_seat(w.call)
    w.recused_review = b.a_review("recused", proposal=w.proposal, seat=gone)
    w.people.update(reviewer=w.seat.user, panelist=w.idle_seat.user, recused=gone.user)
    w.selection = b.a_selection(w.call, stage="document")


def _fill_the_judging(w: World, owner: Any) -> None:
    """A second call of the city, whose operator enters points from facts and takes points off."""
    deducting = workflows.with_deductions()["deductions"]
    body = workflows.with_facts() | {"deductions": deducting}
    body["stages"][0]["gates"] = workflows.GATES
    w.judged_call = b.a_call("closed", program=w.program, definition=body)
    w.fact = w.judged_call.definition.first_stage.for_operator[0].key
    w.judged = b.a_proposal("in_review", call=w.judged_call, company=w.company, owner=owner, story="P04")
    w.deduction = b.added(AppliedDeduction(proposal_id=w.judged.id, key="named", reason="표지에 회사 이름이 있습니다.",
                                           proof="제출 서류 1쪽", by_id=w.people["manager"].id))


def _fill_the_street(w: World, owner: Any) -> None:
    chosen = b.a_proposal("selected", call=w.call, company=w.company, owner=owner, story="P03", stage="final")
    w.released_selection = b.a_selection(w.call, stage="final", state="released")
    w.released = b.a_decision("selected", selection=w.released_selection, proposal=chosen, rank=1, final_e4=900_000)
    w.chosen, chosen.documents_due_at = chosen, now() + timedelta(days=5)
    w.document = b.added(Attachment(proposal_id=chosen.id, slot="brc", file=b.a_stored_file(), added_by_id=owner.id))
    w.pilot = b.a_pilot(proposal=chosen, department=w.department)
    w.milestone = b.a_milestone(pilot=w.pilot)
    w.claimed = b.a_milestone("claimed", pilot=w.pilot)
    w.kpi = b.a_kpi(w.pilot)

"""Rows for tests, named in plain words: `a_call()`, `a_manager(of=call)`; only what matters is said, the rest is sensible."""

import json
from datetime import date, timedelta
from functools import lru_cache
from io import BytesIO
from itertools import count
from typing import Any

from PIL import Image

from config import ROOT
from portal.accounts.models import Company, Department, Municipality, Role, User
from portal.calls.lifecycle import CallState
from portal.calls.models import Call, CallEdition, Inquiry, Revision
from portal.decisions.models import Decision, Selection
from portal.demand.models import Challenge, Interest, PoolEntry
from portal.events.models import Event, Invitee, Meeting, Party, Question
from portal.foundation import counts
from portal.foundation.clock import now, today
from portal.foundation.db import db
from portal.foundation.pictures import receive_picture
from portal.foundation.stored_files import StoredFile
from portal.papers.models import Paper
from portal.partners.models import Offer, Partner
from portal.pilots.models import Claim, ClaimFile, Kpi, Milestone, Pilot, Reading
from portal.programs.models import Program
from portal.proposals.models import Answer, OfferRequest, Proposal, ProposalMember, Siting, Submission
from portal.reviews.lifecycle import ReviewState, SeatState
from portal.reviews.models import PLEDGES, Mark, Review, Seat
from portal.sites.models import Blackout, Photo, Site

_numbers = count(1)


def number() -> int:
    """Something no other row of this run has."""
    return next(_numbers)


def added(row: Any) -> Any:
    db.session.add(row)
    db.session.flush()
    return row


@lru_cache
def program_file(code: str = "gn-oi") -> dict[str, Any]:
    """One of the three programs that ship with the demo story."""
    return json.loads((ROOT / "portal" / "cli" / "demo" / "programs" / f"{code}.json").read_text("utf-8"))


@lru_cache
def _proposal_files() -> dict[str, dict[str, Any]]:
    rows = json.loads((ROOT / "portal" / "cli" / "demo" / "proposals.json").read_text("utf-8"))
    return {row["id"]: row for row in rows}


def proposal_file(code: str = "P01") -> dict[str, Any]:
    """One of the twelve proposals of the demo story: its `answers`, `consents` and `bonus_claims` are complete."""
    return _proposal_files()[code]


def a_user(name: str = "김가람(가상)", *, email: str = "", locale: str = "ko", **more: Any) -> User:
    return added(User(email=email or f"user{number()}@example.test", name=name, locale=locale, confirmed_at=now(), **more))


def with_role(user: User, name: str, on: str, on_id: int) -> User:
    db.session.add(Role(user_id=user.id, name=name, on=on, on_id=on_id))
    db.session.flush()
    db.session.expire(user, ["roles"])
    return user


def a_brn() -> str:
    """A registration number with a valid check digit, in the range never issued."""
    digits = f"000{880_000 + number():06d}"
    total = sum(int(d) * w for d, w in zip(digits, (1, 3, 7, 1, 3, 7, 1, 3, 5), strict=True)) + int(digits[8]) * 5 // 10
    return f"{digits}{(10 - total % 10) % 10}"


def a_company(name: str = "㈜보듬걸음(가상)", **more: Any) -> Company:
    return added(Company(name_ko=name, name_en="Bodeum Walk (fictional)", brn=a_brn(), **more))


def an_owner(of: Company, **more: Any) -> User:
    return with_role(a_user("이대표(가상)", **more), "owner", "company", of.id)


def a_member(of: Company, **more: Any) -> User:
    return with_role(a_user("박팀원(가상)", **more), "member", "company", of.id)


def a_writer(of: Company, **more: Any) -> User:
    """Somebody who writes for a company but does not submit."""
    return with_role(a_user("조작성(가상)", **more), "writer", "company", of.id)


def a_municipality(name: str = "가온시(가상)") -> Municipality:
    return added(Municipality(code=f"M{number()}", name={"ko": name, "en": "Gaon City (fictional)"}))


def a_department(of: Municipality | None = None) -> Department:
    return added(Department(municipality=of or a_municipality(), name={"ko": "디지털도시과", "en": "Digital City Division"}))


def an_officer(of: Department) -> User:
    return with_role(a_user("정주무(가상)"), "officer", "department", of.id)


def an_administrator() -> User:
    return with_role(a_user("관리자(가상)"), "administrator", "portal", 0)


def a_program(department: Department | None = None) -> Program:
    department = department or a_department()
    given = program_file()["program"]
    return added(Program(code=f"PG{number()}", municipality=department.municipality, department=department,
                         operator=given["operator"], title=given["title"], intake=given["intake"]))


def a_partner(of: Municipality | None = None, state: str = "agreed", *, name: str = "한빛클라우드(가상)", **more: Any) -> Partner:
    """An organization a city works with; agreed unless said otherwise."""
    serial = number()
    agreed_on = today() - timedelta(days=30) if state in ("agreed", "ended") else None
    given = {"code": f"PT{serial}", "name": {"ko": name, "en": "Hanbit Cloud (fictional)"}, "agreed_on": agreed_on,
             "strength": {"ko": "공공 클라우드", "en": "Public cloud"}, "policy": {"ko": "", "en": ""}}
    return added(Partner(municipality=of or a_municipality(), state=state, **(given | more)))


def a_partner_person(of: Partner, **more: Any) -> User:
    return with_role(a_user("한파트(가상)", **more), "staff", "partner", of.id)


def an_offer(of: Partner | None = None, slots: int = 2, **more: Any) -> Offer:
    """Something a partner gives, to be asked for from yesterday on for a month."""
    given = {"kind": "technology", "title": {"ko": "클라우드 사용권", "en": "Cloud credits"}, "text": {"ko": "", "en": ""},
             "opens_on": today() - timedelta(days=1), "closes_on": today() + timedelta(days=30)}
    return added(Offer(partner=of or a_partner(), slots=slots, **(given | more)))


def a_site(of: Municipality, code: str = "", *, department: Department | None = None, **more: Any) -> Site:
    """A street of the municipality, owned by its first department."""
    owner = department or db.session.query(Department).filter_by(municipality_id=of.id).first() or a_department(of)
    told = {"name": {"ko": "시범 거리", "en": "Test street"}, "kind": "street", "power": True, "network_kind": "mobile",
            "network": {"ko": "LTE", "en": "LTE"}, "permits": [], "video": True, **more}
    return added(Site(code=code or f"S{number()}", municipality=of, department=owner, **told))


def no_site_is_offered() -> None:
    """Take every site away, so that no owner is proposed as the host of a pilot."""
    db.session.query(Site).delete()


def a_blackout(site: Site, first: date | None = None, days: int = 3) -> Blackout:
    """Days from now on which the site is closed."""
    starts = first or today() + timedelta(days=5)
    return added(Blackout(site_id=site.id, starts_on=starts, ends_on=starts + timedelta(days=days - 1),
                          reason={"ko": "도로 공사", "en": "Road works"}))


def a_photo(site: Site) -> Photo:
    """A picture that is really in the store."""
    drawn = BytesIO()
    Image.new("RGB", (40, 30), (number() % 256, 120, 60)).save(drawn, "PNG")
    drawn.seek(0)
    file, (width, height) = receive_picture(drawn, "site.png", 10**6, a_user())
    return added(Photo(site_id=site.id, file=file, alt={"ko": "넓은 보도", "en": "A wide sidewalk"}, width=width, height=height))


def a_siting(proposal: Proposal, site: Site, *, days: int = 7, rank: int = 1) -> Siting:
    """The owner of the site was asked; the answer is due in some days."""
    return added(Siting(proposal=proposal, site=site, rank=rank, note="보도에서 로봇이 다닙니다.", due_on=today() + timedelta(days=days)))


def an_offer_request(proposal: Proposal, offer: Offer | None = None, state: str = "asked", *, rank: int = 1,
                     shared: bool = True) -> OfferRequest:
    """A submission asks for an offer; the partner's people may read about it unless said otherwise. Granted, it holds a slot."""
    offer = offer or an_offer(a_partner(proposal.call.program.municipality))
    if state == "granted":
        offer.taken += 1
    return added(OfferRequest(proposal=proposal, offer=offer, rank=rank, state=state, shared=shared))


def a_consortium_member(of: Proposal, brn: str, name: str = "가람연구소(가상)") -> ProposalMember:
    """An organization that takes part in what was received."""
    return added(ProposalMember(proposal_id=of.id, brn=brn, name=name))


PHASES = {"soon": (1, 8), "open": (-3, 4), "closed": (-10, -1)}


def a_call(phase: str = "open", *, program: Program | None = None, definition: dict[str, Any] | None = None,
           state: CallState = CallState.PUBLISHED) -> Call:
    """A call with the Gangnam definition; `phase` is "soon", "open" or "closed" by the clock."""
    program = program or a_program()
    opens, closes = (now() + timedelta(days=d) for d in PHASES[phase])
    call = added(Call(program=program, code=f"C-{number()}", title=program_file()["call"]["title"], state=str(state),
                      announced_on=today() - timedelta(days=20), opens_at=opens, closes_at=closes))
    added(CallEdition(call_id=call.id, number=1, body=definition or program_file()["definition"]))
    for site in program_file()["sites"]:
        if not db.session.query(Site).filter_by(code=site["code"]).first():
            a_site(program.municipality, site["code"])
    return call


def a_revision(call: Call, state: str = "writing", *, by: User | None = None, body: dict[str, Any] | None = None) -> Revision:
    """A draft of changes to a call; proposed by `by`."""
    return added(Revision(call=call, state=state, former=call.document, body=body or call.document, reason="일정 조정",
                          proposed_by_id=by.id if by else None, proposed_at=now() if by else None))


def a_manager(of: Call | Program) -> User:
    return with_role(a_user("최주무관(가상)"), "manager", "program", getattr(of, "program_id", of.id))


def an_approver(of: Call | Program) -> User:
    return with_role(a_user("한과장(가상)"), "approver", "program", getattr(of, "program_id", of.id))


def a_proposal(state: str = "draft", *, call: Call | None = None, company: Company | None = None, owner: User | None = None,
               story: str = "P01", stage: str | None = None) -> Proposal:
    """A proposal with complete answers; anything past "draft" also has a submission and stands in the counts."""
    call = call or a_call("open" if state == "draft" else "closed")
    company = company or a_company()
    owner = owner or an_owner(company)
    told = proposal_file(story)
    submitted = state != "draft"
    proposal = added(Proposal(
        call=call, company=company, owner=owner, number=f"{call.code}-{number():04d}", state=state,
        title=told["answers"]["title"], category=told["answers"]["category"], submission_number=int(submitted),
        submitted_at=now() - timedelta(days=2) if submitted else None,
        stage_key=stage or ("document" if state in ("in_review", "selected", "reserve", "not_selected") else None)))
    for key, value in told["answers"].items():
        db.session.add(Answer(proposal_id=proposal.id, key=key, value=value, updated_by_id=owner.id))
    if submitted:
        db.session.add(Submission(
            proposal_id=proposal.id, number=1, receipt_number=f"{proposal.number}-1", received_at=proposal.submitted_at,
            edition_number=1, answers=told["answers"], consents=told["consents"], bonus=list(told["bonus_claims"]),
            files=[], sha256="0" * 64, by_id=owner.id))
    counts.shift("proposal", call.id, state, +1)
    db.session.flush()
    return proposal


def a_seat(call: Call, *, stage: str = "document", state: SeatState = SeatState.APPOINTED, user: User | None = None,
           substitute: bool = False) -> Seat:
    user = user or a_user("김위원(가상)")
    with_role(user, "reviewer", "call", call.id) if not user.has("reviewer", "call", call.id) else None
    pledges = {pledge: now().isoformat() for pledge in PLEDGES} if state == SeatState.APPOINTED else {}
    return added(Seat(call=call, stage_key=stage, user=user, state=str(state), pledges=pledges, group="industry",
                      field="도시 데이터", substitute=substitute))


def a_review(state: ReviewState = ReviewState.ASSIGNED, *, proposal: Proposal | None = None, seat: Seat | None = None,
             stage: str = "document") -> Review:
    proposal = proposal or a_proposal("in_review", stage=stage)
    seat = seat or a_seat(proposal.call, stage=stage)
    review = added(Review(seat=seat, proposal=proposal, call=proposal.call, stage_key=stage, reviewer=seat.user, state=str(state)))
    counts.shift("review", proposal.call_id, str(state), +1)
    return review


def fill_in(review: Review, share: str = "0.9") -> Review:
    """Marks for every part (a share of the maximum, whole points) and a reason for every criterion."""
    for criterion in review.call.definition.stage(review.stage_key).criteria:
        for part in criterion.sub or (criterion,):
            db.session.add(Mark(review_id=review.id, kind="points", key=part.key, value=str(round(part.max * float(share)))))
        db.session.add(Mark(review_id=review.id, kind="reason", key=criterion.key, value="계획이 구체적이고 측정 방법이 분명합니다."))
    db.session.flush()
    db.session.expire(review, ["marks"])
    return review


def a_selection(call: Call, *, stage: str = "final", state: str = "draft", **more: Any) -> Selection:
    return added(Selection(call=call, stage_key=stage, state=state, **more))


def a_decision(outcome: str | None = "selected", *, selection: Selection, proposal: Proposal, **more: Any) -> Decision:
    return added(Decision(selection=selection, proposal=proposal, outcome=outcome, **more))


def a_pilot(state: str = "running", *, proposal: Proposal | None = None, department: Department | None = None) -> Pilot:
    proposal = proposal or a_proposal("selected", stage="final")
    pilot = added(Pilot(proposal=proposal, call=proposal.call, company=proposal.company, department=department, title=proposal.title,
                        number=f"PL-{number()}", state=state, starts_on=today() - timedelta(days=40),
                        ends_on=today() + timedelta(days=140), grant_won=20_000_000))
    counts.shift("pilot", proposal.call_id, state, +1)
    return pilot


def a_milestone(state: str = "planned", *, pilot: Pilot | None = None, owner: str = "applicant", due_on: date | None = None,
                approver: str = "program_manager") -> Milestone:
    pilot = pilot or a_pilot()
    text = {"ko": "착수보고", "en": "Kick-off report"}
    milestone = added(Milestone(pilot=pilot, key=f"M{number()}", position=number(), label=text, deliverable=text, owner=owner,
                                approver=approver, due_on=due_on or today() + timedelta(days=10), state=state))
    counts.shift("milestone", pilot.call_id, state, +1)
    return milestone


def a_kpi(pilot: Pilot | None = None, *, baseline: str = "42", target: str = "25", direction: str = "down") -> Kpi:
    pilot = pilot or a_pilot()
    return added(Kpi(pilot_id=pilot.id, position=1, name="보행 불편 민원", unit="건/월", baseline=baseline, target=target,
                     direction=direction, method="민원대장", weight=100))


def a_stored_file(name: str = "착수보고서.pdf", **more: Any) -> StoredFile:
    """A row for a file that is not in the store: enough for everything but its download."""
    return added(StoredFile(key=f"{number():032x}", name=name, size=2048, sha256=f"{number():064x}", mime="application/pdf",
                            extension="pdf", received_by_id=None, **more))


def a_claim(milestone: Milestone, *, by: User, note: str = "보고서를 올립니다.", files: tuple[StoredFile, ...] = ()) -> Claim:
    """A claim on record; the milestone's own state is the caller's business."""
    claim = added(Claim(milestone_id=milestone.id, number=len(milestone.claims) + 1, note=note, by_id=by.id,
                        files=[ClaimFile(file=file) for file in files]))
    db.session.expire(milestone, ["claims"])
    return claim


def a_reading(kpi: Kpi, value: str = "40", *, by: User, days_ago: int = 1, **more: Any) -> Reading:
    """A reading taken some days ago, by Seoul's calendar."""
    reading = added(Reading(kpi_id=kpi.id, value=value, measured_on=today() - timedelta(days=days_ago), by_id=by.id, **more))
    db.session.expire(kpi, ["readings"])
    return reading


@lru_cache
def panel_file() -> dict[str, Any]:
    """The panel of the demo story: reviewers, recusals, every sheet by sub-criterion, and the expected result."""
    return json.loads((ROOT / "portal" / "cli" / "demo" / "reviews.json").read_text("utf-8"))


def an_inquiry(call: Call, *, by: User | None = None, text: str = "컨소시엄으로 신청할 수 있습니까?") -> Inquiry:
    """A question that waits for an answer."""
    counts.shift("inquiry", call.id, "asked", +1)
    return added(Inquiry(call=call, asked_by=by or a_user(), text=text))


def a_paper(of: Company, kind: str = "tax_nat", *, left: int | None = 90, **more: Any) -> Paper:
    """A document in a company's file that is good for `left` more days (None: it does not expire)."""
    until = None if left is None else today() + timedelta(days=left)
    return added(Paper(company_id=of.id, kind=kind, valid_until=until, file=more.pop("file", None) or a_stored_file(), **more))


def an_award(of: Company, title: str = "CES 혁신상", **more: Any) -> Paper:
    """An award with its proof."""
    return a_paper(of, "award", left=None, title=title, giver="CTA", year=today().year - 1, **more)


def a_challenge(state: str = "posted", *, department: Department | None = None, days: int = 20, **more: Any) -> Challenge:
    """A complete challenge; `days` until it closes, negative when that is over."""
    said = {"title": "횡단보도 대기 시간이 깁니다", "problem": "학교 앞 횡단보도에서 어린이가 오래 기다립니다.",
            "measure": "횡단보도 민원 건수", "data": "신호 운영 기록을 드립니다."}
    texts = {name: {"ko": text, "en": ""} for name, text in said.items()}
    given = {**texts, "field": "safety", "figure": "42", "unit": "건/월", "source": "민원 처리대장", "target": "20건 이하", **more}
    return added(Challenge(department=department or a_department(), state=state, closes_at=now() + timedelta(days=days),
                           posted_at=now() if state != "writing" else None, **given))


def an_interest(company: Company | None = None, *, by: User | None = None, field: str = "safety", **more: Any) -> Interest:
    """What a company registered, for any city, with consent to be told of calls."""
    company = company or a_company()
    given = {"strength": "횡단보도 보행 신호를 줄입니다", "wish": "학교 앞에서 석 달 동안 시험합니다.", "agreed_at": now(), **more}
    return added(Interest(company=company, registered_by=by or an_owner(company), field=field, **given))


def a_pool_entry(company: Company | None = None, *, by: User | None = None, of: Municipality | None = None, **more: Any) -> PoolEntry:
    """A proposal that waits in the pool."""
    given = {"title": "소리로 찾는 누수", "summary": "땅을 파지 않고 누수를 찾습니다.", "field": "water", "origin": f"proposal:{number()}", **more}
    company = company or a_company()
    return added(PoolEntry(company=company, municipality=of or a_municipality(), call_title={"ko": "지난 공고", "en": ""},
                           agreed_by_id=(by or a_user()).id, agreed_at=now(), **given))


def an_event(state: str = "announced", *, program: Program | None = None, days: int | None = None, bodies: tuple[Any, ...] | None = None,
             **more: Any) -> Event:
    """A matching day of a program with 20-minute meetings, `days` from now (ten, or three days ago when it was held); its
    department takes part unless `bodies` (partners, departments) are named."""
    program = program or a_program()
    days = days if days is not None else -3 if state in ("held", "closed") else 10
    starts = (now() + timedelta(days=days)).replace(minute=0, second=0, microsecond=0)
    parties = [Party(**{"partner_id" if isinstance(body, Partner) else "department_id": body.id})
               for body in (bodies if bodies is not None else (program.department,))]
    given = {"kind": "matching_day", "title": {"ko": "스마트도시 매칭데이", "en": "Smart city matching day"},
             "text": {"ko": "부서와 기업이 만나는 날입니다.", "en": ""}, "place": {"ko": "시청 대회의실", "en": ""},
             "starts_at": starts, "ends_at": starts + timedelta(hours=4), "reply_by": starts - timedelta(days=2), "slot_minutes": 20,
             "meet_from": starts + timedelta(hours=1), "meet_until": starts + timedelta(hours=3), "parties": parties}
    return added(Event(program=program, state=state, announced_at=None if state == "writing" else now(), **(given | more)))


def an_invitee(event: Event, company: Company | None = None, state: str = "coming", **more: Any) -> Invitee:
    """A company's part in an event."""
    return added(Invitee(event=event, company=company or a_company(), state=state, **more))


def a_meeting(invitee: Invitee, state: str = "requested", *, party: Party | None = None, slot: int = 0, **more: Any) -> Meeting:
    """A meeting of a company with the event's first side; an agreed one begins at the given slot of the day."""
    event = invitee.event
    at = event.slots[slot] if state in ("accepted", "held") else None
    given = {"by_company": True, "wish": "함께 실증하고 싶습니다.", "starts_at": at, "ends_at": at and at + timedelta(minutes=20)}
    return added(Meeting(event=event, invitee=invitee, party=party or event.parties[0], state=state, **(given | more)))


def a_question_at(event: Event, invitee: Invitee | None = None, *, by: User | None = None, text: str = "데이터를 주십니까?") -> Question:
    """A question of an event that waits for an answer."""
    return added(Question(event=event, invitee=invitee, asked_by=by or a_user(), text=text))

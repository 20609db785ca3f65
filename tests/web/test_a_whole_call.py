"""One call with everything a city may want, clicked together, approved, answered, scored and ranked: two tracks, nested criteria,
points from facts, a check, a funnel of one and a half times into a demo day that a panel and citizens score 70 to 30."""

from datetime import timedelta

import pytest

from portal.calls.drafts.places import value_at
from portal.calls.drafts.readiness import obstacles
from portal.calls.models import Call, Revision
from portal.calls.operations import change_closing
from portal.decisions import operations as deciding
from portal.decisions import rankings
from portal.foundation import transactions
from portal.foundation.clock import now, today
from portal.foundation.db import db
from portal.foundation.errors import Refused
from portal.foundation.policy import SYSTEM
from portal.proposals import operations as proposing
from portal.proposals.models import Proposal
from portal.reviews import operations as reviewing
from portal.reviews import sheet, tallies
from portal.reviews.lifecycle import ReviewState
from portal.reviews.models import Mark
from portal.reviews.operations import Entry
from tests import builders as b
from tests.client import visit, words_of
from tests.decisions import story

CODE = "WHOLE-1"
NOTICE = {f"definition.notice.{name}.{language}": "적었습니다." for name in ("aim", "support", "how_to_apply", "procedure", "contact")
          for language in ("ko", "en")}
SHARES = ["0.96", "0.92", "0.88", "0.84", "0.8", "0.76", "0.72", "0.7"]


class Officer:
    """A manager at the builder."""

    def __init__(self, app, program):
        self.window = visit(app).sign_in(b.a_manager(program))
        self.window.checks = False
        self.sent("/manage/calls/new", program=program.code, code=CODE, source="standard", title_ko="모두 담은 공모(가상)", title_en="All in one")

    @property
    def draft(self):
        return db.session.query(Revision).order_by(Revision.id.desc()).first()

    def sent(self, address, **data):
        answer = self.window.post(address, data=data)
        assert answer.status_code == 302, words_of(answer)[:2000]

    def writes(self, page, typed=None, *, do=""):
        """Save a page of the builder, then press one of its buttons."""
        self.sent(f"/manage/calls/{CODE}/build/{page}", version=self.draft.version, do=do, **(typed or {}))

    def adds(self, page, path, typed):
        """Press "add" on a list, then fill in the entry that appeared; its place."""
        place = len(self.value(path) or [])
        self.writes(page, do=f"add:{path}")
        self.writes(page, {f"{path}.#": str(place + 1), **{f"{path}.{place}.{name}": text for name, text in typed.items()}})
        return place

    def value(self, path):
        return value_at(self.draft.body, path)


@pytest.fixture
def program():
    return b.a_program()


def test_a_call_with_everything_is_clicked_together_answered_scored_and_ranked(app, program):
    officer = Officer(app, program)
    the_notice(officer)
    the_tracks(officer)
    the_document_stage(officer)
    the_demo_day(officer)
    assert obstacles(officer.draft.body, first=True) == []
    assert officer.window.get(f"/manage/calls/{CODE}/build/try/sections/summary").status_code == 200
    officer.writes("propose")
    approver = visit(app).sign_in(b.an_approver(program))
    assert approver.post(f"/manage/calls/{CODE}/build/approve", data={"version": officer.draft.version}).status_code == 302
    call = db.session.query(Call).filter_by(code=CODE).one()
    assert "자유 제안" in words_of(visit(app).get(f"/calls/{CODE}"))
    a_company_answers(app, call)
    proposals = the_deadline_passes(call)
    manager = b.a_manager(call)
    passed = the_documents_are_judged(call, manager, proposals)
    the_demo_day_is_scored(call, manager, passed)


def the_notice(officer):
    """Announced and open today, closed in three weeks."""
    officer.writes("notice", {**NOTICE, "call.announced": today().isoformat(), "call.opens": f"{today().isoformat()}T00:00",
                              "call.closes": f"{(today() + timedelta(days=21)).isoformat()}T18:00"})
    officer.adds("notice", "definition.eligibility", {"ko": "중소기업", "en": "Small companies"})
    officer.writes("budget", {"definition.budget.max_awards": "4"})


def the_tracks(officer):
    """Free proposals and tasks of departments, each with a condition of its own; tasks get a question that nobody else does."""
    for label, kind, awards in (("자유 제안", "free_proposal", "3"), ("수요 과제", "demand_task", "2")):
        path = "definition.tracks"
        place = len(officer.value(path) or [])
        officer.writes("tracks", do=f"add:{path}")
        page = f"tracks/tracks/{place}"
        officer.writes(page, {f"{path}.{place}.label.ko": label, f"{path}.{place}.label.en": label, f"{path}.{place}.kind": kind,
                              f"{path}.{place}.awards": awards}, do=f"add:{path}.{place}.eligibility")
        officer.writes(page, {f"{path}.{place}.eligibility.#": "1", f"{path}.{place}.eligibility.0.ko": f"{label} 조건",
                              f"{path}.{place}.eligibility.0.en": "A condition"})
    task = officer.value("definition.tracks")[1]["key"]
    place = len(officer.value("definition.questions"))
    officer.writes("form", do="add:definition.questions")
    officer.writes(f"form/questions/{place}", {
        f"definition.questions.{place}.label.ko": "어느 과제인가요", f"definition.questions.{place}.label.en": "Which task?",
        f"definition.questions.{place}.tracks": task, f"definition.questions.{place}.section": "summary"})


def the_document_stage(officer):
    """The last criterion is entered from facts, a check must be passed, and one and a half times the awards go on."""
    stage, page = "definition.stages.0", "stages/stages/0"
    last = len(officer.value(f"{stage}.criteria")) - 1
    while officer.value(f"{stage}.criteria.{last}.sub"):
        officer.writes(page, do=f"remove:{stage}.criteria.{last}.sub.0")
    officer.writes(page, {f"{stage}.criteria.#": str(last + 1), f"{stage}.criteria.{last}.entered_by": "operator",
                          f"{stage}.pass_rule.?": "y", f"{stage}.pass_rule.kind": "times_awards"})
    officer.writes(page, {f"{stage}.criteria.#": str(last + 1), f"{stage}.criteria.{last}.facts.ko": "유동비율 150% 이상 만점",
                          f"{stage}.criteria.{last}.facts.en": "By liquidity ratio", f"{stage}.pass_rule.?": "y",
                          f"{stage}.pass_rule.times": "1.5", f"{stage}.pass_rule.n": "", f"{stage}.threshold": "60"})
    officer.adds(page, f"{stage}.gates", {"label.ko": "현장 설치 가능", "label.en": "Can be installed"})


def the_demo_day(officer):
    """A panel and citizens, 70 to 30."""
    stage, page = "definition.stages.1", "stages/stages/1"
    for label, weight, least in (("전문가", "70", "5"), ("시민평가단", "30", "3")):
        officer.adds(page, f"{stage}.bodies", {"label.ko": label, "label.en": label, "weight": weight, "size_min": "3",
                                               "size_max": "9", "min_valid_scores": least})


def a_company_answers(app, call):
    """A company chooses the track of tasks, is asked the question of that track alone, and gets its receipt."""
    company = b.a_company("㈜과제답변(가상)")
    owner = b.an_owner(company)
    transactions.commit()
    window = visit(app).sign_in(owner)
    task, new = call.definition.tracks[1].key, call.definition.questions[-1].key
    assert window.post(f"/apply/calls/{CODE}/new", data={"company": company.id}).status_code == 422
    assert window.post(f"/apply/calls/{CODE}/new", data={"company": company.id, "track": task}).status_code == 302
    proposal = db.session.query(Proposal).filter_by(company_id=company.id).one()
    told = b.proposal_file("P01")
    sites = call.definition.question_of("sites").key
    answers = {**told["answers"], sites: [b.a_site(call.program.municipality).code]}
    proposing.save_answers(proposal, {each.key: (answers[each.key], 0) for each in call.definition.questions if each.key != new},
                           by=owner)
    proposing.save_consents(proposal, told["consents"], by=owner)
    proposing.attach_file(proposal, "plan", b.a_stored_file("실증계획서.pdf"), by=owner)
    transactions.commit()
    assert {gap.key for gap in proposing.missing_for_submission(proposal)} == {new}
    proposing.save_answers(proposal, {new: ("어린이보호구역 보행 안전", 0)}, by=owner)
    proposing.submit_proposal(proposal, by=owner)
    transactions.commit()
    assert proposal.submission_number == 1 and proposal.track == task


def the_deadline_passes(call):
    """Eight proposals stand before the document panel."""
    change_closing(call, now() - timedelta(seconds=1), "이야기 속의 시간이 지났습니다.", by=SYSTEM)
    free = call.definition.tracks[0].key
    moment, proposals = now() - timedelta(days=1), []
    for minute in range(len(SHARES)):
        proposal = b.a_proposal("in_review", call=call, stage="document")
        proposal.track, proposal.submitted_at = free, moment + timedelta(minutes=minute)
        proposals.append(proposal)
    db.session.flush()
    return proposals


def scored(call, stage, proposals, seats, shares):
    """Every seat gives every proposal its share of the points of each part."""
    for proposal, share in zip(proposals, shares, strict=True):
        for seat in seats:
            review = b.a_review(ReviewState.CONFIRMED, proposal=proposal, seat=seat, stage=stage)
            for criterion in call.definition.stage(stage).for_reviewers:
                for part in criterion.sub or (criterion,):
                    db.session.add(Mark(review_id=review.id, kind="points", key=part.key, value=str(round(part.max * float(share)))))
            db.session.flush()
            review.criterion_totals = sheet.sums_of(call.definition, stage, sheet.points_of(review.marks))
        tallies.refresh(proposal, stage)


def the_documents_are_judged(call, manager, proposals):
    """Facts are entered, the check is passed but for one; of 4 awards times 1.5 six go on, the one that failed does not."""
    stage = call.definition.stage("document")
    scored(call, "document", proposals, [b.a_seat(call, stage="document") for _n in range(5)], SHARES)
    key = stage.for_operator[0].key
    reviewing.enter_points(call, "document", {
        (proposal.id, key): Entry(str(stage.max_of(key)), "2025년 재무제표", "") for proposal in proposals}, by=manager)
    for i, proposal in enumerate(proposals):
        verdict = ("failed", "점자블록 위에 기둥을 세워야 합니다.") if i == 1 else ("passed", "")
        reviewing.judge_stage_gates(proposal, "document", {stage.gates[0].key: verdict}, by=manager)
    transactions.commit()
    selection, *_people = story.released(call, stage="document")
    outcomes = [story.outcome_of(selection, proposal).outcome for proposal in proposals]
    assert outcomes == ["passed", "not_selected", *["passed"] * 5, "not_selected"]
    return [proposal for proposal, outcome in zip(proposals, outcomes, strict=True) if outcome == "passed"]


def the_demo_day_is_scored(call, manager, proposals):
    """The panel likes the first best, citizens the second: 70 to 30 the first wins; three of one track are all it gives."""
    panel, citizens = ([b.a_seat(call, stage="final") for _n in range(size)] for size in (5, 3))
    bodies = call.definition.stage("final").bodies
    for seats, body in ((panel, bodies[0]), (citizens, bodies[1])):
        for seat in seats:
            seat.body = body.key
    db.session.flush()
    scored(call, "final", proposals, panel, ["0.96", "0.88", "0.84", "0.8", "0.76", "0.72"])
    scored(call, "final", proposals, citizens, ["0.8", "0.96", "0.8", "0.8", "0.8", "0.8"])
    transactions.commit()
    lines = rankings.ranking_page(call, "final", viewer=manager).lines
    assert [line.proposal.id for line in lines] == [proposal.id for proposal in proposals]
    selection, manager, _approver = story.prepared(call, stage="final")
    chosen = [story.outcome_of(selection, proposal) for proposal in proposals]
    assert [each.outcome for each in chosen] == [*["selected"] * 4, *["reserve"] * 2]
    with pytest.raises(Refused, match="자유 제안: .*4.*3"):
        deciding.propose_selection(selection, by=manager)
    changed = {chosen[3].id: deciding.Choice("reserve", 1, "한 트랙에서 세 건까지 선정합니다."),
               chosen[4].id: deciding.Choice("reserve", 2, ""), chosen[5].id: deciding.Choice("reserve", 3, "")}
    deciding.decide_outcomes(selection, changed, by=manager)
    deciding.propose_selection(selection, by=manager)
    assert selection.state == "proposed"

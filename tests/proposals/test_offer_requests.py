"""Offers of partners asked for with a submission: in step with it, granted once, given back; who learns of it and who does not."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest

from portal.accounts.models import Nobody, User
from portal.calls.definition import Definition, Revising
from portal.decisions.operations import release_selection
from portal.foundation import history, outbox, transactions
from portal.foundation.clock import now, today
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Invalid, Missing, Refused, Stale
from portal.foundation.policy import SYSTEM
from portal.jobs.letters import compose
from portal.partners.models import Offer
from portal.partners.operations.slots import give_slot_back, take_slot
from portal.proposals import operations, queries, requests
from portal.proposals.applicants import received_in
from portal.proposals.differences import revised_in
from portal.proposals.gaps import gaps_in
from portal.proposals.keeping import obstacle_to
from portal.proposals.models import OfferRequest, ProposalMember
from portal.proposals.scope import opened_by
from tests import builders as b
from tests.calls.asking import a_body, a_question
from tests.client import words_of
from tests.decisions import story as results
from tests.proposals import story
from tests.proposals.pages import at, forms_in

BODY = a_body(a_question("wanted", "offers"), a_question("members", "consortium"))
WHY = "이번 분기에는 드릴 수 없습니다."
PAGE = "/sections/summary"


@pytest.fixture
def call():
    return b.a_call(definition=BODY)


@pytest.fixture
def partner(call):
    return b.a_partner(call.program.municipality)


@pytest.fixture
def offer(partner):
    return b.an_offer(partner, slots=1, title={"ko": "클라우드 사용권", "en": "Cloud credits"})


@pytest.fixture
def draft(call):
    written = story.a_written_proposal(call=call)
    consent(written, True)
    return written


@pytest.fixture
def manager(call):
    return b.a_manager(call)


@pytest.fixture
def staff(partner):
    return b.a_partner_person(partner)


def wish(proposal, *offers, key="wanted"):
    kept = queries.written_of(proposal).answers.get(key)
    value = [str(offer.id) for offer in offers] if key == "wanted" else list(offers)
    operations.save_answer(proposal, key, value, seen=kept.version if kept else 0, by=proposal.owner)
    transactions.commit()


def consent(proposal, given):
    operations.save_consents(proposal, {"partner_share": given}, by=proposal.owner)
    transactions.commit()


def submit(proposal):
    operations.submit_proposal(proposal, by=proposal.owner)
    transactions.commit()
    return requests.requests_of(proposal)


def states(proposal):
    return {request.offer_id: request.state for request in requests.requests_of(proposal)}


def taken(offer):
    return db.session.query(Offer.taken).filter_by(id=offer.id).scalar()


def answer(request, verb, by, reason=""):
    operations.answer_request(request, verb, reason, by=by)
    transactions.commit()


def test_a_draft_asks_nobody_and_a_submission_asks_each_partner_once(draft, offer, partner, staff):
    other = b.an_offer(b.a_partner(draft.call.program.municipality))
    wish(draft, offer, other)
    assert requests.requests_of(draft) == []
    assert [(each.offer_id, each.rank, each.state) for each in submit(draft)] == [(offer.id, 1, "asked"), (other.id, 2, "asked")]
    letters = outbox.letters_to(staff.email)
    assert [letter.template for letter in letters] == ["offers_requested"]
    message = compose(letters[0])
    assert "제공 신청이 들어왔습니다" in message["Subject"] and "/partner/requests" in message.get_body(("plain",)).get_content()
    assert not any(word in str(letters[0].context) for word in (draft.company.name_ko, draft.title, draft.number))


def test_another_submission_keeps_them_in_step_and_gives_a_granted_slot_back(draft, offer, partner, staff, manager):
    other = b.an_offer(partner)
    wish(draft, offer)
    answer(submit(draft)[0], "grant", staff)
    assert taken(offer) == 1
    wish(draft, other)
    submit(draft)
    assert states(draft) == {offer.id: "withdrawn", other.id: "asked"} and taken(offer) == 0
    wish(draft, offer, other)
    submit(draft)
    assert states(draft) == {offer.id: "asked", other.id: "asked"}
    again = requests.requests_of(draft)[0]
    assert (again.reason, again.answered_at, again.rank) == ("", None, 1)
    assert len(outbox.letters_to(staff.email)) == 3


def test_a_grant_stays_with_a_submission_that_still_asks_for_it(draft, offer, staff):
    wish(draft, offer)
    answer(submit(draft)[0], "grant", staff)
    other = b.an_offer(b.a_partner(draft.call.program.municipality))
    wish(draft, other, offer)
    submit(draft)
    mine = next(each for each in requests.requests_of(draft) if each.offer_id == offer.id)
    assert (mine.state, mine.rank, taken(offer)) == ("granted", 2, 1)


def test_a_full_offer_is_not_newly_chosen_but_one_that_fills_later_stays(draft, offer):
    wish(draft, offer)
    submit(draft)
    offer.taken = 1
    rival = story.a_written_proposal(call=draft.call)
    wish(rival, offer)
    assert [gap.message for gap in gaps_in(rival, queries.written_of(rival))] == ["Every slot of this offer is taken. Choose another one."]
    with pytest.raises(Refused, match="Not everything is complete"):
        operations.submit_proposal(rival, by=rival.owner)
    transactions.rollback()
    offer.closes_on = today() - timedelta(days=1)
    draft.changed_since = True
    transactions.commit()
    assert submit(draft)[0].state == "asked" and draft.submission_number == 2


def test_an_offer_of_an_organization_in_talks_is_never_named(draft):
    secret = b.an_offer(b.a_partner(draft.call.program.municipality, state="talking", name="비밀상사(가상)"))
    wish(draft, secret)
    assert queries.written_of(draft).offers == {}
    assert [gap.message for gap in gaps_in(draft, queries.written_of(draft))] == ["This offer is no longer made. Choose another one."]


@pytest.mark.parametrize("raw", [["-1"], ["99999999999999"], ["١"], ["1e309"], ["모름"]])
def test_nonsense_for_an_offer_is_kept_and_refused_with_words(draft, raw):
    operations.save_answer(draft, "wanted", raw, seen=0, by=draft.owner)
    assert [gap.key for gap in gaps_in(draft, queries.written_of(draft))] == ["wanted"]


def test_granting_takes_a_slot_once_and_taking_back_needs_a_reason_and_frees_it(draft, offer, staff):
    wish(draft, offer)
    request = submit(draft)[0]
    answer(request, "grant", staff)
    with pytest.raises(Refused, match="not possible now"):
        operations.answer_request(request, "grant", by=staff)
    for reason in ("", "짧", "널\0문자입니다", "가" * 1001):
        with pytest.raises(Invalid):
            operations.answer_request(request, "take_back", reason, by=staff)
    answer(request, "take_back", staff, WHY)
    assert (request.state, request.reason, taken(offer)) == ("declined", WHY, 0)
    answer(request, "grant", staff)
    assert (request.state, request.reason, taken(offer)) == ("granted", "", 1)
    assert [entry.verb for entry in history.history_of(request)] == ["ask", "grant", "take_back", "grant"]


def test_without_a_slot_left_or_an_agreement_nothing_is_granted(draft, offer, partner, manager):
    wish(draft, offer)
    request = submit(draft)[0]
    offer.taken = 1
    with pytest.raises(Refused, match="No slot of this offer is left"):
        operations.answer_request(request, "grant", by=manager)
    assert request.state == "asked" and taken(offer) == 1
    offer.taken, partner.ends_on = 0, today() - timedelta(days=1)
    with pytest.raises(Refused, match="no agreement"):
        operations.answer_request(request, "grant", by=manager)
    with pytest.raises(Invalid):
        operations.answer_request(request, "explode", by=manager)
    with pytest.raises(Stale):
        operations.answer_request(request, "decline", WHY, by=manager, seen=request.version - 1)


def test_a_slot_never_goes_below_nothing_nor_above_all(offer, manager):
    with pytest.raises(Refused, match="No slot of this offer is taken"):
        give_slot_back(offer, by=manager)
    before = offer.version
    take_slot(offer, by=manager)
    assert (offer.taken, offer.left, offer.version) == (1, 0, before + 1)
    with pytest.raises(Refused, match="No slot of this offer is left"):
        take_slot(offer, by=SYSTEM)
    for someone in (Nobody(), b.an_owner(b.a_company()), b.a_partner_person(b.a_partner()), b.a_manager(b.a_program())):
        with pytest.raises(Forbidden):
            give_slot_back(offer, by=someone)
    give_slot_back(offer, by=manager)
    assert offer.taken == 0


def at_once(app, *acts):
    """Each in a thread and a transaction of its own, at the same moment; what they raised."""
    transactions.commit()
    together, troubles = Barrier(len(acts)), []

    def run(act):
        with app.app_context():
            together.wait(20)
            try:
                with transactions.transaction():
                    act()
            except Exception as trouble:
                troubles.append(trouble)

    threads = [Thread(target=run, args=(act,)) for act in acts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    db.session.expire_all()
    return troubles


def grant(request_id, user_id):
    """A grant as a request of its own makes it."""
    def act():
        request, manager = db.session.get_one(OfferRequest, request_id), db.session.get_one(User, user_id)
        operations.answer_request(request, "grant", by=manager)
    return act


def test_two_who_grant_the_last_slot_at_once_give_it_once(app, offer, draft, manager):
    rival = b.a_proposal("submitted", call=draft.call)
    wish(draft, offer)
    ids = [submit(draft)[0].id, b.an_offer_request(rival, offer).id]
    troubles = at_once(app, *(grant(each, manager.id) for each in ids))
    assert len(troubles) == 1 and isinstance(troubles[0], Refused) and "No slot" in str(troubles[0].words)
    assert taken(offer) == 1
    assert sorted(db.session.get_one(OfferRequest, each).state for each in ids) == ["asked", "granted"]


def test_a_double_click_takes_one_slot(app, partner, draft, manager):
    roomy = b.an_offer(partner, slots=5)
    wish(draft, roomy)
    once = grant(submit(draft)[0].id, manager.id)
    assert len(at_once(app, once, once)) == 1
    assert taken(roomy) == 1


@pytest.mark.parametrize("out", ["withdraw", "ineligible"])
def test_whoever_is_out_of_the_running_holds_no_slot(draft, offer, staff, manager, out):
    wish(draft, offer)
    answer(submit(draft)[0], "grant", staff)
    if out == "withdraw":
        operations.withdraw_proposal(draft, by=draft.owner)
    else:
        story.close(draft)
        gate = draft.call.definition.gates[0].key
        operations.check_gates(draft, {gate: (False, "지역 요건에 맞지 않습니다.")}, by=manager)
        operations.fail_eligibility(draft, by=manager)
    transactions.commit()
    assert states(draft) == {offer.id: "withdrawn"} and taken(offer) == 0


def test_a_result_frees_the_slots_of_those_not_selected_when_it_is_released_and_not_before():
    call = b.a_call("closed")
    proposals = results.several(call, ["0.95", "0.3"])
    kept, freed = (b.an_offer_request(each, b.an_offer(b.a_partner(call.program.municipality)), "granted") for each in proposals)
    selection, manager, _approver = results.confirmed(call)
    assert (kept.state, freed.state) == ("granted", "granted")
    release_selection(selection, by=manager)
    transactions.commit()
    assert (kept.state, taken(kept.offer)) == ("granted", 1)
    assert (freed.state, taken(freed.offer)) == ("withdrawn", 0)


def test_without_the_consent_staff_learn_nothing_and_the_manager_answers(visitor, draft, offer, staff, manager):
    consent(draft, False)
    wish(draft, offer)
    request = submit(draft)[0]
    assert outbox.letters_to(staff.email) == []
    with pytest.raises(Missing):
        requests.get_request(request.id, viewer=staff)
    with pytest.raises(Forbidden):
        operations.answer_request(request, "grant", by=staff)
    visitor.sign_in(staff)
    assert draft.company.name_ko not in visitor.get("/partner/requests").text
    assert visitor.get(f"/partner/requests/{request.id}").status_code == 404
    answer(request, "grant", manager)
    assert request.state == "granted"
    consent(draft, True)
    submit(draft)
    assert requests.get_request(request.id, viewer=staff).id == request.id and outbox.letters_to(staff.email) == []


def test_a_consent_given_later_tells_the_partner(draft, offer, staff):
    consent(draft, False)
    wish(draft, offer)
    submit(draft)
    consent(draft, True)
    submit(draft)
    assert [letter.template for letter in outbox.letters_to(staff.email)] == ["offers_requested"]
    submit(draft)
    assert len(outbox.letters_to(staff.email)) == 1


def test_a_call_that_asks_no_such_consent_shows_requests_to_a_partner_at_home_and_to_none_abroad(staff, partner, offer):
    far = b.an_offer(partner, abroad="SG", title={"ko": "싱가포르 시험장", "en": "Test bed in Singapore"})
    body = {**BODY, "consents": [each for each in BODY["consents"] if each["key"] != "partner_share"]}
    call = b.a_call(definition=body)
    proposal = b.a_proposal("submitted", call=call)
    proposal.submission.consents = {}
    proposal.submission.answers = {**proposal.submission.answers, "wanted": [str(offer.id), str(far.id)]}
    operations.follow_the_submission(proposal, by=proposal.owner)
    assert [each.shared for each in requests.requests_of(proposal)] == [True, False]


def test_canary_nobody_else_learns_of_a_request(visitor, call, draft, offer, partner):
    wish(draft, offer)
    request = submit(draft)[0]
    review = b.a_review("open", proposal=b.a_proposal("in_review", call=call))
    others = (b.a_partner_person(b.a_partner(call.program.municipality)), b.an_owner(b.a_company()), review.reviewer,
              b.a_manager(b.a_program()), b.an_officer(call.program.department), b.an_administrator())
    for someone in others:
        with pytest.raises(Missing):
            requests.get_request(request.id, viewer=someone)
        with pytest.raises(Forbidden):
            operations.answer_request(request, "decline", WHY, by=someone)
        visitor.sign_in(someone)
        for address in (f"/partner/requests/{request.id}", f"/manage/requests/{request.id}",
                        f"/manage/proposals/{draft.id}/offers", f"/manage/calls/{call.code}/requests"):
            assert visitor.get(address).status_code == 404
        assert draft.title not in visitor.get("/partner/requests").text


def test_what_staff_read_is_the_company_its_line_the_title_and_what_is_asked(visitor, draft, offer, staff):
    draft.company.one_line = "보행을 돕는 로봇"
    wish(draft, offer)
    request = submit(draft)[0]
    visitor.sign_in(staff)
    assert draft.title in words_of(visitor.get("/partner/requests"))
    page = words_of(visitor.get(f"/partner/requests/{request.id}"))
    for word in (draft.company.name_ko, "보행을 돕는 로봇", draft.title, draft.submission.answers["one_line"], "클라우드 사용권"):
        assert word in page
    for word in (draft.number, draft.company.brn, draft.submission.answers["solution"][:20], "1순위"):
        assert word not in page


def test_the_pages_from_the_form_to_the_answer(visitor, draft, offer, manager, staff):
    visitor.sign_in(draft.owner)
    form = forms_in(visitor.get(at(draft, PAGE)))
    sent = {**form, "q-wanted-0": str(offer.id), "q-members-0-name": "가람연구소(가상)", "q-members-0-brn": "123", "q-members-0-share": "40"}
    assert visitor.post(at(draft, PAGE), data=sent).status_code == 302
    checked = words_of(visitor.get(at(draft, f"{PAGE}?check=1")))
    assert "사업자등록번호 10자리를 적어 주세요" in checked and "역할을 골라 주세요" in checked and "한빛클라우드(가상)" in checked
    form = forms_in(visitor.get(at(draft, PAGE)))
    brn = b.a_brn()
    visitor.post(at(draft, PAGE), data={**form, "q-members-0-brn": brn, "q-members-0-role": "participating"})
    assert visitor.post(at(draft, "/submit"), data={"version": draft.version}).status_code == 302
    assert "답변 대기" in words_of(visitor.get(at(draft)))
    receipt = words_of(visitor.get(at(draft, "/receipts/1")))
    assert "클라우드 사용권" in receipt and "가람연구소(가상)" in receipt and "40%" in receipt and "참여기관" in receipt
    assert db.session.query(ProposalMember.brn, ProposalMember.name).all() == [(brn, "가람연구소(가상)")]
    request = db.session.query(OfferRequest).one()
    visitor.sign_in(manager)
    for address in (f"/manage/proposals/{draft.id}/offers", f"/manage/calls/{draft.call.code}/requests", f"/manage/proposals/{draft.id}",
                    f"/manage/calls/{draft.call.code}"):
        assert "협력기업 제공 신청" in words_of(visitor.get(address))
    here = f"/partner/requests/{request.id}"
    visitor.sign_in(staff)
    lacking = visitor.post(here, data={"answer": "decline", "reason": "짧", "version": request.version})
    assert lacking.status_code == 422 and "짧" in lacking.text and "error-summary" in lacking.text
    assert visitor.post(here, data={"answer": "", "version": request.version}).status_code == 422
    assert visitor.post(here, data={"answer": "grant", "version": request.version}).status_code == 302
    late = visitor.post(here, data={"answer": "decline", "reason": "늦게 쓴 사유입니다.", "version": 1})
    assert late.status_code == 409 and "늦게 쓴 사유입니다." in late.text
    assert "클라우드 사용권" in words_of(visitor.get("/partner/requests?state=answered"))
    visitor.sign_in(draft.owner)
    assert "승인" in words_of(visitor.get(at(draft)))


def test_members_follow_the_newest_submission(draft):
    first, second = b.a_brn(), b.a_brn()
    rows = [{"name": "가(가상)", "brn": first, "country": "", "role": "demand", "share": 10},
            {"name": "Hanoi Lab (fictional)", "brn": "", "country": "베트남", "role": "other", "share": 10}]
    wish(draft, *rows, key="members")
    submit(draft)
    wish(draft, {**rows[0], "brn": second}, key="members")
    submit(draft)
    assert [member.brn for member in db.session.query(ProposalMember)] == [second]


def test_a_copy_keeps_only_offers_that_can_still_be_chosen(draft, offer, partner, call):
    gone = b.an_offer(partner)
    wish(draft, gone, offer)
    gone.closes_on = today() - timedelta(days=1)
    fresh = operations.create_proposal(b.a_call(definition=BODY, program=call.program), draft.company, by=draft.owner)
    transactions.commit()
    operations.copy_proposal(fresh, draft, by=draft.owner)
    transactions.commit()
    assert queries.written_of(fresh).values["wanted"] == [str(offer.id)]
    offer.taken = offer.slots
    empty = operations.create_proposal(b.a_call(definition=BODY, program=call.program), draft.company, by=draft.owner)
    transactions.commit()
    left = {fate.question.key: str(fate.note) for fate in operations.plan_copy(empty, draft, by=draft.owner).left}
    assert left["wanted"] == "Nothing of it can be chosen here now."


@pytest.mark.parametrize("rows", [1, 30])
def test_the_lists_read_a_constant_number_of_statements(visitor, statements, call, partner, manager, staff, rows):
    for _n in range(rows):
        b.an_offer_request(b.a_proposal("submitted", call=call), b.an_offer(partner))
    most = {"/partner/requests": 2, f"/manage/calls/{call.code}/requests": 3}
    for person, address in ((staff, "/partner/requests"), (manager, f"/manage/calls/{call.code}/requests")):
        visitor.sign_in(person)
        visitor.get(address)
        statements.clear()
        assert visitor.get(address).status_code == 200
        assert len(statements) == most[address]


def test_fifty_requests_a_page(visitor, call, partner, staff):
    asked = [b.an_offer_request(b.a_proposal("submitted", call=call), b.an_offer(partner)) for _n in range(51)]
    visitor.sign_in(staff)
    first = visitor.get("/partner/requests").text
    assert f"/partner/requests/{asked[49].id}\"" in first and f"/partner/requests/{asked[50].id}\"" not in first
    assert f"/partner/requests/{asked[50].id}\"" in visitor.get(f"/partner/requests?after={asked[49].id}").text


@pytest.mark.parametrize("change", [
    {"wanted": None}, {"wanted": {"max": 1}}, {"members": None}, {"wanted": {"min": 3}},
    {"new": a_question("new", "consortium", required=True)},
])
def test_a_change_of_an_open_call_leaves_what_was_received_valid(draft, offer, partner, call, change):
    wish(draft, offer, b.an_offer(partner))
    wish(draft, {"name": "가(가상)", "brn": b.a_brn(), "country": "", "role": "demand", "share": 10}, key="members")
    submit(draft)
    old = call.definition
    questions = [{**each, **(change.get(each["key"]) or {})} for each in BODY["questions"]
                 if each["key"] not in change or change[each["key"]]]
    if "new" in change:
        questions = [each for each in questions if each["key"] != "members"] + [change["new"]]
    fresh = Definition.parse({**BODY, "questions": questions})
    assert obstacle_to(old, old, received_in(call), set()) is None
    assert "would no longer be valid" in str(obstacle_to(fresh, old, received_in(call), set()))


def test_a_draft_call_is_tried_with_both_kinds_of_answers_and_asks_nobody(visitor, partner, offer, manager, call):
    revision = b.a_revision(b.a_call("soon", program=call.program, state="draft", definition=BODY))
    base = f"/manage/calls/{revision.call.code}/build/try"
    visitor.sign_in(manager)
    assert offer.title["ko"] in words_of(visitor.get(f"{base}{PAGE}"))
    sent = {"q-wanted-0": str(offer.id), "q-wanted-1": "77", "q-members-0-name": "가람연구소(가상)"}
    assert visitor.post(f"{base}{PAGE}", data=sent).status_code == 302
    page = words_of(visitor.get(f"{base}{PAGE}?check=1"))
    assert "더는 제공하지 않는 항목입니다" in page and "사업자등록번호 10자리를 적어 주세요" in page
    assert db.session.query(OfferRequest).count() == 0
    form = visitor.get(f"/calls/{call.code}/form.docx")
    assert form.status_code == 200


def test_two_texts_of_a_table_of_members_are_shown_side_by_side(visitor, draft, offer):
    visitor.sign_in(draft.owner)
    form = forms_in(visitor.get(at(draft, PAGE)))
    wish(draft, {"name": "먼저 쓴 기관(가상)", "brn": b.a_brn(), "country": "", "role": "demand", "share": 10}, key="members")
    wish(draft, offer)
    clash = visitor.post(at(draft, PAGE), data={**form, "q-members-0-name": "나중에 쓴 기관(가상)", "q-wanted-0": "999"})
    assert clash.status_code == 409 and "먼저 쓴 기관(가상)" in clash.text and "나중에 쓴 기관(가상)" in clash.text
    assert "클라우드 사용권 · 한빛클라우드(가상)" in words_of(clash)


def test_a_revision_between_stages_moves_the_requests_along(draft, offer, partner, staff):
    other = b.an_offer(partner, title={"ko": "멘토링", "en": "Mentoring"})
    wish(draft, offer)
    answer(submit(draft)[0], "grant", staff)
    story.close(draft)
    draft.state, draft.stage_key, draft.revise_due_at = "in_review", "final", now() + timedelta(days=3)
    draft.revise_scope = opened_by(Revising(days=3), draft)
    wish(draft, other)
    operations.revise(draft, by=draft.owner)
    transactions.commit()
    assert states(draft) == {offer.id: "withdrawn", other.id: "asked"} and taken(offer) == 0
    [changed] = revised_in(queries.get_own_proposal(draft.id, viewer=draft.owner)).answers
    assert (changed.before, changed.after) == ([str(offer.id)], [str(other.id)])

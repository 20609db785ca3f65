"""A call is written by one person and comes into force by another; what was handed in and judged stays valid."""

from copy import deepcopy
from datetime import timedelta

import pytest

from portal.accounts.models import Nobody
from portal.calls import operations, queries
from portal.calls.definition.document import CallDocument
from portal.calls.drafts import places
from portal.calls.drafts.standard import standard_document
from portal.calls.lifecycle import REVISION
from portal.calls.models import CallEdition
from portal.calls.operations import Edit
from portal.foundation import history, transactions
from portal.foundation.clock import in_seoul, now, today
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Invalid, Missing, Refused, Stale
from portal.foundation.outbox import Letter
from portal.proposals.models import GateResult
from portal.reviews.models import Mark
from tests import builders as b

NOTICE = {name: {"ko": "적었습니다.", "en": "Written."} for name in ("aim", "support", "how_to_apply", "procedure", "contact")}


@pytest.fixture
def people():
    program = b.a_program()
    return program, b.a_manager(program), b.an_approver(program)


def a_new_call(program, manager, code="NEW-1"):
    return operations.begin_call(program, code, {"ko": "새 공모", "en": "New call"}, standard_document(), by=manager)


def filled(revision, manager):
    values = {"definition.notice": NOTICE, "definition.eligibility": [{"ko": "중소기업", "en": "Small companies"}]}
    operations.write_draft(revision, values, by=manager, seen=revision.version)


def approved(revision, manager, approver, reason="일정을 조정합니다."):
    operations.propose_revision(revision, reason, by=manager, seen=revision.version)
    transactions.commit()
    operations.approve_revision(revision, by=approver, seen=revision.version)
    transactions.commit()


def changed(call, manager, **values):
    """A draft of changes to a call with values put at places of its definition."""
    revision = operations.begin_revision(call, by=manager)
    operations.write_draft(revision, {f"definition.{path.replace('__', '.')}": value for path, value in values.items()}, by=manager,
                           seen=revision.version)
    return revision


def letters(template):
    return [letter for letter in db.session.query(Letter).order_by(Letter.id) if letter.template == template]


def test_a_call_begins_with_its_dates_ahead_and_nobody_outside_sees_it(people):
    program, manager, _approver = people
    call = a_new_call(program, manager).call
    assert call.announced_on >= today() and call.state == "draft" and call.edition_number == 0
    for viewer in (Nobody(), b.a_user(), b.an_owner(b.a_company()), b.a_manager(b.a_program())):
        with pytest.raises(Missing):
            queries.get_call(call.code, viewer=viewer)
    assert queries.get_call(call.code, viewer=manager).id == call.id


@pytest.mark.parametrize(("code", "title", "field"), [
    ("", "새 공모", "code"), ("가", "새 공모", "code"), ("A B", "새 공모", "code"), ("X" * 41, "새 공모", "code"),
    ("NEW-1", "", "title_ko"), ("NEW-1", "x" * 201, "title_ko")])
def test_a_number_or_title_that_will_not_do_is_told_beside_its_field(people, code, title, field):
    program, manager, _approver = people
    with pytest.raises(Invalid) as caught:
        operations.begin_call(program, code, {"ko": title, "en": ""}, standard_document(), by=manager)
    assert set(caught.value.fields) == {field}


def test_a_number_is_used_once(people):
    program, manager, _approver = people
    a_new_call(program, manager)
    with pytest.raises(Invalid, match="already"):
        a_new_call(program, manager)


def test_only_the_programs_managers_begin_and_write(people):
    program, manager, approver = people
    for other in (approver, b.a_manager(b.a_program()), b.an_owner(b.a_company()), Nobody()):
        with pytest.raises(Forbidden):
            operations.begin_call(program, "NEW-2", {"ko": "새 공모", "en": ""}, standard_document(), by=other)
    revision = a_new_call(program, manager).call and queries.live_revision_of(queries.get_call("NEW-1", viewer=manager))
    for other in (approver, b.a_manager(b.a_program()), Nobody()):
        with pytest.raises(Forbidden):
            operations.write_draft(revision, {"definition.pilot_months": 9}, by=other, seen=revision.version)


def test_what_is_missing_keeps_it_from_being_proposed_and_a_second_person_publishes_it(people):
    program, manager, approver = people
    revision = a_new_call(program, manager)
    with pytest.raises(Refused, match="mended"):
        operations.propose_revision(revision, "", by=manager, seen=revision.version)
    db.session.expire(revision, ["reason"])
    filled(revision, manager)
    operations.propose_revision(revision, "", by=manager, seen=revision.version)
    transactions.commit()
    assert [letter.to_email for letter in letters("revision_proposed")] == [approver.email]
    with pytest.raises(Forbidden):
        operations.approve_revision(revision, by=manager, seen=revision.version)
    operations.approve_revision(revision, by=approver, seen=revision.version)
    transactions.commit()
    call = queries.get_call("NEW-1", viewer=Nobody())
    assert (call.state, call.edition_number, revision.number, revision.state) == ("published", 1, 1, "in_force")
    assert call.definition.notice.aim.ko == "적었습니다."
    assert [letter.to_email for letter in letters("revision_approved")] == [manager.email]
    assert [entry.verb for entry in history.history_of(call)] == ["create", "publish"]


def test_who_proposed_it_cannot_approve_it_even_with_both_roles(people):
    program, manager, _approver = people
    b.with_role(manager, "approver", "program", program.id)
    revision = a_new_call(program, manager)
    filled(revision, manager)
    operations.propose_revision(revision, "", by=manager, seen=revision.version)
    transactions.commit()
    assert "approve" not in {offer.verb for offer in REVISION.offers(revision, manager)}
    with pytest.raises(Forbidden, match="second person"):
        operations.approve_revision(revision, by=manager, seen=revision.version)


def test_an_approver_sends_it_back_with_words_and_the_writer_goes_on(people):
    program, manager, approver = people
    revision = a_new_call(program, manager)
    filled(revision, manager)
    operations.propose_revision(revision, "", by=manager, seen=revision.version)
    transactions.commit()
    with pytest.raises(Refused):
        operations.write_draft(revision, {"definition.pilot_months": 9}, by=manager, seen=revision.version)
    with pytest.raises(Invalid):
        operations.return_revision(revision, " ", by=approver, seen=revision.version)
    operations.return_revision(revision, "접수 기간을 늘려 주세요.", by=approver, seen=revision.version)
    transactions.commit()
    assert (revision.state, revision.note) == ("writing", "접수 기간을 늘려 주세요.")
    assert letters("revision_returned")[0].to_email == manager.email
    operations.propose_revision(revision, "", by=manager, seen=revision.version)
    transactions.commit()
    operations.take_back_revision(revision, by=manager, seen=revision.version)
    assert revision.state == "writing"


def test_the_announcement_must_not_lie_in_the_past(people):
    program, manager, _approver = people
    revision = a_new_call(program, manager)
    filled(revision, manager)
    yesterday = (today() - timedelta(days=1)).isoformat()
    operations.write_draft(revision, {"call.announced": yesterday}, by=manager, seen=revision.version)
    with pytest.raises(Refused, match="announcement has passed"):
        operations.propose_revision(revision, "", by=manager, seen=revision.version)


def test_two_people_write_and_the_second_is_told(people):
    program, manager, _approver = people
    revision = a_new_call(program, manager)
    seen = revision.version
    operations.write_draft(revision, {"definition.pilot_months": 9}, by=manager, seen=seen)
    with pytest.raises(Stale):
        operations.write_draft(revision, {"definition.pilot_months": 3}, by=b.a_manager(program), seen=seen)
    assert revision.body["definition"]["pilot_months"] == 9


def test_the_last_save_can_be_undone_and_done_again(people):
    program, manager, _approver = people
    revision = a_new_call(program, manager)
    with pytest.raises(Refused, match="nothing to undo"):
        operations.undo_last(revision, by=manager, seen=revision.version)
    before = deepcopy(revision.body)
    operations.write_draft(revision, {"definition.pilot_months": 9}, by=manager, seen=revision.version,
                           then=Edit("remove", "definition.questions.0"))
    after = deepcopy(revision.body)
    operations.undo_last(revision, by=manager, seen=revision.version)
    assert revision.body == before
    operations.undo_last(revision, by=manager, seen=revision.version)
    assert revision.body == after


@pytest.mark.parametrize("edit", [Edit("remove", "definition.questions.999"), Edit("add", "definition.notice"), Edit("up", "call.0"),
                                  Edit("order", "definition.questions", (0, 0)), Edit("explode", "definition.questions.0"),
                                  Edit("remove", "")])
def test_a_click_on_what_is_not_there_changes_nothing(people, edit):
    program, manager, _approver = people
    revision = a_new_call(program, manager)
    before = deepcopy(revision.body)
    with pytest.raises(Missing):
        operations.write_draft(revision, {}, by=manager, seen=revision.version, then=edit)
    assert revision.body == before


def test_a_draft_cannot_grow_without_end(people):
    program, manager, _approver = people
    revision = a_new_call(program, manager)
    with pytest.raises(Refused, match="too large"):
        operations.write_draft(revision, {"call.title.ko": "가" * 2_000_001}, by=manager, seen=revision.version)


def test_a_change_needs_a_reason_makes_an_edition_and_tells_whoever_applies():
    call = b.a_call("open")
    manager, approver = b.a_manager(call), b.an_approver(call)
    company = b.a_company()
    owner, stranger = b.an_owner(company), b.an_owner(b.a_company())
    b.a_proposal("draft", call=call, company=company, owner=owner)
    revision = changed(call, manager, budget__max_grant=30_000_000)
    with pytest.raises(Invalid):
        operations.propose_revision(revision, "", by=manager, seen=revision.version)
    approved(revision, manager, approver, "예산이 늘었습니다.")
    assert call.edition_number == 2 and call.definition.budget.max_grant == 30_000_000
    assert db.session.query(CallEdition).filter_by(call_id=call.id).count() == 2
    told = letters("call_changed")
    assert [letter.to_email for letter in told] == [owner.email] and stranger.email not in str(told)
    assert any("30,000,000" in line for line in told[0].context["changes"]) and told[0].context["reason"] == "예산이 늘었습니다."
    assert queries.revisions_in_force(call, viewer=Nobody())[0].approved_by_id == approver.id


def test_nothing_changed_is_nothing_to_approve():
    call = b.a_call("open")
    manager = b.a_manager(call)
    revision = operations.begin_revision(call, by=manager)
    with pytest.raises(Refused, match="Nothing has been changed"):
        operations.propose_revision(revision, "이유가 있습니다.", by=manager, seen=revision.version)


def test_begun_twice_is_the_same_draft_and_given_up_it_is_gone():
    call = b.a_call("open")
    manager = b.a_manager(call)
    revision = operations.begin_revision(call, by=manager)
    assert operations.begin_revision(call, by=b.a_manager(call)).id == revision.id
    operations.discard_revision(revision, by=manager, seen=revision.version)
    assert queries.live_revision_of(call) is None
    assert operations.begin_revision(call, by=manager).id != revision.id


def test_an_open_call_keeps_its_dates():
    call = b.a_call("open")
    manager = b.a_manager(call)
    revision = operations.begin_revision(call, by=manager)
    head = deepcopy(revision.body["call"])
    sooner, later = (in_seoul(call.closes_at + timedelta(days=d)).isoformat(timespec="minutes") for d in (-1, 3))
    moved = in_seoul(call.opens_at + timedelta(days=1)).isoformat(timespec="minutes")
    for place, value, words in (("call.closes", sooner, "only be moved later"), ("call.opens", moved, "cannot be moved")):
        operations.write_draft(revision, {"call": head, place: value}, by=manager, seen=revision.version)
        with pytest.raises(Refused, match=words), db.session.no_autoflush:
            operations.propose_revision(revision, "이유가 있습니다.", by=manager, seen=revision.version)
        db.session.expire(revision, ["reason"])
    operations.write_draft(revision, {"call": head, "call.closes": later}, by=manager, seen=revision.version)
    approved(revision, manager, b.an_approver(call))
    assert call.closes_at > now() + timedelta(days=6)


def test_moving_the_deadline_reaches_the_draft_that_is_being_written():
    call = b.a_call("open")
    manager = b.a_manager(call)
    revision = changed(call, manager, pilot_months=9)
    operations.change_closing(call, call.closes_at + timedelta(days=2), "시스템 점검", by=manager)
    transactions.commit()
    approved(revision, manager, b.an_approver(call))
    assert call.closes_at > now() + timedelta(days=5) and call.definition.pilot_months == 9


REFUSED = {
    "a question with answers is taken out": ("questions", lambda d: [q for q in d["questions"] if q["key"] != "one_line"]),
    "a limit below what was written": ("questions", lambda d: [{**q, "max_chars": 3} if q["key"] == "title" else q for q in d["questions"]]),
    "a new question that must be answered": ("questions", lambda d: [*d["questions"], {
        "key": "new", "section": "plan", "type": "text", "label": {"ko": "새 질문", "en": "New"}, "required": True, "max_chars": 9}]),
    "a kind that the answer does not fit": ("questions", lambda d: [
        {**{k: v for k, v in q.items() if k != "max_chars"}, "type": "integer"} if q["key"] == "title" else q for q in d["questions"]]),
    "a choice that was chosen": ("questions", lambda d: [
        {**q, "choices": q["choices"][-1:]} if q["type"] == "choice" else q for q in d["questions"]]),
    "a lower grant": ("budget", lambda d: {**d["budget"], "max_grant": 1000}),
    "a document with a file": ("attachments", lambda d: [a for a in d["attachments"] if a["when"] != "submission"]),
}


@pytest.mark.parametrize("what", REFUSED)
def test_an_open_call_refuses_what_would_break_a_received_proposal(what):
    call = b.a_call("open")
    manager = b.a_manager(call)
    proposal = b.a_proposal("submitted", call=call)
    proposal.submission.files = [{"slot": "plan", "name": "계획서.pdf", "size": 1, "sha256": "0" * 64, "file_id": 1}]
    name, change = REFUSED[what]
    revision = changed(call, manager, **{name: change(call.edition.body)})
    with pytest.raises(Refused, match="received would no longer be valid"):
        operations.propose_revision(revision, "이유가 있습니다.", by=manager, seen=revision.version)


def test_an_open_call_takes_what_breaks_nothing():
    call = b.a_call("open")
    manager, approver = b.a_manager(call), b.an_approver(call)
    b.a_proposal("submitted", call=call)
    body = deepcopy(call.edition.body)
    body["questions"][0]["help"] = {"ko": "도움말", "en": "Help"}
    body["questions"].append({"key": "new", "section": "plan", "type": "text", "label": {"ko": "새 질문", "en": "New"},
                              "required": False, "max_chars": 9})
    body["stages"][0]["threshold"] = 50
    revision = changed(call, manager, questions=body["questions"], stages=body["stages"])
    approved(revision, manager, approver)
    assert call.definition.question("new").max_chars == 9


def test_what_was_received_between_asking_and_approving_counts_too():
    call = b.a_call("open")
    manager, approver = b.a_manager(call), b.an_approver(call)
    name, change = REFUSED["a question with answers is taken out"]
    revision = changed(call, manager, **{name: change(call.edition.body)})
    operations.propose_revision(revision, "이유가 있습니다.", by=manager, seen=revision.version)
    transactions.commit()
    b.a_proposal("submitted", call=call)
    with pytest.raises(Refused, match="no longer be valid"):
        operations.approve_revision(revision, by=approver, seen=revision.version)
    assert call.edition_number == 1


def test_a_checked_item_of_eligibility_stays():
    call = b.a_call("closed")
    manager = b.a_manager(call)
    proposal = b.a_proposal("submitted", call=call)
    b.added(GateResult(proposal_id=proposal.id, key="trl", passed=True, by_id=manager.id))
    gates = [gate for gate in call.edition.body["gates"] if gate["key"] != "trl"]
    revision = changed(call, manager, gates=gates)
    with pytest.raises(Refused, match="already checked"):
        operations.propose_revision(revision, "이유가 있습니다.", by=manager, seen=revision.version)


@pytest.mark.parametrize("name", ["stages", "scoring", "bonus"])
def test_once_scoring_has_begun_its_rule_stands(name):
    call = b.a_call("closed")
    manager = b.a_manager(call)
    review = b.a_review("open", proposal=b.a_proposal("in_review", call=call), seat=b.a_seat(call))
    body = deepcopy(call.edition.body)
    value = {"stages": [{**body["stages"][0], "threshold": 1}, *body["stages"][1:]], "scoring": {**body["scoring"], "bonus_cap": 1},
             "bonus": []}[name]
    revision = changed(call, manager, **{name: value})
    assert "propose" in {offer.verb for offer in REVISION.offers(revision, manager)}
    db.session.add(Mark(review_id=review.id, kind="points", key="need_clear", value="8"))
    transactions.commit()
    with pytest.raises(Refused, match="begun to score"):
        operations.propose_revision(revision, "이유가 있습니다.", by=manager, seen=revision.version)


def test_days_and_panel_of_a_stage_may_change_while_it_is_scored():
    call = b.a_call("closed")
    manager, approver = b.a_manager(call), b.an_approver(call)
    review = b.a_review("open", proposal=b.a_proposal("in_review", call=call), seat=b.a_seat(call))
    db.session.add(Mark(review_id=review.id, kind="points", key="need_clear", value="8"))
    transactions.commit()
    stages = deepcopy(call.edition.body["stages"])
    stages[0] |= {"starts": "2031-05-04", "ends": "2031-05-06", "panel": call.edition.body["panel"] | {"substitutes_min": 0}}
    stages[1]["revise"] = {"days": 5}
    approved(changed(call, manager, stages=stages), manager, approver)
    first = call.definition.first_stage
    assert (str(first.ends), first.panel.substitutes_min, call.definition.last_stage.revise.days) == ("2031-05-06", 0, 5)


def test_a_copy_takes_everything_and_a_new_announcement_remembers_the_first():
    call = b.a_call("closed")
    manager = b.a_manager(call)
    source = CallDocument.parse(call.document)
    copy = operations.begin_call(call.program, "COPY-1", {"ko": "복사", "en": ""}, source, by=manager)
    assert copy.body["definition"] | {"timeline": None} == source.body()["definition"] | {"timeline": None}
    assert copy.call.again_of_id is None
    again = operations.begin_call(call.program, "AGAIN-1", {"ko": "재공고", "en": ""}, source, by=manager, again_of=call)
    assert again.call.again_of_id == call.id
    assert places.value_at(again.body, "call.announced") >= today().isoformat()

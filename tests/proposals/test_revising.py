"""Between two stages: who went on may revise what the call opens, until a date; the next panel judges it and sees what changed."""

from datetime import timedelta

import pytest

from portal.foundation import clock, transactions
from portal.foundation.clock import in_seoul, now
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Refused, Stale
from portal.foundation.outbox import Letter
from portal.foundation.policy import SYSTEM
from portal.proposals import operations
from portal.proposals.differences import pieces_of, revised_in
from portal.proposals.lifecycle import PROPOSAL
from portal.proposals.models import Answer, Submission
from portal.proposals.queries import get_own_proposal
from tests import builders as b
from tests import workflows
from tests.proposals import story
from tests.reviews.story import score


def a_revisable(**changes):
    """A proposal that was received, judged and passed on to a stage before which it may be revised."""
    call = b.a_call("open", definition=workflows.with_revision(**changes))
    proposal = story.close(story.a_received_proposal(call=call))
    proposal.state, proposal.stage_key = "in_review", "final"
    PROPOSAL.move(proposal, "advance", by=b.an_approver(call), silent=True)
    transactions.commit()
    return proposal


def write(proposal, key, value, by=None):
    stored = db.session.get(Answer, (proposal.id, key))
    operations.save_answer(proposal, key, value, seen=stored.version if stored else 0, by=by or proposal.owner)


def received_in(proposal):
    return db.session.query(Submission).filter_by(proposal_id=proposal.id).order_by(Submission.number).all()


def test_passing_opens_it_until_the_evening_of_the_last_day_and_only_where_the_call_says_so():
    proposal = a_revisable()
    due = in_seoul(proposal.revise_due_at)
    assert (due.date() - in_seoul(now()).date(), f"{due:%T}") == (timedelta(days=7), "18:00:00")
    plain = story.a_passed_proposal()
    assert plain.revise_due_at is None
    with pytest.raises(Refused):
        write(plain, "team", "새 인력")


def test_what_is_revised_is_received_again_and_everything_else_stays():
    proposal = a_revisable()
    owner = proposal.owner
    write(proposal, "team", "한 사람이 더 함께합니다.")
    [plan] = proposal.attachments
    operations.remove_attachment(plan, proposal=proposal, by=owner)
    operations.attach_file(proposal, "plan", b.a_stored_file("고친계획서.pdf"), by=owner)
    sent = operations.revise(proposal, by=owner)
    transactions.commit()

    first = received_in(proposal)[0]
    assert sent.answers == {**first.answers, "team": "한 사람이 더 함께합니다."}
    assert (sent.kind, sent.number, sent.consents, sent.bonus) == ("revision", 2, first.consents, first.bonus)
    assert [file["name"] for file in sent.files] == ["고친계획서.pdf"]
    assert proposal.submitted_at == first.received_at, "a tie is broken by the first submission"
    letter = db.session.query(Letter).filter_by(template="revision_received").one()
    assert (letter.to_email, letter.context["receipt"]) == (owner.email, sent.receipt_number)


def test_consents_bonus_claims_and_sections_that_were_not_opened_stay_shut():
    proposal = a_revisable(sections=["team"], files=False)
    for refused in (lambda: write(proposal, "title", "다른 제목"), lambda: operations.save_consents(proposal, {"news": True}, by=proposal.owner),
                    lambda: operations.claim_bonus(proposal, [], by=proposal.owner),
                    lambda: operations.attach_file(proposal, "plan", b.a_stored_file(), by=proposal.owner)):
        with pytest.raises(Refused):
            refused()
    write(proposal, "team", "새 인력")
    assert operations.revise(proposal, by=proposal.owner).answers["team"] == "새 인력"


def test_it_can_be_pressed_twice_and_revised_again_but_not_without_a_change():
    proposal = a_revisable()
    with pytest.raises(Refused, match="Nothing was changed"):
        operations.revise(proposal, by=proposal.owner)
    write(proposal, "team", "둘")
    first = operations.revise(proposal, by=proposal.owner)
    assert operations.revise(proposal, by=proposal.owner).id == first.id
    write(proposal, "team", "셋")
    again = operations.revise(proposal, by=proposal.owner)
    assert [each.kind for each in received_in(proposal)] == ["submission", "revision", "revision"]
    assert again.answers["team"] == "셋"


def test_what_is_incomplete_or_seen_stale_or_sent_by_a_writer_is_refused():
    proposal = a_revisable()
    write(proposal, "team", "")
    with pytest.raises(Refused, match="to put right"):
        operations.revise(proposal, by=proposal.owner)
    write(proposal, "team", "다시")
    with pytest.raises(Stale):
        operations.revise(proposal, seen=proposal.version - 1, by=proposal.owner)
    writer = b.a_writer(proposal.company)
    write(proposal, "team", "쓰는 사람", by=writer)
    with pytest.raises(Forbidden):
        operations.revise(proposal, by=writer)
    with pytest.raises(Forbidden):
        write(proposal, "team", "남", by=b.an_owner(b.a_company("㈜남(가상)")))


def test_after_the_date_words_are_kept_as_a_draft_and_what_was_received_counts():
    proposal = a_revisable()
    with clock.at(proposal.revise_due_at):
        write(proposal, "team", "마지막 순간")
        operations.revise(proposal, by=proposal.owner)
    with clock.at(proposal.revise_due_at + timedelta(seconds=1)):
        with pytest.raises(operations.TooLate):
            write(proposal, "team", "늦은 말")
        with pytest.raises(Refused, match="date for revising"):
            operations.revise(proposal, by=proposal.owner)
    assert proposal.submission.answers["team"] == "마지막 순간"
    assert db.session.get(Answer, (proposal.id, "team"), populate_existing=True).value == "늦은 말"


def test_the_panel_confirms_only_when_the_revision_is_over_and_sees_what_changed():
    proposal = a_revisable()
    review = b.a_review(proposal=proposal, stage="final")
    write(proposal, "team", proposal.submission.answers["team"] + " 한 명이 더 함께합니다.")
    write(proposal, "trl", 8)
    operations.revise(proposal, by=proposal.owner)
    transactions.commit()
    for moment in (now(), proposal.revise_due_at):
        with clock.at(moment), pytest.raises(Refused, match="may revise it until"):
            score(review)
    with clock.at(proposal.revise_due_at + timedelta(seconds=1)):
        score(review)
    assert review.state == "confirmed"

    found = revised_in(get_own_proposal(proposal.id, viewer=proposal.owner))
    assert found.since.number == 1
    assert [(each.question.key, each.before, each.after) for each in found.answers if each.question.key == "trl"] == [("trl", 7, 8)]
    [team] = [each for each in found.answers if each.question.key == "team"]
    assert "".join(text for kind, text in team.pieces if kind != "gone") == team.after
    assert "".join(text for kind, text in team.pieces if kind != "new") == team.before
    assert [kind for kind, _text in team.pieces].count("same") == 1


def test_what_the_panel_does_not_read_is_not_replaced_and_nothing_is_once_it_is_decided():
    body = workflows.with_revision()
    next(slot for slot in body["attachments"] if slot["key"] == "cert")["for_panel"] = False
    proposal = b.a_proposal("in_review", call=b.a_call("closed", definition=body), stage="final")
    PROPOSAL.move(proposal, "advance", by=b.an_approver(proposal.call), silent=True)
    operations.attach_file(proposal, "plan", b.a_stored_file("계획서.pdf"), by=proposal.owner)
    with pytest.raises(Refused, match="cannot be changed now"):
        operations.attach_file(proposal, "cert", b.a_stored_file(), by=proposal.owner)
    PROPOSAL.move(proposal, "select", by=b.an_approver(proposal.call), silent=True)
    with pytest.raises(Refused):
        write(proposal, "team", "새 인력")
    with pytest.raises(Refused):
        operations.revise(proposal, by=proposal.owner)


def test_a_stage_after_it_without_a_revision_shuts_it_again():
    body = workflows.plain()
    body["stages"].insert(1, body["stages"][0] | {"key": "second", "weight": 0, "revise": {"days": 3}})
    proposal = b.a_proposal("in_review", call=b.a_call("closed", definition=body))
    for stage in ("second", "final"):
        proposal.stage_key = stage
        PROPOSAL.move(proposal, "advance", by=b.an_approver(proposal.call), silent=True)
        assert (proposal.revise_due_at is not None) == (stage == "second")
    assert (proposal.revise_due_at, proposal.revise_scope) == (None, None)


def test_whoever_has_unsent_changes_is_reminded():
    proposal = a_revisable()
    quiet = b.a_proposal("in_review", call=proposal.call, stage="final")
    quiet.revise_due_at = proposal.revise_due_at
    write(proposal, "team", "아직 안 보낸 말")
    transactions.commit()
    with clock.at(proposal.revise_due_at - timedelta(hours=2)):
        operations.remind_of_deadlines(by=SYSTEM)
        transactions.commit()
    told = {letter.context["id"]: letter.context["kind"] for letter in db.session.query(Letter).filter_by(template="deadline_is_near")}
    assert told == {proposal.id: "revision"} and quiet.id not in told


def test_texts_are_compared_word_by_word():
    assert pieces_of("보도 로봇 5대로 나릅니다.", "보도 로봇 8대로 나릅니다.") == [
        ("same", "보도 로봇 "), ("gone", "5대로 "), ("new", "8대로 "), ("same", "나릅니다.")]
    assert pieces_of("말 " * 3000, "말 " * 3001) == [], "too long to compare: both are shown whole"

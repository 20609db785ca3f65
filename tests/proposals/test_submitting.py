"""Submitting: word for word, once, in time, with a receipt; what was received never changes."""

from datetime import timedelta

import pytest

from portal.foundation import clock, outbox, transactions
from portal.foundation.counts import counts_of
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Refused, Stale
from portal.foundation.history import history_of
from portal.proposals import operations
from portal.proposals.models import Proposal, Submission
from portal.proposals.seal import sha256_of
from tests import builders as b
from tests.proposals import story


def test_a_company_has_one_live_proposal_to_a_call():
    call, company = b.a_call(), b.a_company()
    owner = b.an_owner(company)
    first = operations.create_proposal(call, company, by=owner)
    with pytest.raises(Refused):
        operations.create_proposal(call, company, by=b.a_member(company))
    operations.withdraw_proposal(first, by=owner)
    assert operations.create_proposal(call, company, by=owner).number != first.number


@pytest.mark.parametrize("phase", ["soon", "closed"])
def test_nothing_is_started_outside_the_dates(phase):
    company = b.a_company()
    with pytest.raises(Refused):
        operations.create_proposal(b.a_call(phase), company, by=b.an_owner(company))


def test_nobody_starts_one_for_a_company_of_others():
    with pytest.raises(Forbidden):
        operations.create_proposal(b.a_call(), b.a_company(), by=b.an_owner(b.a_company()))


def test_every_gap_is_named_with_its_place():
    proposal = operations.create_proposal(b.a_call(), company := b.a_company(), by=b.an_owner(company))
    places = [gap.where for gap in operations.missing_for_submission(proposal)]
    assert {"title", "kpis", "budget", "files.plan", "consents.pi_collect"} <= set(places)
    assert "consents.news" not in places and "files.cert" not in places


def test_what_was_written_is_received_word_for_word_with_its_seal():
    proposal = story.a_received_proposal()
    received = proposal.submission
    told = b.proposal_file("P01")
    assert received.answers == told["answers"] and received.consents == told["consents"]
    assert received.bonus == sorted(told["bonus_claims"])
    assert [file["slot"] for file in received.files] == ["plan"]
    assert received.receipt_number == f"{proposal.number}-1" and received.sha256 == sha256_of(received)
    assert (proposal.state, proposal.changed_since) == ("submitted", False)
    assert counts_of("proposal", [proposal.call_id]) == {"submitted": 1}


def test_the_receipt_goes_to_whoever_submitted_by_letter():
    proposal = story.a_written_proposal()
    member = b.a_member(proposal.company)
    operations.submit_proposal(proposal, by=member)
    transactions.commit()
    assert [letter.template for letter in outbox.letters_to(member.email)] == ["proposal_received"]


def test_a_second_click_gives_the_same_receipt_and_no_second_letter():
    proposal = story.a_written_proposal()
    seen = proposal.version
    first = operations.submit_proposal(proposal, seen=seen, by=proposal.owner)
    transactions.commit()
    again = operations.submit_proposal(proposal, seen=seen, by=proposal.owner)
    transactions.commit()
    assert again.id == first.id
    assert db.session.query(Submission).count() == 1 and len(outbox.letters_to(proposal.owner.email)) == 1


def test_a_change_and_another_submission_leave_the_first_as_it_was():
    proposal = story.a_received_proposal()
    operations.save_answer(proposal, "team", "새 인력", seen=1, by=proposal.owner)
    operations.submit_proposal(proposal, by=proposal.owner)
    transactions.commit()
    first, second = db.session.query(Submission).order_by(Submission.number)
    assert (first.answers["team"] != "새 인력", second.answers["team"]) == (True, "새 인력")
    assert first.sha256 == sha256_of(first) and second.number == 2


def test_files_and_claims_a_colleague_changed_after_the_look_are_not_submitted_unseen():
    proposal = story.a_written_proposal()
    seen = proposal.version
    operations.claim_bonus(proposal, ["award"], by=b.a_member(proposal.company))
    with pytest.raises(Stale):
        operations.submit_proposal(proposal, seen=seen, by=proposal.owner)
    assert proposal.submission_number == 0


def test_an_incomplete_proposal_is_refused():
    proposal = b.a_proposal()
    with pytest.raises(Refused):
        operations.submit_proposal(proposal, by=proposal.owner)
    assert (proposal.state, proposal.submission_number) == ("draft", 0)


@pytest.mark.parametrize(("offset", "in_time"), [(timedelta(0), True), (timedelta(microseconds=1), False)])
def test_the_closing_instant_is_in_time_and_the_next_one_is_not(offset, in_time):
    proposal = story.a_written_proposal()
    with clock.at(proposal.call.closes_at + offset):
        if in_time:
            assert operations.submit_proposal(proposal, by=proposal.owner).number == 1
        else:
            with pytest.raises(Refused):
                operations.submit_proposal(proposal, by=proposal.owner)


def test_withdrawing_tells_everyone_of_the_company_and_is_on_record():
    proposal = story.a_received_proposal()
    member = b.a_member(proposal.company)
    operations.withdraw_proposal(proposal, "사업 방향이 바뀌었습니다.", by=proposal.owner)
    transactions.commit()
    assert proposal.state == "withdrawn"
    assert [letter.template for letter in outbox.letters_to(member.email)] == ["proposal_withdrawn"]
    assert history_of(proposal)[-1].note == "사업 방향이 바뀌었습니다."


def test_serials_count_up_within_a_call():
    call = b.a_call()
    for expected in ("0001", "0002"):
        company = b.a_company()
        assert operations.create_proposal(call, company, by=b.an_owner(company)).number == f"{call.code}-{expected}"
    assert db.session.query(Proposal).count() == 2

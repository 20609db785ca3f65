"""Companies hear of a deadline 7, 3 and 1 days and 3 hours before it, once each, while they still have something to send."""

from datetime import timedelta

import pytest

from portal.foundation import clock, transactions
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.errors import Forbidden
from portal.foundation.outbox import Letter
from portal.foundation.policy import SYSTEM
from portal.jobs.letters import compose
from portal.proposals import operations
from tests import builders as b
from tests.proposals import story


def remind(moment):
    """What the clock does every five minutes, at a moment."""
    with clock.at(moment), transactions.transaction():
        return operations.remind_of_deadlines(by=SYSTEM)


def letters():
    return db.session.query(Letter).filter_by(template="deadline_is_near").order_by(Letter.id).all()


@pytest.fixture
def draft():
    draft = b.a_proposal()
    draft.call.closes_at = now() + timedelta(days=20)
    transactions.commit()
    return draft


def test_a_draft_is_reminded_of_four_times_and_never_twice_of_the_same(draft):
    closes, second = draft.call.closes_at, timedelta(seconds=1)
    for ahead in operations.reminding.BEFORE:
        assert remind(closes - ahead - second) == 0
        assert remind(closes - ahead) == 1
        assert remind(closes - ahead + second) == 0
    assert remind(closes) == remind(closes + second) == 0
    assert [letter.context["hours"] for letter in letters()] == [168, 72, 24, 3]


def test_everyone_of_the_company_hears_and_nobody_else(draft):
    b.a_member(draft.company), b.an_owner(b.a_company()), b.a_manager(draft.call)
    transactions.commit()
    remind(draft.call.closes_at - timedelta(days=3))
    assert len(letters()) == 2 and draft.owner.email in {letter.to_email for letter in letters()}


def test_after_a_pause_only_the_latest_reminder_is_sent(draft):
    assert remind(draft.call.closes_at - timedelta(hours=2)) == 1
    assert [letter.context["hours"] for letter in letters()] == [3]


def test_who_began_after_the_instant_is_not_reminded_of_it(draft):
    draft.state_since = draft.call.closes_at - timedelta(days=2)
    transactions.commit()
    assert remind(draft.call.closes_at - timedelta(days=2) + timedelta(minutes=5)) == 0
    assert remind(draft.call.closes_at - timedelta(days=1)) == 1


def test_a_deadline_that_moves_brings_reminders_of_its_own(draft):
    first = draft.call.closes_at
    assert remind(first - timedelta(hours=3)) == 1
    draft.call.closes_at = first + timedelta(days=5)
    transactions.commit()
    assert remind(first - timedelta(hours=2)) == 0
    assert remind(first + timedelta(days=2)) == 1


def test_what_was_submitted_is_left_alone_until_something_changes():
    proposal = story.a_received_proposal()
    proposal.call.closes_at = now() + timedelta(days=10)
    transactions.commit()
    assert remind(proposal.call.closes_at - timedelta(days=3)) == 0
    proposal.changed_since = True
    transactions.commit()
    assert remind(proposal.call.closes_at - timedelta(days=1)) == 1
    assert letters()[-1].context["kind"] == "changes"


def test_a_supplement_and_missing_documents_are_reminded_of():
    supplement = story.a_received_proposal()
    story.a_supplement(supplement, by=b.a_manager(supplement.call), days=6)
    passed = story.a_passed_proposal()
    transactions.commit()
    remind(supplement.supplement_due_at - timedelta(days=1))
    remind(passed.documents_due_at - timedelta(days=1))
    assert {"supplement", "documents"} <= {letter.context["kind"] for letter in letters()}
    story.hand_in(passed, "deck", *story.CERTIFICATES)
    transactions.commit()
    assert remind(passed.documents_due_at - timedelta(hours=3)) == 0


def test_the_letter_reads_well_in_both_languages(draft):
    draft.owner.locale = "en"
    b.a_member(draft.company)
    transactions.commit()
    remind(draft.call.closes_at - timedelta(days=3))
    subjects = {letter.locale: compose(letter)["Subject"] for letter in letters()}
    assert subjects["en"].startswith("[3 days left]") and subjects["ko"].startswith("[마감 3일 전]")


def test_only_the_portal_itself_reminds(draft):
    with pytest.raises(Forbidden):
        operations.remind_of_deadlines(by=draft.owner)

"""Every letter of a pilot can be written in both languages, leads to the right room, and says what to do."""

import pytest

from portal.foundation import outbox, transactions
from portal.foundation.clock import today
from portal.foundation.db import db
from portal.foundation.policy import SYSTEM
from portal.jobs.letters import compose
from portal.pilots import operations
from tests import builders as b

NAMES = {"pilot_began", "milestone_claimed", "milestone_returned", "milestone_accepted", "due_date_changed",
         "milestone_overdue", "pilot_ended"}


def a_whole_story(locale):
    """Everything that owes a letter happens once."""
    pilot = b.a_pilot("preparing")
    owner, manager = pilot.proposal.owner, b.a_manager(pilot.call)
    owner.locale = manager.locale = locale
    milestone = b.a_milestone(pilot=pilot)
    milestone.payment_pct = 70
    b.a_milestone(pilot=pilot, due_on=today().replace(year=2020))
    operations.begin_pilot(pilot, by=manager)
    operations.reschedule_milestone(milestone, today(), "도로점용 허가가 늦어졌습니다.", by=manager)
    operations.claim_milestone(milestone, "착수보고서를 올립니다.", [b.a_stored_file()], by=owner)
    operations.return_milestone(milestone, "보험 증권이 빠져 있습니다.", by=manager)
    operations.claim_milestone(milestone, "보험 증권을 더했습니다.", [b.a_stored_file()], by=owner)
    operations.accept_milestone(milestone, "잘 받았습니다.", by=manager)
    operations.tell_what_is_overdue(by=SYSTEM)
    operations.terminate_pilot(pilot, "기업이 협약 해지를 요청했습니다.", by=manager)
    transactions.commit()
    return pilot


@pytest.mark.parametrize("locale", ["ko", "en"])
def test_each_letter_is_written_in_the_readers_language(locale):
    pilot = a_whole_story(locale)
    letters = db.session.query(outbox.Letter).order_by(outbox.Letter.id).all()
    assert {letter.template for letter in letters} == NAMES
    for letter in letters:
        text = compose(letter).get_body(("plain",)).get_content()
        room = "apply" if letter.to_email == pilot.proposal.owner.email else "manage"
        assert f"http://portal.test/{room}/pilots/{pilot.id}" in text
        assert pilot.number in compose(letter)["Subject"]
        assert ("Pilot Portal" in text) == (locale == "en")


def test_reasons_are_in_the_letters_word_for_word():
    a_whole_story("ko")
    said = {letter.template: compose(letter).get_body(("plain",)).get_content() for letter in db.session.query(outbox.Letter)}
    assert "보험 증권이 빠져 있습니다." in said["milestone_returned"]
    assert "도로점용 허가가 늦어졌습니다." in said["due_date_changed"]
    assert "잘 받았습니다." in said["milestone_accepted"]
    assert "지원금의 70%를 지급할 수 있습니다." in said["milestone_accepted"]
    assert "기업이 협약 해지를 요청했습니다." in said["pilot_ended"]

"""Every letter of a proposal reads well in both languages and leads to its page."""

import pytest

from portal.foundation import outbox, transactions
from portal.foundation.db import db
from portal.jobs.letters import compose
from portal.proposals import operations
from tests import builders as b
from tests.proposals import story


@pytest.mark.parametrize("locale", ["ko", "en"])
def test_all_five_letters_are_complete(locale):
    proposal = story.a_received_proposal()
    manager = b.a_manager(proposal.call)
    story.a_supplement(proposal, by=manager)
    operations.supplement(proposal, by=proposal.owner)
    operations.check_gates(proposal, {"trl": (False, "TRL 5 <확인>")}, by=manager)
    operations.fail_eligibility(proposal, by=manager)
    other = b.a_proposal(company=proposal.company, owner=proposal.owner)
    operations.withdraw_proposal(other, "일정 변경", by=proposal.owner)
    transactions.commit()
    letters = outbox.letters_to(proposal.owner.email)
    assert [letter.template for letter in letters] == [
        "proposal_received", "supplement_requested", "supplement_received", "found_ineligible", "proposal_withdrawn"]
    for letter in letters:
        letter.locale = locale
        message = compose(letter)
        text = message.get_body(("plain",)).get_content()
        assert "%(" not in text and "{{" not in text and "/apply/proposals/" in text
        assert ("제안" in text or "보완" in text) == (locale == "ko") or locale == "en"
        assert message["Subject"].startswith("[")
    db.session.rollback()

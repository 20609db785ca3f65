"""Moves: who, state, checks; then set, counted, recorded, told; and nothing of it when one of them says no."""

import pytest

from portal.foundation import history, transactions
from portal.foundation.counts import counts_of
from portal.foundation.errors import Forbidden, Refused, Stale
from portal.foundation.lifecycle import LIVES
from tests import builders as b

PROPOSAL = LIVES["proposal"]


def test_a_move_sets_counts_and_records_in_one_transaction():
    proposal = b.a_proposal("eligible")
    manager = b.a_manager(proposal.call)
    transactions.commit()

    PROPOSAL.move(proposal, "start_review", by=manager, note="first panel")
    transactions.commit()

    assert proposal.state == "in_review"
    assert counts_of("proposal", [proposal.call_id]) == {"in_review": 1}
    entry = history.history_of(proposal)[-1]
    assert (entry.verb, entry.before, entry.after, entry.actor_id, entry.note) == (
        "start_review", "eligible", "in_review", manager.id, "first panel")


def test_a_move_that_is_rolled_back_leaves_no_trace():
    proposal = b.a_proposal("eligible")
    manager = b.a_manager(proposal.call)
    transactions.commit()

    PROPOSAL.move(proposal, "start_review", by=manager)
    transactions.rollback()
    transactions.commit()

    assert proposal.state == "eligible"
    assert counts_of("proposal", [proposal.call_id]) == {"eligible": 1}
    assert history.history_of(proposal) == []


def test_someone_without_the_grant_is_told_who_may():
    proposal = b.a_proposal("eligible")
    with pytest.raises(Forbidden, match="a manager of the call"):
        PROPOSAL.move(proposal, "start_review", by=proposal.owner)
    assert proposal.state == "eligible"


def test_a_move_from_another_state_is_refused_with_where_it_stands():
    proposal = b.a_proposal("selected")
    manager = b.a_manager(proposal.call)
    with pytest.raises(Refused):
        PROPOSAL.move(proposal, "start_review", by=manager)


def test_a_check_that_is_not_met_is_the_reason():
    proposal = b.a_proposal("draft", call=b.a_call("closed"))
    with pytest.raises(Refused, match="deadline"):
        PROPOSAL.move(proposal, "write", by=proposal.owner)


def test_who_acts_on_an_older_version_is_told_so():
    proposal = b.a_proposal("eligible")
    manager = b.a_manager(proposal.call)
    with pytest.raises(Stale):
        PROPOSAL.move(proposal, "start_review", by=manager, seen=proposal.version - 1)


def test_offers_say_why_a_button_is_blocked():
    proposal = b.a_proposal("draft", call=b.a_call("soon"))
    offers = {offer.verb: offer for offer in PROPOSAL.offers(proposal, proposal.owner)}
    assert set(offers) == {"write", "submit", "withdraw"}
    assert "not opened" in str(offers["submit"].obstacle)
    assert offers["withdraw"].obstacle is None


def test_two_sessions_that_change_one_row_make_the_second_stale(app):
    from sqlalchemy.orm import Session

    from portal.foundation.db import db
    from portal.proposals.models import Proposal

    proposal = b.a_proposal("eligible")
    transactions.commit()
    mine = db.session.get(Proposal, proposal.id)
    db.session.commit()
    with Session(db.engine) as other:
        theirs = other.get(Proposal, proposal.id)
        theirs.title = "theirs"
        other.commit()
    mine.title = "mine"
    with pytest.raises(Stale):
        transactions.commit()
    db.session.expire_all()
    assert mine.title == "theirs"

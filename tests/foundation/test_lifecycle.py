"""Moves: who, state, checks; then set, counted, recorded, told; and nothing of it when one of them says no."""

from datetime import timedelta

import pytest
import time_machine

from portal.foundation import history, transactions
from portal.foundation.clock import now
from portal.foundation.counts import counts_of
from portal.foundation.db import db
from portal.foundation.errors import Forbidden, Refused, Stale
from portal.foundation.lifecycle import LIVES
from portal.foundation.outbox import letters_to
from tests import builders as b
from tests.foundation.lamp import MAX_TURNS, Lamp, a_life_of_lamps

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
    for seen in (proposal.version - 1, proposal.version + 1, -1):
        with pytest.raises(Stale):
            PROPOSAL.move(proposal, "start_review", by=manager, seen=seen)
    PROPOSAL.move(proposal, "start_review", by=manager, seen=proposal.version)


def test_offers_say_why_a_button_is_blocked():
    proposal = b.a_proposal("draft", call=b.a_call("soon"))
    offers = {offer.verb: offer for offer in PROPOSAL.offers(proposal, proposal.owner)}
    assert set(offers) == {"write", "submit", "withdraw"}
    assert "not opened" in str(offers["submit"].obstacle)
    assert offers["withdraw"].obstacle is None


def test_two_sessions_that_change_one_row_make_the_second_stale(app):
    from sqlalchemy.orm import Session

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


@pytest.fixture
def life():
    with a_life_of_lamps() as life:
        yield life


@pytest.fixture
def ann():
    return b.a_user()


def counted():
    transactions.commit()
    return counts_of("lamp", [1])


def test_a_row_begins_only_in_the_right_hands_and_is_counted_and_recorded(life, ann):
    lamp = Lamp(1, [ann])
    with pytest.raises(Forbidden):
        life.begin(lamp, by=b.a_user())
    assert counted() == {} and history.history_of(lamp) == []

    life.begin(lamp, by=ann, color="white")
    assert counted() == {"off": 1}
    (entry,) = history.history_of(lamp)
    assert (entry.verb, entry.before, entry.after, entry.actor_id, entry.details) == (
        "create", None, "off", ann.id, {"color": "white"})


def test_a_move_counts_where_it_leaves_and_where_it_arrives_and_says_since_when(life, ann):
    lamp = Lamp(1, [ann])
    life.begin(lamp, by=ann)
    with time_machine.travel(now() + timedelta(hours=1), tick=False):
        life.move(lamp, "switch_on", by=ann, brightness=7)
        assert lamp.state_since == now()
    assert counted() == {"on": 1}
    assert history.history_of(lamp)[-1].details == {"brightness": 7}


def test_a_move_that_stays_changes_neither_state_nor_count_and_is_recorded(life, ann):
    lamp = Lamp(1, [ann])
    life.begin(lamp, by=ann)
    since = lamp.state_since
    life.move(lamp, "dust", by=ann, note="Monday")
    assert counted() == {"off": 1} and lamp.state_since == since
    entry = history.history_of(lamp)[-1]
    assert (entry.verb, entry.before, entry.after, entry.note) == ("dust", "off", "off", "Monday")


def test_every_letter_of_a_move_is_owed_with_who_and_why(life, ann):
    life.move(Lamp(1, [ann]), "switch_on", by=ann, note="it is dark")
    transactions.commit()
    for name in ("lit", "bill"):
        (letter,) = letters_to(f"{name}@example.test")
        assert letter.context == {"by": ann.id, "note": "it is dark"}


def test_a_silent_move_owes_no_letter_and_is_recorded_all_the_same(life, ann):
    lamp = Lamp(1, [ann])
    life.move(lamp, "switch_on", by=ann, silent=True)
    transactions.commit()
    assert letters_to("lit@example.test") == letters_to("bill@example.test") == []
    assert [entry.verb for entry in history.history_of(lamp)] == ["switch_on"]


def test_every_reaction_follows_in_order_with_the_one_who_acted_and_after_the_state_is_set(life, ann):
    seen = []
    for name in ("first", "second"):
        life.after("switch_on")(lambda lamp, *, by, name=name: seen.append((name, lamp.state, by)))
    lamp = Lamp(1, [ann])
    life.move(lamp, "switch_on", by=ann)
    life.move(lamp, "switch_off", by=ann)
    assert seen == [("first", "on", ann), ("second", "on", ann)]


def test_a_reaction_that_refuses_undoes_the_move(life, ann):
    @life.after("switch_on")
    def refuse(_lamp, *, by):
        raise Refused("The fuse has blown.")

    with pytest.raises(Refused, match="fuse"), transactions.transaction():
        life.move(Lamp(1, [ann]), "switch_on", by=ann)
    transactions.commit()
    assert counted() == {} and letters_to("lit@example.test") == []


def test_a_check_asks_who_where_and_whether_and_changes_nothing(life, ann):
    lamp = Lamp(1, [ann])
    life.check(lamp, "switch_on", by=ann)
    with pytest.raises(Forbidden):
        life.check(lamp, "switch_on", by=b.a_user())
    with pytest.raises(Refused, match="it stands at “dark”"):
        life.check(lamp, "switch_off", by=ann)
    lamp.turns = MAX_TURNS
    with pytest.raises(Refused, match="worn out"):
        life.check(lamp, "switch_on", by=ann)
    assert lamp.state == "off" and db.session.info.get("history") is None


@pytest.mark.parametrize(("turns", "why"), [(MAX_TURNS - 1, "It is still warm."), (MAX_TURNS, "It is worn out.")])
def test_the_first_check_that_is_not_met_is_the_reason_on_the_button_and_of_the_refusal(life, ann, turns, why):
    lamp = Lamp(1, [ann], turns=turns)
    offers = {offer.verb: offer.obstacle for offer in life.offers(lamp, ann)}
    assert offers == {"switch_on": why, "dust": None}
    with pytest.raises(Refused, match=why):
        life.move(lamp, "switch_on", by=ann)


def test_who_may_not_is_offered_nothing(life, ann):
    assert life.offers(Lamp(1, [ann]), b.a_user()) == []

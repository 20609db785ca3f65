"""All of it or none: what a block, a savepoint, a clash and a refusal leave behind."""

import pytest
from sqlalchemy import select

from portal.accounts.models import User
from portal.foundation import counts, history, outbox, transactions
from portal.foundation.counts import counts_of
from portal.foundation.db import db, writing
from portal.foundation.errors import Refused
from portal.foundation.outbox import Owed, letters_to
from portal.foundation.transactions import transaction
from tests import builders as b


def names():
    return list(db.session.scalars(select(User.name).order_by(User.id)))


@pytest.mark.parametrize("trouble", [ValueError, KeyboardInterrupt, SystemExit])
def test_a_block_that_breaks_leaves_nothing_and_says_so(trouble):
    with pytest.raises(trouble), transaction():
        b.a_user("남지 않을 사람(가상)")
        raise trouble
    transactions.commit()
    assert names() == []


def test_a_block_that_only_reads_keeps_nothing_of_what_was_written_in_it():
    with transaction(read_only=True):
        b.a_user("남지 않을 사람(가상)")
    transactions.commit()
    assert names() == []


def test_a_commit_that_fails_leaves_a_session_that_works():
    b.a_user("첫째(가상)", email="one@example.test")
    transactions.commit()
    db.session.add(User(email="one@example.test", name="둘째(가상)", locale="ko"))
    with pytest.raises(Refused, match="same moment"):
        transactions.commit()
    assert names() == ["첫째(가상)"]


def test_only_a_block_that_reads_leaves_the_one_writers_place_to_others():
    told = []
    with transaction(read_only=True):
        told.append(writing.get())
        with transaction():
            told.append(writing.get())
        told.append(writing.get())
    with pytest.raises(ValueError, match="x"), transaction(read_only=True):
        raise ValueError("x")
    told.append(writing.get())
    assert told == [False, True, False, True]


def test_what_is_to_be_kept_is_asked_for_once():
    assert not transactions.kept()
    transactions.keep()
    assert transactions.kept()
    assert not transactions.kept(), "the next refusal must not keep what nobody asked to keep"


def _one_of_each(verb):
    user = db.session.scalars(select(User)).one()
    history.record(user, verb, by=user)
    counts.shift("lamp", 1, "on", +1)
    outbox.owe(Owed(f"lamp:{verb}", "lamp@example.test", "_lamp"))


def _left_behind():
    user = db.session.scalars(select(User)).one()
    return ([entry.verb for entry in history.history_of(user)], counts_of("lamp", [1]).get("on", 0),
            [letter.purpose for letter in letters_to("lamp@example.test")])


def test_a_savepoint_that_is_given_up_forgets_nothing_of_what_was_done_around_it():
    b.a_user()
    _one_of_each("before")
    with pytest.raises(ValueError, match="x"), db.session.begin_nested():
        raise ValueError("x")
    _one_of_each("after")
    transactions.commit()
    assert _left_behind() == (["before", "after"], 2, ["lamp:before", "lamp:after"])


def test_a_savepoint_writes_nothing_and_wakes_nobody_before_the_commit(monkeypatch, statements):
    woken = []
    monkeypatch.setattr(outbox, "wakes", [lambda: woken.append("one"), lambda: woken.append("two")])
    b.a_user()
    _one_of_each("before")
    with db.session.begin_nested():
        _one_of_each("within")
    assert woken == [] and not any("history" in statement for statement in statements)

    transactions.commit()
    assert woken == ["one", "two"]
    transactions.commit()
    assert woken == ["one", "two"], "nothing new was owed"
    assert _left_behind() == (["before", "within"], 2, ["lamp:before", "lamp:within"])


def test_a_rollback_forgets_everything_that_waited():
    b.a_user()
    transactions.commit()
    _one_of_each("undone")
    transactions.rollback()
    _one_of_each("done")
    transactions.commit()
    assert _left_behind() == (["done"], 1, ["lamp:done"])


@pytest.mark.parametrize("kind", ["history", "counts", "letters"])
def test_one_kind_alone_is_written_as_well(kind):
    user = b.a_user()
    transactions.commit()
    {"history": lambda: history.record(user, "alone", by=user), "counts": lambda: counts.shift("lamp", 1, "on", +1),
     "letters": lambda: outbox.owe(Owed("lamp:alone", "lamp@example.test", "_lamp"))}[kind]()
    transactions.commit()
    transactions.commit()
    assert _left_behind() == (["alone"] if kind == "history" else [], 1 if kind == "counts" else 0,
                              ["lamp:alone"] if kind == "letters" else [])


def test_a_row_that_was_only_added_has_its_number_in_the_history():
    user = b.a_user()
    fresh = User(email="fresh@example.test", name="새사람(가상)", locale="ko")
    db.session.add(fresh)
    history.record(fresh, "create", by=user)
    transactions.commit()
    assert [entry.subject_id for entry in history.history_of(fresh)] == [fresh.id]

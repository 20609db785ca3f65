"""The chain of what happened: whole when left alone, broken loudly when touched, single when many write at once."""

import threading

from sqlalchemy import text

from portal.foundation import history, transactions
from portal.foundation.db import db
from portal.foundation.history import broken_links, length, record
from tests import builders as b


def _three_entries():
    user = b.a_user()
    for verb in ("one", "two", "three"):
        record(user, verb, by=user, note="메모")
        transactions.commit()
    return user


def test_the_chain_is_whole_after_many_writes():
    user = _three_entries()
    record(user, "four", by=user)
    record(user, "five", by=user)
    transactions.commit()
    assert list(broken_links()) == []
    assert length() == 5
    assert [entry.verb for entry in history.history_of(user)] == ["one", "two", "three", "four", "five"]


def test_a_changed_entry_is_named():
    _three_entries()
    db.session.execute(text("update history set note = 'other' where number = 2"))
    assert list(broken_links()) == ["entry 2 was changed after it was sealed"]


def test_a_deleted_entry_is_named():
    _three_entries()
    db.session.execute(text("delete from history where number = 2"))
    doubts = list(broken_links())
    assert "entry 2 is missing" in doubts


def test_a_cut_off_tail_is_noticed():
    _three_entries()
    db.session.execute(text("delete from history where number = 3"))
    assert list(broken_links()) == ["the head says 3 entries, the chain has 2"]


def test_the_command_says_whole_or_exits_with_the_reason(app):
    _three_entries()
    runner = app.test_cli_runner()
    db.session.commit()
    assert "whole: 3 entries" in runner.invoke(args=["history", "verify"]).output
    db.session.execute(text("update history set verb = 'x' where number = 1"))
    db.session.commit()
    result = runner.invoke(args=["history", "verify"])
    assert result.exit_code == 1


def test_many_writers_at_once_make_one_chain(app):
    user_id = b.a_user().id
    transactions.commit()
    db.session.remove()

    def write() -> None:
        from portal.accounts.models import User
        with app.app_context():
            for _round in range(5):
                user = db.session.get(User, user_id)
                record(user, "together", by=user)
                transactions.commit()
            db.session.remove()

    threads = [threading.Thread(target=write) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert length() == 30
    assert list(broken_links()) == []


def test_an_entry_costs_two_statements_however_many(statements):
    user = b.a_user()
    record(user, "first", by=user)
    transactions.commit()
    statements.clear()
    record(user, "one", by=user)
    record(user, "two", by=user)
    transactions.commit()
    assert len(statements) == 2

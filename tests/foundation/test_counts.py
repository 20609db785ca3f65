"""Counters move with the transaction that moves the rows."""

from sqlalchemy import event

from portal.foundation import counts, transactions
from portal.foundation.counts import counts_of
from portal.foundation.db import db


def test_shifts_of_one_transaction_become_one_statement(statements):
    counts.shift("proposal", 1, "draft", +1)
    counts.shift("proposal", 1, "draft", +1)
    counts.shift("proposal", 2, "submitted", +1)
    counts.shift("proposal", 3, "draft", 0)
    transactions.commit()
    assert len(statements) == 1
    assert counts_of("proposal", [1, 2]) == {"draft": 2, "submitted": 1}


def test_shifts_that_cancel_out_write_nothing(statements):
    counts.shift("proposal", 1, "draft", +1)
    counts.shift("proposal", 1, "draft", -1)
    transactions.commit()
    assert statements == []


def test_a_rollback_forgets_the_shift():
    counts.shift("proposal", 1, "draft", +1)
    db.session.execute(db.text("select 1"))
    transactions.rollback()
    transactions.commit()
    assert counts_of("proposal", [1]) == {}


def test_counts_of_one_noun_and_scope_are_not_those_of_another_and_nothing_is_not_shown():
    for noun, scope, state in (("proposal", 1, "draft"), ("review", 1, "draft"), ("proposal", 2, "draft")):
        counts.shift(noun, scope, state, +1)
    transactions.commit()
    assert counts_of("proposal", [1]) == counts_of("review", [1]) == counts_of("proposal", [2]) == {"draft": 1}
    assert counts_of("proposal", [1, 2]) == {"draft": 2}

    counts.shift("proposal", 1, "draft", -1)
    counts.shift("proposal", 1, "submitted", +1)
    transactions.commit()
    assert counts_of("proposal", [1]) == {"submitted": 1}


def test_rows_are_counted_in_the_order_of_their_keys_so_that_two_writers_never_wait_for_each_other():
    told = []

    def note(_connection, _cursor, _statement, parameters, *_rest):
        told.append(list(parameters.values() if isinstance(parameters, dict) else parameters))

    for scope in (300, 100, 200):
        counts.shift("proposal", scope, "draft", +1)
    event.listen(db.engine, "before_cursor_execute", note)
    try:
        transactions.commit()
    finally:
        event.remove(db.engine, "before_cursor_execute", note)
    assert [value for value in told[-1] if value in (100, 200, 300)] == [100, 200, 300]

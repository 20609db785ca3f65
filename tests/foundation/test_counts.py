"""Counters move with the transaction that moves the rows."""

from portal.foundation import counts, transactions
from portal.foundation.counts import counts_of


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
    from portal.foundation.db import db
    db.session.execute(db.text("select 1"))
    transactions.rollback()
    transactions.commit()
    assert counts_of("proposal", [1]) == {}

"""The chain of what happened: whole when left alone, broken loudly when touched, single when many write at once."""

import threading
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select, text

from portal.accounts.models import User
from portal.foundation import history, transactions
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.history import HistoryEntry, broken_links, length, record, seal_of
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


FORGED = {
    "at": "'2020-01-01 00:00:00.000000'", "actor_id": "77", "noun": "'proposal'", "subject_id": "77", "verb": "'forged'",
    "before": "'forged'", "after": "'forged'", "note": "'forged'", "details": """'{"forged": 1}'""", "number": "20",
    "previous": f"'{'f' * 64}'", "seal": f"'{'f' * 64}'",
}


@pytest.mark.parametrize("field", FORGED)
def test_no_part_of_an_entry_can_be_changed_unnoticed(field):
    _three_entries()
    db.session.execute(text(f"update history set {field} = {FORGED[field]} where number = 3"))
    db.session.expire_all()
    assert f"entry {FORGED[field] if field == 'number' else 3} was changed after it was sealed" in list(broken_links())


def test_an_entry_rewritten_with_a_seal_that_fits_it_fits_the_next_no_longer():
    _three_entries()
    _rewrite(2)
    assert list(broken_links()) == ["entry 3 does not follow the one before it"]


def test_whoever_also_tells_the_next_entry_of_the_new_seal_must_seal_that_anew_too():
    _three_entries()
    seal = _rewrite(2)
    db.session.execute(text("update history set previous = :seal where number = 3"), {"seal": seal})
    db.session.expire_all()
    assert list(broken_links()) == ["entry 3 was changed after it was sealed"]


def _rewrite(number):
    """Another note, sealed as if it had always been so; the new seal."""
    entry = db.session.scalars(select(HistoryEntry).where(HistoryEntry.number == number)).one()
    values = {column.key: getattr(entry, column.key) for column in HistoryEntry.__table__.columns
              if column.key not in ("previous", "seal")}
    entry.note = values["note"] = "forged"
    entry.seal = seal_of(entry.previous, values)
    db.session.flush()
    db.session.expire_all()
    return db.session.scalars(select(HistoryEntry.seal).where(HistoryEntry.number == number)).one()


def test_an_entry_says_when_it_happened_not_when_it_was_written_and_keeps_its_details():
    user, moment = b.a_user(), now()
    record(user, "promise", by=user, before="a", after="b", note="n", day=moment.date(), more={"won": 5})
    with time_machine.travel(moment + timedelta(hours=1)):
        transactions.commit()
    (entry,) = history.history_of(user)
    assert entry.at - moment < timedelta(minutes=1)
    assert (entry.actor_id, entry.before, entry.after, entry.note) == (user.id, "a", "b", "n")
    assert entry.details == {"day": moment.date().isoformat(), "more": {"won": 5}}


def test_the_history_of_a_row_is_its_own_and_not_that_of_another_noun_with_its_number():
    user, other = b.a_user(), b.a_user()
    program = b.a_program()
    program.id = user.id
    db.session.flush()
    for subject, verb in ((user, "mine"), (other, "others"), (program, "programs"), (user, "mine again")):
        record(subject, verb, by=user)
    transactions.commit()
    assert [entry.verb for entry in history.history_of(user)] == ["mine", "mine again"]


def test_a_head_that_counts_further_than_the_chain_is_noticed_and_so_is_one_that_counts_less():
    _three_entries()
    for said in (2, 4):
        db.session.execute(text(f"update history_head set number = {said}"))
        assert list(broken_links()) == [f"the head says {said} entries, the chain has 3"]


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


def test_a_writer_who_waited_for_another_follows_what_that_one_wrote(app):
    user_id = b.a_user().id
    transactions.commit()

    def write() -> None:
        with app.app_context():
            record(db.session.get(User, user_id), "second", by=db.session.get(User, user_id))
            transactions.commit()
            db.session.remove()

    second = threading.Thread(target=write)
    user = db.session.get(User, user_id)
    record(user, "first", by=user)
    history.write_waiting(db.session())  # the head is ours from here on
    second.start()
    second.join(0.7)
    assert second.is_alive(), "it waits"
    transactions.commit()
    second.join()
    assert [entry.verb for entry in history.history_of(user)] == ["first", "second"]
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

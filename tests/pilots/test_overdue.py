"""A milestone turns overdue by itself at midnight in Seoul, and both sides are told once."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from portal.foundation import outbox, transactions
from portal.foundation.db import db
from portal.foundation.errors import Forbidden
from portal.foundation.policy import SYSTEM
from portal.pilots import operations, queries
from tests import builders as b

DUE = date(2026, 11, 24)
LAST_SECOND = datetime(2026, 11, 24, 14, 59, 59, tzinfo=UTC)   # 23:59:59 in Seoul
MIDNIGHT = datetime(2026, 11, 24, 15, 0, 0, tzinfo=UTC)        # 00:00:00 in Seoul


def tell():
    """What the turn of the day does, in a transaction of its own."""
    with transactions.transaction():
        return operations.tell_what_is_overdue(by=SYSTEM)


@pytest.fixture
def milestone():
    with time_machine.travel(datetime(2026, 11, 1, 3, tzinfo=UTC), tick=False):
        milestone = b.a_milestone(due_on=DUE)
        b.a_manager(milestone.pilot.call)
        transactions.commit()
    return milestone


def test_it_is_not_overdue_at_the_last_second_of_its_day_and_is_at_the_first_of_the_next(milestone):
    owner = milestone.pilot.proposal.owner
    with time_machine.travel(LAST_SECOND, tick=False):
        assert not milestone.is_overdue
        assert queries.overdue_of(owner) == []
        assert operations.tell_what_is_overdue(by=SYSTEM) == 0
    with time_machine.travel(MIDNIGHT, tick=False):
        assert milestone.is_overdue
        assert queries.overdue_of(owner) == [milestone]
        assert operations.tell_what_is_overdue(by=SYSTEM) == 1


def test_one_letter_for_each_side_and_none_when_repeated(milestone):
    with time_machine.travel(MIDNIGHT, tick=False):
        assert tell() == 1
        assert tell() == 0
    letters = db.session.query(outbox.Letter).order_by(outbox.Letter.id).all()
    assert [(letter.template, letter.context["mine"], letter.context["path"].split("/")[1]) for letter in letters] == [
        ("milestone_overdue", True, "apply"), ("milestone_overdue", False, "manage")]
    db.session.expire_all()
    assert milestone.overdue_told_on == date(2026, 11, 25)


def test_a_claimed_or_accepted_one_and_one_of_an_ended_pilot_are_left_alone():
    for state in ("claimed", "accepted"):
        b.a_milestone(state, due_on=date(2026, 1, 1))
    for ended in ("finished", "terminated"):
        b.a_milestone(pilot=b.a_pilot(ended), due_on=date(2026, 1, 1))
    assert operations.tell_what_is_overdue(by=SYSTEM) == 0


def test_the_host_is_told_of_what_it_owes_and_of_nothing_else():
    department = b.a_department()
    pilot = b.a_pilot(department=department)
    officer = b.an_officer(department)
    b.a_milestone(pilot=pilot, due_on=date(2026, 1, 1))
    b.a_milestone(pilot=pilot, owner="demand_department", due_on=date(2026, 1, 2))
    assert tell() == 2
    (letter,) = outbox.letters_to(officer.email)
    assert (letter.context["due"], letter.context["mine"]) == ("2026.01.02", True)


def test_those_who_left_are_not_written_to():
    milestone = b.a_milestone(due_on=date(2026, 1, 1))
    gone = b.a_manager(milestone.pilot.call)
    gone.deactivated_at = datetime(2026, 1, 1, tzinfo=UTC)
    operations.tell_what_is_overdue(by=SYSTEM)
    transactions.commit()
    assert outbox.letters_to(gone.email) == []


def test_a_moved_date_that_passes_again_is_told_again(milestone):
    manager = b.a_manager(milestone.pilot.call)
    with time_machine.travel(MIDNIGHT, tick=False):
        tell()
        operations.reschedule_milestone(milestone, date(2026, 11, 30), "도로점용 허가가 늦어졌습니다.", by=manager)
        transactions.commit()
        assert tell() == 0
    with time_machine.travel(datetime(2026, 12, 1, 3, tzinfo=UTC), tick=False):
        assert tell() == 1


def test_telling_reads_once_however_many(statements):
    for _n in range(12):
        milestone = b.a_milestone(due_on=date(2026, 1, 1))
        b.a_manager(milestone.pilot.call)
    transactions.commit()
    statements.clear()
    assert operations.tell_what_is_overdue(by=SYSTEM) == 12
    transactions.commit()
    assert [statement.split()[0] for statement in statements] == ["SELECT", "UPDATE", "INSERT"]


def test_whoever_has_the_milestone_open_is_not_overtaken_by_a_letter(milestone):
    seen = milestone.version
    with time_machine.travel(MIDNIGHT, tick=False):
        tell()
    db.session.expire_all()
    assert milestone.version == seen


def test_only_the_portal_itself_tells():
    with pytest.raises(Forbidden):
        operations.tell_what_is_overdue(by=b.an_administrator())

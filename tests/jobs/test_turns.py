"""The turn of the day in Seoul: overdue milestones are told, stale secrets are swept, and neither undoes the other."""

from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import func, select

from portal.accounts import operations as accounts
from portal.accounts.models import FailedSignIn
from portal.foundation import transactions
from portal.foundation.clock import now, today
from portal.foundation.db import db
from portal.foundation.outbox import Letter
from portal.jobs.turns import turn_the_day
from tests import builders as b


@pytest.fixture
def yesterdays():
    """A milestone that became overdue, and a wrong try at signing in that is of no use any more."""
    milestone = b.a_milestone(due_on=today() - timedelta(days=1))
    b.a_manager(milestone.pilot.call)
    db.session.add(FailedSignIn(email="x@example.test", address="10.0.0.1", created_at=now() - timedelta(days=2)))
    transactions.commit()
    return milestone


def counted(model):
    return db.session.scalar(select(func.count()).select_from(model))


def test_the_day_turns_once_however_often_it_is_turned(yesterdays):
    assert turn_the_day() == 1
    assert (counted(Letter), counted(FailedSignIn)) == (2, 0)
    assert turn_the_day() == 0
    with time_machine.travel(now() + timedelta(days=1)):
        assert turn_the_day() == 0
    assert counted(Letter) == 2


def test_trouble_with_the_sweeping_takes_back_no_letter(yesterdays, monkeypatch):
    def broken(*, by):
        raise RuntimeError("the broom is broken")

    monkeypatch.setattr(accounts, "sweep_stale_secrets", broken)
    with pytest.raises(RuntimeError, match="broom"):
        turn_the_day()
    transactions.rollback()
    assert (counted(Letter), counted(FailedSignIn)) == (2, 1)

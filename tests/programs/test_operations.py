"""Appointing the people of a program."""

import pytest

from portal.foundation import history, transactions
from portal.foundation.errors import Forbidden, Invalid, Refused
from portal.programs import operations
from tests import builders as b


def test_an_appointed_manager_sees_the_calls_at_once():
    program, someone = b.a_program(), b.a_user()
    call = b.a_call("closed", program=program)
    operations.appoint(program, someone, "manager", by=b.an_administrator())
    transactions.commit()
    from portal.calls.queries import calls_run_by
    assert [c.id for c in calls_run_by(someone)] == [call.id]
    assert history.history_of(program)[-1].details == {"user_id": someone.id, "role": "manager"}


def test_a_manager_cannot_appoint_themselves_a_second_person():
    program = b.a_program()
    with pytest.raises(Forbidden):
        operations.appoint(program, b.a_user(), "approver", by=b.a_manager(program))


def test_the_last_manager_stays():
    program = b.a_program()
    manager, admin = b.a_manager(program), b.an_administrator()
    with pytest.raises(Refused, match="another manager"):
        operations.release(program, manager, "manager", by=admin)
    b.a_manager(program)
    operations.release(program, manager, "manager", by=admin)
    assert not manager.has("manager", "program", program.id)


def test_a_role_that_is_not_of_programs_is_refused():
    with pytest.raises(Invalid):
        operations.appoint(b.a_program(), b.a_user(), "owner", by=b.an_administrator())

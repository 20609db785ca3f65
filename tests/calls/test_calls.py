"""Calls as data: loaded from files, published with all their parts, read by anyone, run by their own people."""

import json
from datetime import timedelta

import pytest
import time_machine

from config import ROOT
from portal.accounts.models import Nobody
from portal.calls import operations, queries
from portal.calls.files import DefinitionError, read_program_file
from portal.foundation import history, transactions
from portal.foundation.clock import now
from portal.foundation.errors import Forbidden, Invalid, Missing, Refused
from portal.foundation.policy import SYSTEM
from tests import builders as b

FILES = sorted((ROOT / "portal" / "cli" / "demo" / "programs").glob("*.json"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_each_program_file_loads_and_can_be_published(path):
    call = operations.load_program(read_program_file(json.loads(path.read_text("utf-8"))), by=SYSTEM)
    operations.publish_call(call, by=SYSTEM)
    transactions.commit()
    assert call.state == "published"
    assert call.definition.budget.max_grant > 0
    assert queries.get_call(call.code, viewer=Nobody()).id == call.id


def test_loading_the_same_call_twice_is_refused():
    told = read_program_file(b.program_file())
    operations.load_program(told, by=SYSTEM)
    with pytest.raises(Refused, match="already here"):
        operations.load_program(told, by=SYSTEM)


def test_only_an_administrator_or_the_portal_loads_programs():
    with pytest.raises(Forbidden):
        operations.load_program(read_program_file(b.program_file()), by=b.a_user())


def test_a_shift_moves_every_date_by_the_same_days():
    story, moved = read_program_file(b.program_file()), read_program_file(b.program_file(), shift=timedelta(days=3))
    assert moved.closes_at - story.closes_at == timedelta(days=3)
    assert moved.announced_on - story.announced_on == timedelta(days=3)
    assert moved.definition["timeline"][0]["start"] != story.definition["timeline"][0]["start"]


def test_a_file_that_is_wrong_names_the_place():
    broken = json.loads(json.dumps(b.program_file()))
    broken["definition"]["stages"][1]["weight"] = 90
    with pytest.raises(DefinitionError, match="stages"):
        read_program_file(broken)


def test_a_notice_without_its_parts_cannot_be_published():
    body = json.loads(json.dumps(b.program_file()["definition"]))
    body["notice"]["aim"] = {"ko": "", "en": ""}
    call = b.a_call("soon", definition=body, state="draft")
    with pytest.raises(Refused, match="the aim"):
        operations.publish_call(call, by=b.an_approver(call))


def test_the_closing_instant_itself_is_still_open():
    call = b.a_call("open")
    with time_machine.travel(call.closes_at, tick=False):
        assert call.phase == "open"
    with time_machine.travel(call.closes_at + timedelta(microseconds=1), tick=False):
        assert call.phase == "closed"


def test_a_draft_call_is_there_for_its_manager_only():
    call = b.a_call("soon", state="draft")
    assert queries.get_call(call.code, viewer=b.a_manager(call)).id == call.id
    for viewer in (Nobody(), b.a_user(), b.a_manager(b.a_program())):
        with pytest.raises(Missing):
            queries.get_call(call.code, viewer=viewer)


def test_moving_the_deadline_needs_a_reason_and_stands_in_the_history():
    call = b.a_call("open")
    manager, later = b.a_manager(call), now() + timedelta(days=9)
    with pytest.raises(Invalid):
        operations.change_closing(call, later, " ", by=manager)
    operations.change_closing(call, later, "시스템 점검으로 하루 연장", by=manager)
    transactions.commit()
    assert call.closes_at == later
    assert history.history_of(call)[-1].note == "시스템 점검으로 하루 연장"


def test_the_next_page_goes_on_after_the_last_call_of_the_one_before():
    calls = [b.a_call("open") for _n in range(5)]
    first = queries.calls_in_phase("open", viewer=Nobody(), limit=3)
    rest = queries.calls_in_phase("open", viewer=Nobody(), after=first[-1].code, limit=3)
    assert {c.id for c in first} | {c.id for c in rest} == {c.id for c in calls}
    assert not {c.id for c in first} & {c.id for c in rest}

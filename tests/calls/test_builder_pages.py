"""The builder as its people meet it: a call is made, written part by part, approved by somebody else, changed and told."""

import pytest

from portal.calls.models import Call, Revision
from portal.foundation import transactions
from portal.foundation.db import db
from tests import builders as b
from tests.client import visit


@pytest.fixture
def desk(app):
    """A program with a manager and an approver, and a window for each."""
    program = b.a_program()
    manager, approver = b.a_manager(program), b.an_approver(program)
    transactions.commit()
    return program, visit(app).sign_in(manager), visit(app).sign_in(approver)


def begun(window, program, code="NEW-2027"):
    answer = window.post("/manage/calls/new", data={
        "program": program.code, "code": code, "source": "standard", "title_ko": "새 공모(가상)", "title_en": "New call"})
    assert answer.status_code == 302, answer.get_data(as_text=True)
    return db.session.query(Call).filter_by(code=code).one()


def draft_of(call):
    return db.session.query(Revision).filter_by(call_id=call.id).order_by(Revision.id.desc()).first()


def test_every_page_of_the_builder_opens(desk):
    program, manager, _approver = desk
    call = begun(manager, program)
    base = f"/manage/calls/{call.code}/build"
    for path in ("", "/notice", "/form", "/documents", "/stages", "/scoring", "/budget", "/pilot", "/preview", "/import",
                 "/form/questions/0", "/stages/stages/0", "/documents/consents/0", "/documents/attachments/1", "/pilot/milestones/1",
                 "/file.yaml"):
        for check in ("", "?check=1"):
            assert manager.get(base + path + check).status_code == 200, path

"""The deadline of a call: managers move it, approvers read, nobody else."""

from tests.access.rows import row


def of(w):
    return {"code": w.open_call.code}


ROWS = [
    row("deadlines.show", "GET", of, manager=200, approver=200),
    row("deadlines.extend_all", "POST", of, manager=422, approver=403),
    row("deadlines.extend_one", "POST", of, manager=422, approver=403),
]

"""The eligibility desk: the managers of the program work there, its approvers read."""

from tests.access.rows import row


def received(w):
    return {"proposal_id": w.submitted.id}


def work(name, data=None, *, manager=302):
    return row(f"eligibility.{name}", "POST", received, data=data, manager=manager, approver=403)


def version(w):
    return {"version": w.submitted.version}


ROWS = [
    row("eligibility.index", "GET", lambda w: {"code": w.call.code}, manager=200, approver=200),
    row("eligibility.show", "GET", received, manager=200, approver=200),
    row("eligibility.check", "GET", received, manager=200, approver=403),
    work("check", version),
    work("bonus", version),
    work("supplement", manager=422),
    work("close_supplement", manager=409),
    work("decide", manager=422),
    row("eligibility.file", "GET", lambda w: {**received(w), "file_id": 1}),
]

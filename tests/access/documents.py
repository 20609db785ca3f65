"""Documents handed in after the form: the managers of the program set dates, its approvers read."""

from tests.access.rows import row


def chosen(w):
    return {"proposal_id": w.chosen.id}


ROWS = [
    row("documents.index", "GET", lambda w: {"code": w.call.code}, manager=200, approver=200),
    row("documents.show", "GET", chosen, manager=200, approver=200),
    row("documents.due", "POST", chosen, manager=422, approver=403),
    row("documents.file", "GET", lambda w: {**chosen(w), "attachment_id": w.document.id + 1000}),
]

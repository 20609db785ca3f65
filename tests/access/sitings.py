"""Questions to owners of sites: the program's people read, managers ask, officers of the owner department answer."""

from tests.access.rows import row


def asked(w):
    return {"siting_id": w.siting.id}


def named(w):
    return {"proposal_id": w.proposal.id}


ROWS = [
    row("sitings.proposal", "GET", named, manager=200, approver=200),
    row("sitings.ask", "POST", named, manager=422, approver=403),
    row("sitings.call", "GET", lambda w: {"code": w.call.code}, manager=200, approver=200),
    row("sitings.queue", "GET", officer=200),
    row("sitings.show", "GET", asked, officer=200),
    row("sitings.answer", "POST", asked, data=lambda w: {"answer": "yes", "version": w.siting.version}, officer=302),
]

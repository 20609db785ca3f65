"""Requests for partners' offers: managers and the partner's people answer, approvers read, nobody else learns of them."""

from tests.access.rows import row


def named(w):
    return {"proposal_id": w.proposal.id}


def asked(w):
    return {"room": "partner", "request_id": w.offer_request.id}


def grant(w):
    return {"answer": "grant", "version": w.offer_request.version}


ROWS = [
    row("offer_requests.proposal", "GET", named, manager=200, approver=200),
    row("offer_requests.call", "GET", lambda w: {"code": w.call.code}, manager=200, approver=200),
    row("offer_requests.queue", "GET", staff=200),
    row("offer_requests.show", "GET", asked, manager=200, approver=200, staff=200),
    row("offer_requests.answer", "POST", asked, data=grant, manager=302, approver=403, staff=302),
]

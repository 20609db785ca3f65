"""Questions about a call: anyone reads answers, signed-in people ask, managers answer, approvers read."""

from tests.access.rows import row


def asked(w):
    return {"inquiry_id": w.inquiry.id}


ROWS = [
    row("inquiries.index", "GET", lambda w: {"code": w.open_call.code}, everyone=200),
    row("inquiries.ask", "POST", lambda w: {"code": w.open_call.code}, data=lambda w: {"text": "질문이 있습니다."}, signed_in=302),
    row("inquiries.desk", "GET", lambda w: {"code": w.open_call.code}, manager=200, approver=200),
    row("inquiries.answer", "POST", asked, manager=422, approver=403),
    row("inquiries.decline", "POST", asked, manager=422, approver=403),
]

"""Panels are their managers' business; approvers read confirmed sheets."""

from tests.access.rows import row


def _panel(w):
    return {"code": w.call.code, "stage": "document"}


def _judged(w):
    return {"code": w.judged_call.code, "stage": "document"}


def _review(w):
    return {"review_id": w.review.id}


def _seat(w):
    return {"seat_id": w.seat.id}


ROWS = [
    row("panels.show", "GET", _panel, manager=200),
    row("panels.invite", "POST", _panel, data=lambda w: {"email": "new@example.test", "name": "새위원(가상)", "group": "civic"},
        manager=302),
    row("panels.hand", "POST", _panel, manager=302),
    row("panels.substitute", "POST", _panel, data=lambda w: {"proposal": w.proposal.id, "seat": w.idle_seat.id}, manager=409),
    row("panels.remind", "POST", _seat, data=lambda w: {"version": w.seat.version}, manager=302),
    row("panels.release", "POST", _seat, data=lambda w: {"version": w.seat.version}, manager=302),
    row("panels.assignment", "GET", _panel, manager=200),
    row("panels.assign", "POST", _panel, data=lambda w: {"pair": f"{w.proposal.id}-{w.idle_seat.id}"}, manager=302),
    row("panels.preview", "GET", _panel, manager=200),
    row("panels.balance", "POST", _panel, manager=302),
    row("panels.undo", "POST", _panel, manager=302),
    row("panels.points", "GET", _judged, manager=200),
    row("panels.enter", "POST", _judged, data=lambda w: {f"points-{w.judged.id}-{w.fact}": "4",
                                                         f"facts-{w.judged.id}-{w.fact}": "재무제표 유동비율 152%"}, manager=302),
    row("panels.gates", "GET", _judged, manager=200),
    row("panels.judge", "POST", lambda w: {**_judged(w), "proposal_id": w.judged.id},
        data=lambda w: {"verdict-street": "passed", "version": w.judged.version}, manager=302),
    row("panels.sheet", "GET", _review, manager=200, approver=200),
    row("panels.reopen", "POST", _review, data=lambda w: {"reason": "점수 입력을 다시 확인해 주세요."}, manager=409, approver=403),
    row("panels.readmit", "POST", lambda w: {"review_id": w.recused_review.id},
        data=lambda w: {"reason": "잘못 눌렀습니다.", "version": w.recused_review.version}, manager=302, approver=403),
    row("panels.remove", "POST", _review, data=lambda w: {"version": w.review.version}, manager=302, approver=403),
]

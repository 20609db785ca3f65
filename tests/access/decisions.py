"""Rankings and results: the people of the call run them, a company reads its own result once it is released."""

from tests.access.rows import row

OF_THE_CALL = {"manager": 200, "approver": 200}


def stage(w):
    return {"code": w.call.code, "stage": "document"}


def seen(w):
    return {"version": w.selection.version}


ROWS = [
    row("rankings.show", "GET", stage, **OF_THE_CALL),
    row("rankings.sheets", "GET", lambda w: {**stage(w), "proposal_id": w.proposal.id}, **OF_THE_CALL),
    row("decisions.index", "GET", lambda w: {"code": w.call.code}, manager=302, approver=302),
    row("decisions.show", "GET", stage, **OF_THE_CALL),
    row("decisions.create", "POST", stage, manager=409, approver=403),
    row("decisions.refresh", "POST", stage, data=seen, manager=302, approver=403),
    row("decisions.decide", "POST", stage, data=seen, manager=302, approver=403),
    row("decisions.sums", "POST", stage, data=seen, manager=200, approver=403),
    row("decisions.propose", "POST", stage, data=seen, manager=409, approver=403),
    row("decisions.confirm", "POST", stage, data=seen, manager=409, approver=409),
    row("decisions.send_back", "POST", stage, data=lambda w: {**seen(w), "reason": "다시 봐 주세요."},
        manager=409, approver=409),
    row("decisions.before_the_release", "GET", stage, **OF_THE_CALL),
    row("decisions.release", "POST", stage, data=seen, manager=409, approver=409),
    row("decisions.give_back", "POST", lambda w: {"code": w.call.code, "stage": "final", "decision_id": w.released.id},
        data=lambda w: {"version": w.released.version, "reason": "협약을 포기했습니다."}, manager=302, approver=403),
    row("decisions.call_up", "POST", lambda w: {"code": w.call.code, "stage": "final", "decision_id": w.released.id},
        data=lambda w: {"version": w.released.version, "reason": "자리", "grant": "1"}, manager=409, approver=403),
    row("results.show", "GET", lambda w: {"proposal_id": w.released.proposal_id}, owner=200, member=200, **OF_THE_CALL),
]

"""Deductions: the managers of the program take points off and give them back, its approvers read."""

from tests.access.rows import row


def judged(w):
    return {"proposal_id": w.judged.id}


def words(w):
    return {"version": w.judged.version, "key": "gave_up", "reason": "2024년 협약을 포기했습니다.", "proof": "포기 공문 2024-17"}


ROWS = [
    row("deductions.index", "GET", judged, manager=200, approver=200),
    row("deductions.apply", "POST", judged, data=words, manager=302, approver=403),
    row("deductions.undo", "POST", lambda w: {**judged(w), "deduction_id": w.deduction.id},
        data=words, manager=302, approver=403),
]

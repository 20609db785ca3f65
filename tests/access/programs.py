"""Who runs a program: the administrator's page."""

from tests.access.rows import row

ROWS = [
    row("programs.index", administrator=200),
    row("programs.appoint", "POST", lambda w: {"code": w.program.code}, administrator=302,
        data=lambda w: {"email": w.people["stranger"].email, "role": "manager"}),
    row("programs.release", "POST", lambda w: {"code": w.program.code, "user_id": w.approver.id, "role": "approver"}, administrator=302),
]

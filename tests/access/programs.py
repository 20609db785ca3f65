"""Programs and who runs them: the administrator's pages."""

from tests.access.rows import row


def told(w):
    return {"code": "NEW-1", "title_ko": "새 사업", "department": w.department.id, "intake": "demand_task",
            "version": w.program.version}


ROWS = [
    row("programs.new", administrator=200),
    row("programs.new", "POST", data=told, administrator=302),
    row("programs.edit", "GET", lambda w: {"code": w.program.code}, administrator=200),
    row("programs.edit", "POST", lambda w: {"code": w.program.code}, data=told, administrator=302),
    row("programs.index", administrator=200),
    row("programs.appoint", "POST", lambda w: {"code": w.program.code}, administrator=302,
        data=lambda w: {"email": w.people["stranger"].email, "role": "manager"}),
    row("programs.release", "POST", lambda w: {"code": w.program.code, "user_id": w.approver.id, "role": "approver"}, administrator=302),
]

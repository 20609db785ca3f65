"""Public pages: anyone reads them."""

from tests.access.rows import row

ROWS = [
    row("home.index", everyone=200),
    row("calls.index", everyone=200),
    row("calls.blank", "GET", lambda w: {"code": w.open_call.code, "kind": "pdf"}, everyone=200),
    row("calls.show", "GET", lambda w: {"code": w.open_call.code}, everyone=200),
    row("calls.self_check", "GET", lambda w: {"code": w.open_call.code}, everyone=302),
]

"""First pages and exports of the rooms."""

from tests.access.rows import row

ROWS = [
    row("pipeline.index", manager=200, approver=200, far_manager=200, officer=302),
    row("pipeline.as_csv", manager=200, approver=200, far_manager=200),
    row("pipeline.as_xlsx", manager=200, approver=200, far_manager=200),
    row("search.index", manager=200, approver=200, far_manager=200),
    row("mywork.index", signed_in=200),
    row("calldesk.index", signed_in=200),
    row("calldesk.show", "GET", lambda w: {"code": w.call.code}, manager=200, approver=200),
]

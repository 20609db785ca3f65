"""Public pages: anyone reads them."""

from importlib.util import find_spec

from tests.access.rows import row

# Without the library that makes a kind of document, everyone is told to try the other one.
PDF = 200 if find_spec("typst") else 503

ROWS = [
    row("home.index", everyone=200),
    row("calls.index", everyone=200),
    row("calls.blank", "GET", lambda w: {"code": w.open_call.code, "kind": "pdf"}, everyone=PDF),
    row("calls.show", "GET", lambda w: {"code": w.open_call.code}, everyone=200),
    row("calls.self_check", "GET", lambda w: {"code": w.open_call.code}, everyone=302),
]

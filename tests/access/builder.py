"""The builder of calls: managers write, approvers read and decide, nobody else knows that there is a draft."""

from tests.access.rows import row


def written(w):
    return {"code": w.written_call.code}


def proposed(w):
    return {"code": w.proposed_call.code}


def stale(w):
    return {"version": "999"}


READ = {"manager": 200, "approver": 200}

ROWS = [
    row("calls.changes", "GET", lambda w: {"code": w.open_call.code}, everyone=200),
    row("builder.new", "GET", manager=200, far_manager=200),
    row("builder.begin_call", "POST", manager=422, far_manager=422),
    row("builder.overview", "GET", written, **READ),
    row("builder.begin", "POST", lambda w: {"code": w.open_call.code}, manager=302, approver=403),
    row("builder.preview", "GET", written, **READ),
    row("builder.part", "GET", lambda w: {**written(w), "part": "form"}, **READ),
    row("builder.write_part", "POST", lambda w: {**written(w), "part": "form"}, data=stale, manager=409, approver=403),
    row("builder.entry", "GET", lambda w: {**written(w), "part": "form", "name": "questions", "place": 0}, **READ),
    row("builder.write_entry", "POST", lambda w: {**written(w), "part": "form", "name": "questions", "place": 0}, data=stale,
        manager=409, approver=403),
    row("builder.lending", "GET", written, manager=200, approver=403),
    row("builder.borrow", "POST", written, manager=422, approver=403),
    row("builder.trying", "GET", written, **READ),
    row("builder.forget", "POST", written, manager=302, approver=302),
    row("builder.try_section", "GET", lambda w: {**written(w), "key": "summary"}, **READ),
    row("builder.try_answering", "POST", lambda w: {**written(w), "key": "summary"}, manager=302, approver=302),
    row("builder.try_sheet", "GET", lambda w: {**written(w), "stage": "final"}, **READ),
    row("builder.try_scoring", "POST", lambda w: {**written(w), "stage": "final"}, manager=302, approver=302),
    row("builder.export", "GET", written, **READ),
    row("builder.file_form", "GET", written, **READ),
    row("builder.take_in", "POST", written, manager=422, approver=403),
    row("builder.undo", "POST", written, manager=409, approver=403),
    row("builder.propose", "POST", written, data=stale, manager=409, approver=403),
    row("builder.take_back", "POST", proposed, data=stale, manager=409, approver=403),
    row("builder.send_back", "POST", proposed, manager=403, approver=422),
    row("builder.approve", "POST", proposed, data=stale, manager=403, approver=409),
    row("builder.discard", "POST", written, data=stale, manager=409, approver=403),
]

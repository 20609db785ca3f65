"""The applicant's pages: its company and nobody else, drafts above all."""

from tests.access.rows import row


def draft(w):
    return {"proposal_id": w.draft.id}


def mine(name, method="GET", more=None, *, data=None, answer=200, where=draft):
    return row(f"proposals.{name}", method, lambda w: {**where(w), **(more or {})}, data=data, owner=answer, member=answer)


OPEN_TO_ALL = dict.fromkeys(("stranger", "reviewer", "panelist", "recused", "manager", "approver", "far_manager", "officer", "staff",
                             "administrator"), 200)
NO_COMPANY = {**dict.fromkeys(OPEN_TO_ALL, 422), "stranger": 302}

ROWS = [
    row("proposals.new", "GET", lambda w: {"code": w.open_call.code}, signed_in=200),
    row("proposals.new", "POST", lambda w: {"code": w.open_call.code}, owner=409, member=409, **NO_COMPANY),
    mine("show"),
    mine("section", more={"key": "summary"}),
    mine("section", "POST", {"key": "summary"}, data=lambda w: {"q-title": "새 제목", "q-title-version": "1"}, answer=302),
    mine("answer", "POST", {"key": "title"}, data=lambda w: {"q-title": "새 제목", "version": "1"}, answer=204),
    mine("attachments"),
    mine("attach", "POST", {"slot": "plan"}, answer=422),
    mine("attach_paper", "POST", {"slot": "cert"}, data=lambda w: {"paper": w.paper.id}, answer=302),
    mine("detach", "POST", {"attachment_id": 1}, answer=404),
    mine("file", more={"attachment_id": 1}, answer=404),
    mine("documents", where=lambda w: {"proposal_id": w.chosen.id}),
    mine("hand_in", "POST", {"slot": "bank"}, answer=422, where=lambda w: {"proposal_id": w.chosen.id}),
    mine("hand_in_paper", "POST", {"slot": "tax_nat"}, data=lambda w: {"paper": w.paper.id}, answer=302,
         where=lambda w: {"proposal_id": w.chosen.id}),
    mine("take_back", "POST", answer=302, where=lambda w: {"proposal_id": w.chosen.id, "attachment_id": w.document.id}),
    mine("copy"),
    mine("copy_now", "POST", data=lambda w: {"from": w.chosen.id}),
    mine("consents"),
    mine("consents", "POST", data=lambda w: {"edition": "1"}, answer=302),
    mine("track", "POST", data=lambda w: {"version": w.draft.version, "track": "none"}, answer=302),
    mine("review"),
    mine("submit", "POST", answer=409),
    mine("receipt", more={"number": 1}, where=lambda w: {"proposal_id": w.submitted.id}),
    mine("withdraw", "POST", data=lambda w: {"version": w.draft.version}, answer=302),
    mine("supplement", "POST", answer=409),
    mine("revise", "POST", answer=409),
]

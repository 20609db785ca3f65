"""A company's documents and awards: its own people, and nobody of any city."""

from tests.access.rows import row


def company(w):
    return {"company_id": w.company.id}


def paper(w):
    return {"company_id": w.company.id, "paper_id": w.paper.id}


ROWS = [
    row("papers.index", "GET", company, owner=200, member=200),
    row("papers.earlier", "GET", company, owner=200, member=200),
    row("papers.new", "GET", company, owner=200, member=200),
    row("papers.add", "POST", company, owner=422, member=422),
    row("papers.replace", "GET", paper, owner=200, member=200),
    row("papers.replace", "POST", paper, data=lambda w: {"version": "1"}, owner=302, member=302),
    row("papers.remove", "POST", paper, data=lambda w: {"version": "1"}, owner=302, member=302),
    row("papers.file", "GET", paper, owner=503, member=503),
]

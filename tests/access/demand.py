"""Challenges are read by anyone and written by their department; interests and the pool are seen by a company and by cities."""

from tests.access.rows import row


def challenge(w):
    return {"challenge_id": w.challenge.id}


def written(w):
    return {"challenge_id": w.written_challenge.id}


def pair(w):
    return {**challenge(w), "interest_id": w.interest.id}


def interest(w):
    return {"interest_id": w.interest.id}


CITIES = {"manager": 200, "far_manager": 200, "officer": 200}
OWN_CITY = {"manager": 200, "officer": 200}
COMPANY = {"owner": 200, "member": 200}
VERSION = {"version": "1"}

ROWS = [
    row("challenges.index", everyone=200),
    row("challenges.show", "GET", challenge, everyone=200),
    row("challenges.desk", officer=200),
    row("challenges.new", officer=200),
    row("challenges.begin", "POST", officer=422),
    row("challenges.manage", "GET", written, officer=200),
    row("challenges.edit", "GET", written, officer=200),
    row("challenges.write", "POST", written, data=lambda w: {"version": "1"}, officer=422),
    row("challenges.post", "POST", written, data=lambda w: VERSION, officer=302),
    row("challenges.close", "POST", challenge, data=lambda w: VERSION, officer=302),
    row("challenges.withdraw", "POST", challenge, data=lambda w: VERSION, officer=422),
    row("matches.index", **CITIES),
    row("matches.show", "GET", challenge, **OWN_CITY),
    row("matches.accept", "POST", pair, manager=302, officer=302),
    row("matches.decline", "POST", pair, manager=422, officer=422),
    row("interests.index", signed_in=200),
    row("interests.new", signed_in=200),
    row("interests.register", "POST", signed_in=409, owner=422, member=422, stranger=422),
    row("interests.edit", "GET", interest, **COMPANY),
    row("interests.update", "POST", interest, data=lambda w: VERSION, owner=422, member=422),
    row("interests.withdraw", "POST", interest, data=lambda w: VERSION, owner=302, member=302),
    row("pool.index", **CITIES),
    row("pool.join", "POST", lambda w: {"proposal_id": w.late.id}, owner=302, member=302),
    row("pool.withdraw", "POST", lambda w: {"entry_id": w.pool_entry.id}, data=lambda w: VERSION, owner=302, member=302),
]

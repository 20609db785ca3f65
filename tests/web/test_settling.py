"""What a request leaves behind, by how it ended, on an app with pages made for the purpose."""

from datetime import timedelta

import pytest
import time_machine
from flask import Flask, request
from sqlalchemy import select

from portal import create_app
from portal.accounts.models import User
from portal.foundation import clock, transactions
from portal.foundation.db import db, writing
from portal.foundation.errors import Refused
from portal.web.security import public

EVERY = ["GET", "HEAD", "OPTIONS", "POST", "PUT", "DELETE"]


def _write(email: str = "somebody@example.test") -> None:
    db.session.add(User(email=email, name="김가람(가상)", locale="ko"))
    db.session.flush()


def answer(status: int) -> tuple[str, int]:
    """Write, and answer with a status; `?keep=1` asks for what was written to stay."""
    _write()
    if request.args.get("keep"):
        transactions.keep()
    return "done", status


def refuse() -> str:
    _write()
    if request.args.get("keep"):
        transactions.keep()
    raise Refused("Not now.")


def crash() -> str:
    _write()
    transactions.keep()
    raise RuntimeError("the secret inside")


def clash() -> str:
    _write("same@example.test")
    _write("same@example.test")
    return "never"


def look() -> dict[str, object]:
    """Whether this request means to write, and how long ago it arrived, in seconds, when twenty have passed inside."""
    with time_machine.travel(clock.now() + timedelta(seconds=20), tick=False):
        waited = (clock.now() - clock.arrival()).total_seconds()
    return {"writing": writing.get(), "waited": round(waited)}


@pytest.fixture(scope="module")
def made_for_it(database_url, tmp_path_factory):
    app = create_app({
        "TESTING": True, "SECRET_KEY": "tests", "SQLALCHEMY_DATABASE_URI": database_url, "WTF_CSRF_ENABLED": False,
        "FILES_ROOT": str(tmp_path_factory.mktemp("files")), "RATELIMIT_ENABLED": False, "PROPAGATE_EXCEPTIONS": False,
    })
    for view in (refuse, crash, clash, look):
        app.add_url_rule(f"/{view.__name__}", view_func=public(view), methods=EVERY)
    app.add_url_rule("/answer/<int:status>", view_func=public(answer), methods=EVERY)
    return app


@pytest.fixture
def client(made_for_it: Flask):
    return Flask.test_client(made_for_it)


def left():
    """Whether anything was left behind; asked in a transaction of its own, which holds up nobody afterwards."""
    with transactions.transaction(read_only=True):
        return bool(db.session.scalars(select(User.id)).all())


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE"])
@pytest.mark.parametrize(("status", "stays"), [(200, True), (204, True), (302, True), (399, True), (400, False), (422, False), (500, False)])
def test_a_write_stays_when_it_was_answered_well_and_is_undone_otherwise(client, method, status, stays):
    client.open(f"/answer/{status}", method=method)
    assert left() is stays


@pytest.mark.parametrize("method", ["GET", "HEAD", "OPTIONS"])
@pytest.mark.parametrize("where", ["/answer/200", "/answer/200?keep=1", "/answer/422?keep=1", "/refuse?keep=1"])
def test_what_only_asks_never_writes_whatever_it_was_told_to_keep(client, method, where):
    client.open(where, method=method)
    assert not left()


@pytest.mark.parametrize("where", ["/answer/422", "/refuse"])
def test_a_refusal_undoes_what_was_written_unless_it_is_to_be_kept(client, where):
    assert client.post(where).status_code in (409, 422)
    assert not left()
    assert client.post(f"{where}?keep=1").status_code in (409, 422)
    assert left()


def test_a_crash_undoes_even_what_was_to_be_kept(client):
    assert client.post("/crash").status_code == 500
    assert not left()
    assert client.post("/refuse").status_code == 409
    assert not left(), "the wish of the request before does not reach this one"


def test_a_clash_that_the_database_notices_in_the_middle_is_told_kindly(client):
    answer = client.post("/clash")
    assert answer.status_code == 409 and "Traceback" not in answer.text
    assert not left()


@pytest.mark.parametrize(("method", "writes"), [("GET", False), ("POST", True), ("PUT", True), ("DELETE", True)])
def test_only_a_write_takes_the_writers_place_and_only_while_it_lasts(client, method, writes):
    assert client.open("/look", method=method).json["writing"] is writes
    assert writing.get() is True


def test_a_request_arrived_before_anything_was_waited_for(client):
    assert client.get("/look").json["waited"] == 20
    assert abs(clock.arrival() - clock.now()) < timedelta(seconds=5), "and the next one arrives anew"

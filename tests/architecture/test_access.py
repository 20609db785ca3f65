"""The access table against the running portal: every route, every method, every persona, asked over HTTP."""

import shutil
import sqlite3
from contextlib import closing
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules

import pytest
from flask import url_for

import tests.access
from portal.foundation.db import db
from tests.access.rows import PERSONAS, AccessRow
from tests.architecture import world as small_world
from tests.client import visit

ROWS: list[AccessRow] = [row for module in sorted(iter_modules(tests.access.__path__), key=lambda m: m.name)
                         for row in getattr(import_module(f"tests.access.{module.name}"), "ROWS", [])]
ASKED = {"GET", "POST", "PUT", "PATCH", "DELETE"}


@pytest.fixture(scope="module")
def snapshot():
    return {}


@pytest.fixture
def world(app, snapshot, database_url, tmp_path_factory):
    """The small world, built once per run and put back before each test."""
    if not database_url.startswith("sqlite"):
        pytest.skip("the table is asked once, on SQLite")
    here = Path(database_url.removeprefix("sqlite:///"))
    if not snapshot:
        snapshot["world"] = small_world.build()
        db.session.expunge_all()
        db.session.remove()
        db.engine.dispose()
        with closing(sqlite3.connect(here)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        snapshot["copy"] = tmp_path_factory.mktemp("world") / "world.db"
        shutil.copy(here, snapshot["copy"])
    put_back(here, snapshot["copy"])
    yield snapshot["world"], lambda: put_back(here, snapshot["copy"])
    db.session.remove()
    db.engine.dispose()


def put_back(here: Path, copy: Path) -> None:
    db.session.remove()
    db.engine.dispose()
    for leftover in (here, Path(f"{here}-wal"), Path(f"{here}-shm")):
        leftover.unlink(missing_ok=True)
    shutil.copy(copy, here)


def test_every_route_has_its_row_and_every_row_its_route(world, app):
    routes = {(rule.endpoint, method) for rule in app.url_map.iter_rules() for method in rule.methods & ASKED
              if rule.endpoint != "static"}
    rows = {(row.endpoint, row.method) for row in ROWS}
    assert not routes - rows, f"routes without a row in tests/access: {sorted(routes - rows)}"
    assert not rows - routes, f"rows without a route: {sorted(rows - routes)}"
    assert len(rows) == len(ROWS), "a route stands twice in tests/access"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row.method} {row.endpoint}")
def test_each_persona_gets_the_answer_of_the_table(world, app, row):
    w, reset = world
    wrong = []
    for persona in PERSONAS:
        with app.test_request_context():
            address = url_for(row.endpoint, **row.where(w))
        window = visit(app)
        if w.people[persona] is not None:
            window.sign_in(w.people[persona])
        answer = window.open(address, method=row.method, data=row.data(w) if row.method != "GET" else None)
        if answer.status_code != row.answers[persona]:
            wrong.append(f"{persona}: {answer.status_code}, the table says {row.answers[persona]}")
        answer.close()
        if row.method != "GET" and answer.status_code < 400:
            reset()
    assert not wrong, f"{row.method} {row.endpoint}: " + "; ".join(wrong)


def test_what_is_hidden_and_what_is_missing_answer_alike(world, app):
    """For each page with a number in its address: a stranger gets the same words for mine and for nobody's."""
    w, _reset = world
    window = visit(app).sign_in(w.people["stranger"])
    compared = 0
    for row in ROWS:
        if row.method != "GET" or row.answers["stranger"] != 404:
            continue
        given = row.where(w)
        numbers = {name: value for name, value in given.items() if isinstance(value, int)}
        if not numbers:
            continue
        with app.test_request_context():
            hidden, missing = url_for(row.endpoint, **given), url_for(row.endpoint, **{**given, **dict.fromkeys(numbers, 999_999)})
        one, other = window.get(hidden), window.get(missing)
        assert one.status_code == other.status_code == 404
        assert _masked(one) == _masked(other), f"{row.endpoint} tells a stranger that it exists"
        compared += 1
    assert compared > 0


def _masked(response):
    import re
    text = response.get_data(as_text=True).replace(response.request.path, "PATH")
    return re.sub(r"\b[0-9A-F]{8}\b|data-now=\"[^\"]+\"|ImI?[\w.\-]{20,}|[\w\-]{30,}\.[\w\-]+\.[\w\-]+", "X", text)

"""The ground every test stands on: an app on a real database, emptied before each test."""

import os
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from hypothesis import settings
from sqlalchemy import create_engine, text

from portal import create_app
from portal.foundation import history, lifecycle  # noqa: F401
from portal.foundation.db import Base, db
from tests.client import Visitor, visit

settings.register_profile("house", deadline=None)  # tests never time
settings.load_profile("house")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--database", default="sqlite", choices=("sqlite", "postgresql"), help="which database to test on")


def fresh_postgresql() -> str:
    """A fresh database on the server named by TEST_POSTGRES_URL."""
    server = os.environ["TEST_POSTGRES_URL"]
    name = f"portal_{uuid.uuid4().hex[:12]}"
    engine = create_engine(server, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text(f'CREATE DATABASE "{name}"'))
    engine.dispose()
    return server.rsplit("/", 1)[0] + f"/{name}"


@pytest.fixture(scope="session")
def database_url(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    if request.config.getoption("--database") == "postgresql":
        return fresh_postgresql()
    return f"sqlite:///{tmp_path_factory.mktemp('db') / 'test.db'}"


@pytest.fixture(scope="session")
def whole_app(database_url: str, tmp_path_factory: pytest.TempPathFactory) -> Flask:
    app = create_app({
        "TESTING": True, "SECRET_KEY": "tests", "SQLALCHEMY_DATABASE_URI": database_url, "SERVER_NAME": None,
        "FILES_ROOT": str(tmp_path_factory.mktemp("files")), "BASE_URL": "http://portal.test", "DEMO": True,
        "RATELIMIT_ENABLED": False, "BABEL_DEFAULT_LOCALE": "en", "PROPAGATE_EXCEPTIONS": False,
    })
    with app.app_context():
        Base.metadata.create_all(db.engine)
    return app


@pytest.fixture(autouse=True)
def app(request: pytest.FixtureRequest) -> Iterator[Flask | None]:
    """An empty database and an open context, for every test that is not marked as needing none."""
    parts = Path(request.node.fspath).parts
    if "journeys" in parts or ("architecture" in parts and "world" not in request.fixturenames):
        yield None
        return
    app: Flask = request.getfixturevalue("whole_app")
    with app.app_context():
        empty_the_database()
        yield app
        db.session.rollback()
        db.session.info.clear()


def empty_the_database() -> None:
    """Every row of every table goes; numbers start again."""
    with db.engine.begin() as connection:
        if connection.dialect.name == "postgresql":
            names = ", ".join(f'"{table.name}"' for table in Base.metadata.sorted_tables)
            connection.execute(text(f"TRUNCATE {names} RESTART IDENTITY"))
            return
        for table in reversed(Base.metadata.sorted_tables):
            connection.execute(table.delete())


@pytest.fixture
def visitor(app: Flask) -> Visitor:
    """A browser window in which nobody has signed in."""
    return visit(app)


@pytest.fixture
def statements() -> Iterator[list[str]]:
    """Every SQL statement sent while the fixture is in use."""
    from sqlalchemy import event

    seen: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(("BEGIN", "PRAGMA", "SAVEPOINT", "RELEASE")):
            seen.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield seen
    event.remove(db.engine, "before_cursor_execute", note)

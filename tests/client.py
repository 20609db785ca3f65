"""A visitor who checks every page they open: strict HTML, one h1, labels, unique ids, CSRF fields, no inline script."""

import re
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import html5lib
from flask import Flask, g
from flask.testing import FlaskClient
from itsdangerous import URLSafeTimedSerializer
from sqlalchemy import event
from werkzeug.test import TestResponse

from portal.accounts.models import SignIn, User
from portal.foundation.clock import now
from portal.foundation.db import db
from portal.foundation.tokens import fresh_token

WRITES = ("INSERT", "UPDATE", "DELETE")


class Visitor(FlaskClient):
    """One browser window; `checks = False` only looks, for measuring."""

    checks = True

    def sign_in(self, user: User) -> "Visitor":
        """Take a person's place, as after a real sign-in."""
        token, kept = fresh_token()
        moment = now()
        db.session.add(SignIn(token_hash=kept, user_id=user.id, expires_at=moment.replace(year=moment.year + 1)))
        db.session.commit()
        with self.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = token, True
        return self

    def csrf(self) -> str:
        """A token that belongs to this window."""
        with self.session_transaction() as cookie:
            raw = cookie.setdefault("csrf_token", "0" * 40)
        return URLSafeTimedSerializer(self.application.secret_key, salt="wtf-csrf-token").dumps(raw)

    def open(self, *args: Any, **kwargs: Any) -> TestResponse:
        method = kwargs.get("method", "GET")
        if method == "POST" and not kwargs.pop("without_token", False) and kwargs.get("json") is None:
            data = kwargs.get("data") or {}
            if isinstance(data, Mapping):
                kwargs["data"] = {"csrf_token": self.csrf(), **data}
        if db.session.registry.has():
            db.session.commit()
        for remembered in ("_login_user", "_flask_babel"):
            g.pop(remembered, None)  # the test's own context is shared with the request; a real one begins empty
        with reads_only(self.checks and method in ("GET", "HEAD")):
            response = super().open(*args, **kwargs)
        if db.session.registry.has():
            db.session.expire_all()
        if self.checks:
            check_page(response)
        return response


@contextmanager
def reads_only(wanted: bool) -> Iterator[None]:
    """A GET never writes: fail if it tries."""
    if not wanted:
        yield
        return
    written: list[str] = []

    def note(_conn: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if statement.lstrip().upper().startswith(WRITES):
            written.append(statement)

    event.listen(db.engine, "before_cursor_execute", note)
    yield
    event.remove(db.engine, "before_cursor_execute", note)
    assert not written, f"a GET wrote: {written[:2]}"


def visit(app: Flask) -> Visitor:
    """A new window."""
    app.test_client_class = Visitor
    return app.test_client()  # type: ignore[return-value]


def check_page(response: TestResponse) -> None:
    """Fail with a kind message unless the page keeps the rules of every page."""
    if response.mimetype != "text/html" or response.status_code in (301, 302, 303, 304, 308) or response.content_length is None:
        return
    text = response.get_data(as_text=True)
    if not text.strip():
        return
    parser = html5lib.HTMLParser(strict=False, namespaceHTMLElements=False)
    whole = "<html" in text[:2000]
    tree = parser.parse(text) if whole else parser.parseFragment(text)
    errors = [f"{position}: {code} {data}" for position, code, data in parser.errors if whole]
    assert not errors, f"not strict HTML at {response.request.path}: {errors[:5]}"
    _check_elements(tree, response.request.path, whole)


def _check_elements(tree: Any, path: str, whole: bool) -> None:
    ids = [node.get("id") for node in tree.iter() if node.get("id")]
    twice = {name for name in ids if ids.count(name) > 1}
    assert not twice, f"ids used twice at {path}: {twice}"
    if whole:
        titles = list(tree.iter("h1"))
        assert len(titles) == 1, f"{path} has {len(titles)} h1, not one"
    for script in tree.iter("script"):
        assert script.get("src") or script.get("type") == "application/json", f"inline script at {path}"
    for node in tree.iter():
        if isinstance(node.tag, str):
            assert not node.get("style"), f"inline style on <{node.tag}> at {path}"
            assert not any(name.startswith("on") for name in node.attrib), f"inline handler at {path}"
    _check_forms(tree, path)


def _check_forms(tree: Any, path: str) -> None:
    labels = {label.get("for") for label in tree.iter("label")}
    inside = {id(node) for label in tree.iter("label") for node in label.iter()}
    for form in tree.iter("form"):
        if (form.get("method") or "get").lower() == "post":
            names = {field.get("name") for field in form.iter("input")}
            assert "csrf_token" in names, f"a POST form without csrf_token at {path}: {form.get('action')}"
    for tag in ("input", "select", "textarea"):
        for field in tree.iter(tag):
            if field.get("type") in ("hidden", "submit", "button") or "hidden" in field.attrib:
                continue
            named = field.get("id") in labels or id(field) in inside or field.get("aria-label") or field.get("aria-labelledby")
            assert named, f"a field without a label at {path}: {field.get('name')}"


def words_of(response: TestResponse) -> str:
    """The page's visible text with single spaces, for assertions about what a person reads."""
    body = re.sub(r"(?s)<(script|style|head).*?</\1>", " ", response.get_data(as_text=True))
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", body)).strip()

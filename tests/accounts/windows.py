"""Several windows in one test: what Flask remembers of one request must not leak into the next."""

from collections.abc import Iterator
from typing import Any

import pytest
from flask import Flask, g, request_started


@pytest.fixture(autouse=True)
def each_request_starts_afresh(app: Flask) -> Iterator[None]:
    """The tests' open context lends its `g` to every request; forget who was there, their token and their language."""
    def forget(_sender: Any, **_more: Any) -> None:
        for name in list(g):
            g.pop(name)

    with request_started.connected_to(forget, app):
        yield

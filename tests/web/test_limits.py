"""Rate limits, on an app of their own: other tests ask as often as they like."""

import pytest
from flask import Flask

from portal import create_app
from portal.web.security import limiter
from tests.client import words_of


@pytest.fixture
def limited(database_url, tmp_path):
    app = create_app({
        "TESTING": True, "SECRET_KEY": "tests", "SQLALCHEMY_DATABASE_URI": database_url, "WTF_CSRF_ENABLED": False,
        "FILES_ROOT": str(tmp_path), "RATELIMIT_ENABLED": True, "RATELIMIT_STORAGE_URI": "memory://",
    })
    yield Flask.test_client(app)
    limiter.reset()
    limiter.enabled = False


def test_whoever_asks_for_letters_again_and_again_is_told_to_wait_and_others_are_not(limited):
    asked = [limited.post("/reset", data={"email": ""}).status_code for _ in range(30)]
    assert asked == [422] * 30
    answer = limited.post("/reset", data={"email": ""})
    assert answer.status_code == 429 and "help@portal.example" in words_of(answer), "the friendly page, not a bare line"
    assert int(answer.headers["Retry-After"]) > 0
    assert limited.post("/reset", data={"email": ""}, environ_base={"REMOTE_ADDR": "10.0.0.2"}).status_code == 422
    assert limited.get("/reset").status_code == 200

"""A running portal with a database, a mail server and a browser of its own, for stories that people live."""

import os
import re
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

from config import ROOT
from portal import create_app
from portal.foundation.db import Base, db
from portal.jobs import letters
from portal.jobs.senders import SmtpSender
from tests.conftest import fresh_postgresql
from tests.jobs.smtp_server import Mailbox, a_mail_server, free_port

CHROMIUM = ["/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome"]
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
         "--disable-component-update", "--disable-sync"]
AXE = ROOT / "node_modules" / "axe-core" / "axe.min.js"


@dataclass
class Running:
    """The portal as its users meet it, and the app beside it for what only time or a clerk's command can do."""

    url: str
    app: Flask
    mailbox: Mailbox

    def send_letters(self) -> None:
        """What the clock does each minute."""
        with self.app.app_context():
            while letters.deliver(SmtpSender(self.mailbox.url)):
                pass

    def link_in_last_letter(self, to: str) -> str:
        """The portal's address in the newest letter to someone."""
        self.send_letters()
        mine = [message for message in self.mailbox.messages if message["To"] == to]
        assert mine, f"no letter to {to}; letters went to {[m['To'] for m in self.mailbox.messages]}"
        text = mine[-1].get_body(("plain",)).get_content()
        return re.findall(rf"{re.escape(self.url)}/\S+", text)[-1]


@pytest.fixture(scope="module")
def journey_database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> str:
    if request.config.getoption("--database") == "postgresql":
        return fresh_postgresql()
    return f"sqlite:///{tmp_path_factory.mktemp('journey') / 'portal.db'}"


@pytest.fixture(scope="module")
def running(journey_database: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Running]:
    """gunicorn with two workers on a migrated, empty database."""
    port, instance = free_port(), tmp_path_factory.mktemp("instance")
    url = f"http://127.0.0.1:{port}"
    settings = {"SECRET_KEY": "journeys", "DATABASE_URL": journey_database, "FILES_ROOT": str(instance / "files"),
                "BASE_URL": url, "PORTAL_DEMO": "1", "PORTAL_INSTANCE": str(instance), "RATELIMIT_ENABLED": "0"}
    app = create_app({"SECRET_KEY": "journeys", "SQLALCHEMY_DATABASE_URI": journey_database, "FILES_ROOT": str(instance / "files"),
                      "BASE_URL": url, "DEMO": True, "TESTING": True})
    with app.app_context():
        Base.metadata.create_all(db.engine)
        db.session.remove()
        db.engine.dispose()
    command = [sys.executable, "-m", "gunicorn", "--workers", "2", "--bind", f"127.0.0.1:{port}", "--log-level", "warning",
               "--no-control-socket", "portal:create_app()"]
    server = subprocess.Popen(command, cwd=ROOT, env={**os.environ, **settings})
    try:
        _wait_for(url)
        with a_mail_server() as mailbox:
            yield Running(url, app, mailbox)
    finally:
        server.terminate()
        server.wait(timeout=20)


def _wait_for(url: str) -> None:
    for _try in range(100):
        try:
            urllib.request.urlopen(url, timeout=5)
            return
        except OSError:
            time.sleep(0.2)
    raise AssertionError("the portal did not start")


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = next((p for p in CHROMIUM if Path(p).exists()), None)
    assert path, "no Chromium here: `make test` installs it"
    with sync_playwright() as playwright:
        yield playwright.chromium.launch(executable_path=path, args=FLAGS)


class Person:
    """Someone at a browser: every page they open is checked for the rules of every page."""

    def __init__(self, running: Running, context: BrowserContext) -> None:
        self.running, self.context, self.page = running, context, context.new_page()
        self.complaints: list[str] = []
        self.page.on("console", self._hear)
        self.page.on("request", self._watch)

    def _hear(self, message: Any) -> None:
        if message.type == "error" and "Content Security Policy" in message.text:
            self.complaints.append(message.text)

    def _watch(self, request: Any) -> None:
        if not request.url.startswith((self.running.url, "data:", "blob:")):
            self.complaints.append(f"asked another host: {request.url}")

    def open(self, path: str) -> Page:
        """Go to a page and look at it."""
        self.page.goto(path if path.startswith("http") else self.running.url + path)
        self.look()
        return self.page

    def look(self) -> None:
        """Nothing serious for axe, no sideways scroll, no blocked script, no other host."""
        assert not self.complaints, self.complaints
        wide = self.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wide <= 0, f"{self.page.url} scrolls sideways by {wide} px at {self.page.viewport_size}"
        heard = len(self.complaints)
        self.page.evaluate(AXE.read_text("utf-8"))
        found = self.page.evaluate("axe.run({resultTypes: ['violations']})")
        del self.complaints[heard:]
        serious = [f"{v['id']}: {v['nodes'][0]['html'][:160]}" for v in found["violations"] if v["impact"] in ("serious", "critical")]
        assert not serious, f"{self.page.url}: {serious}"

    def reads(self, words: str) -> None:
        """The page says these words where people see them."""
        self.page.get_by_text(words).first.wait_for(state="visible", timeout=5000)

    def presses(self, label: str) -> None:
        """Press the button or follow the link with this label, wait for the answer, look at it."""
        target = self.page.get_by_role("button", name=label).or_(self.page.get_by_role("link", name=label)).first
        target.click()
        self.page.wait_for_load_state("load")
        self.look()


@pytest.fixture
def person(running: Running, browser: Browser) -> Iterator[Any]:
    """Seat people at browsers: `person()` on a desk, `person(width=360)` on a phone."""
    contexts: list[BrowserContext] = []

    def seat(width: int = 1280, locale: str = "ko-KR", **more: Any) -> Person:
        context = browser.new_context(viewport={"width": width, "height": 900}, locale=locale, **more)
        context.set_default_timeout(15_000)
        contexts.append(context)
        return Person(running, context)

    yield seat
    for context in contexts:
        context.close()

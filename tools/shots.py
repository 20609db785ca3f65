"""`make shots`: takes the README's pictures from the running demo story, at 360 and 1280 px, into docs/screenshots."""

import os
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from config import ROOT
from portal.cli.demo.cast import PASSWORD

TARGET = ROOT / "docs" / "screenshots"
PORT = 8765
URL = f"http://127.0.0.1:{PORT}"
FLAGS = ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"]
WIDTHS = (360, 1280)
FIND = {
    "proposal": "a[href*='/apply/proposals/']", "section": "a[href$='/sections/plan']",
    "scoring": "a[href^='/review/']:not([href*='seats'])", "pilot": "a[href*='/manage/pilots/']",
}

# Name of the picture, who looks, and where: an address, then links to follow.
PICTURES: tuple[tuple[str, str | None, str, tuple[str, ...]], ...] = (
    ("home", None, "/", ()),
    ("call", None, "/calls/GG-PM-2027", ()),
    ("mywork", "p12@demo.example", "/apply", ()),
    ("proposal", "p12@demo.example", "/apply", (FIND["proposal"], FIND["section"])),
    ("review", "cheonan.r1@demo.example", "/review", ()),
    ("scoring", "cheonan.r1@demo.example", "/review", (FIND["scoring"],)),
    ("pipeline", "gangnam.manager@demo.example", "/manage", ()),
    ("calldesk", "cheonan.manager@demo.example", "/manage/calls/CA-HUB-2026-2", ()),
    ("ranking", "gangnam.manager@demo.example", "/manage/calls/GN-OI-2026/ranking/final", ()),
    ("results", "gangnam.manager@demo.example", "/manage/calls/GN-OI-2026/decisions/final", ()),
    ("pilot", "gangnam.manager@demo.example", "/manage/pilots", (FIND["pilot"],)),
    ("event", "gangnam.manager@demo.example", "/manage/events/1/follow-ups", ()),
    ("partners", None, "/partners", ()),
    ("result", "p01@demo.example", "/apply", ("a[href$='/result']",)),
)


def sign_in(page: Page, email: str) -> None:
    page.goto(f"{URL}/sign-in")
    page.fill("[name=email]", email)
    page.fill("[name=password]", PASSWORD)
    page.click("button#sign-in")
    page.wait_for_load_state("networkidle")


def take(browser: Browser, name: str, who: str | None, address: str, links: tuple[str, ...], width: int) -> None:
    context = browser.new_context(viewport={"width": width, "height": 900 if width > 500 else 780}, locale="ko-KR")
    page = context.new_page()
    if who:
        sign_in(page, who)
    page.goto(URL + address)
    for link in links:
        page.goto(URL + str(page.locator(link).first.get_attribute("href")))
        page.wait_for_load_state("networkidle")
    page.wait_for_load_state("networkidle")
    page.screenshot(path=TARGET / f"{name}-{width}.png", full_page="--whole" in sys.argv)
    context.close()


def main() -> int:
    """Tell the story into a folder of its own, serve it, look at it."""
    TARGET.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        settings = {**os.environ, "PORTAL_INSTANCE": folder, "PORT": str(PORT), "PORTAL_DEMO": "1", "FLASK_APP": "portal"}
        settings.pop("DATABASE_URL", None)
        for command in (["db", "upgrade"], ["demo", "load"]):
            subprocess.run([sys.executable, "-m", "flask", *command], env=settings, check=True, cwd=ROOT)
        server = subprocess.Popen([sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{PORT}", "--no-control-socket",
                                   "--log-level", "warning", "portal:create_app()"], env=settings, cwd=ROOT)
        try:
            _wait()
            chosen = [picture for picture in PICTURES if not _wanted() or picture[0] in _wanted()]
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(executable_path=_chromium(), args=FLAGS)
                for name, who, address, links in chosen:
                    for width in WIDTHS:
                        take(browser, name, who, address, links, width)
                        print(f"{name} at {width} px", flush=True)
        finally:
            server.terminate()
            server.wait()
    return 0


def _wanted() -> set[str]:
    return {argument for argument in sys.argv[1:] if not argument.startswith("-")}


def _chromium() -> str:
    places = ("/usr/bin/chromium", "/usr/bin/chromium-browser", "/usr/bin/google-chrome")
    return next(path for path in places if Path(path).exists())


def _wait() -> None:
    for _try in range(100):
        try:
            urllib.request.urlopen(URL, timeout=5)  # noqa: S310  (our own address)
            return
        except OSError:
            time.sleep(0.2)


if __name__ == "__main__":
    sys.exit(main())

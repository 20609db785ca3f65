"""The pilot portal: startups propose pilots to cities, reviewers judge them, approved pilots are followed to their end."""

from collections.abc import Mapping
from typing import Any

from flask import Flask
from werkzeug.middleware.proxy_fix import ProxyFix

from config import ROOT, Config

# The table of contents: each stage is a chapter of the story and may only look back.
STAGES = ("accounts", "papers", "programs", "sites", "partners", "demand", "events", "calls", "proposals", "reviews",
          "decisions", "pilots", "overview")


def create_app(overrides: Mapping[str, Any] | None = None) -> Flask:
    """The portal as a WSGI application; `overrides` replace settings of config.py."""
    from portal import cli, web
    from portal.foundation import ledger  # noqa: F401  (what every commit carries with it)
    from portal.foundation.db import db
    from portal.jobs import worker
    from portal.web.app import Portal

    app = Portal("portal", template_folder=str(ROOT / "templates"), static_folder=str(ROOT / "static"))
    app.config.from_object(Config())
    app.config.update(overrides or {})
    if app.config["TRUSTED_PROXIES"]:
        hops = app.config["TRUSTED_PROXIES"]
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=hops, x_proto=hops, x_host=hops)  # type: ignore[method-assign]
    db.init_app(app)
    tell_the_story()
    web.init_app(app)
    cli.init_app(app)
    if not app.testing:
        worker.wake_on_letters(app)
    return app


def tell_the_story() -> None:
    """Load every stage, so that all tables, grants, lives and reactions are known before the first request."""
    from importlib import import_module
    from importlib.util import find_spec

    for stage in STAGES:
        for part in ("models", "policy", "notices", "reactions"):
            name = f"portal.{stage}.{part}"
            if find_spec(name):
                import_module(name)

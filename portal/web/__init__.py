"""Pages: one file per noun, mirroring templates/; no rules and no SQL here."""

from importlib import import_module
from pkgutil import iter_modules

from flask import Blueprint, Flask

from portal.web import errors, filters, guard, reading, security, session


def init_app(app: Flask) -> None:
    """Everything a browser meets: safety first, then who it is, then the pages."""
    app.url_map.converters["int"] = reading.RowNumber
    security.init_app(app)
    session.init_app(app)
    guard.init_app(app)
    filters.init_app(app)
    errors.init_app(app)
    for pages in all_pages():
        app.register_blueprint(pages)


def all_pages() -> list[Blueprint]:
    """Every `pages` blueprint found in this folder, in order of file name."""
    found = []
    for module in sorted(iter_modules(__path__), key=lambda m: m.name):
        pages = getattr(import_module(f"{__name__}.{module.name}"), "pages", None)
        if isinstance(pages, Blueprint):
            found.append(pages)
    return found

"""The builder of a call: an overview, a page for each part, approval by a second person, copies, files, and trying it out."""

from portal.web.builder import borrowing, carrying, entries, moves, overview, starting, trying
from portal.web.builder.doors import pages

__all__ = ["borrowing", "carrying", "entries", "moves", "overview", "pages", "starting", "trying"]

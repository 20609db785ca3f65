"""Matching events: public pages, a company's own part, and the desk where they are run."""

from portal.web.events import (  # noqa: F401  (their pages register themselves)
    attendance,
    desk,
    following_up,
    inviting,
    meetings,
    own,
    public,
    questions,
)
from portal.web.events.blueprint import pages

__all__ = ["pages"]

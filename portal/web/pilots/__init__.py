"""Pages of pilots: the company's in /apply, the city's in /manage; both draw the same pages from their own side."""

from portal.web.pilots import checking, kpis, lists, milestones, one, starting  # noqa: F401  (they register their pages)
from portal.web.pilots.doors import pages

__all__ = ["pages"]

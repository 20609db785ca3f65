"""The catalog of testbed sites: public pages as list and map, and the desk where they are described."""

from portal.web.sites import blackouts, desk, photos, public  # noqa: F401  (their pages register themselves)
from portal.web.sites.blueprint import pages

__all__ = ["pages"]

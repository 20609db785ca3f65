"""Partner organizations: public pages, the desk of the city, and the room where partners tend what they offer."""

from portal.web.partners import desk, offers, people, public  # noqa: F401  (their pages register themselves)
from portal.web.partners.blueprint import pages

__all__ = ["pages"]

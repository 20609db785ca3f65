"""What is done with sites, by verb: described, closed for some days, photographed, loaded from a program file."""

from portal.sites.operations.blackouts import add_blackout, remove_blackout
from portal.sites.operations.describing import create_site, edit_site
from portal.sites.operations.loading import load_site
from portal.sites.operations.photos import add_photo, check_photo, remove_photo

__all__ = [
    "add_blackout",
    "add_photo",
    "check_photo",
    "create_site",
    "edit_site",
    "load_site",
    "remove_blackout",
    "remove_photo",
]

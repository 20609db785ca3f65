"""Pictures of a site: added with words for those who do not see them, taken away again, on record."""

from collections.abc import Mapping
from typing import Any

from portal.foundation import history
from portal.foundation.db import db
from portal.foundation.errors import Invalid
from portal.foundation.i18n import _
from portal.foundation.policy import require
from portal.foundation.stored_files import StoredFile
from portal.sites.models import Photo, Site
from portal.sites.typed import LINE_MOST, SiteTyped

MOST = 8


def check_photo(site: Site, typed: Mapping[str, Any], *, by: Any) -> dict[str, str]:
    """What the picture shows, from `alt_ko, alt_en`, if one more could come; asked before a byte is taken in.

    Raises Invalid.
    """
    require(by, "site.edit", site)
    read = SiteTyped(typed)
    alt = read.pair("alt", LINE_MOST)
    if len(site.photos) >= MOST:
        read.wrong("file", _("All %(count)s places are taken. Remove a file to add another.", count=MOST))
    read.done()
    return alt


def add_photo(site: Site, file: StoredFile, size: tuple[int, int], typed: Mapping[str, Any], *, by: Any) -> Photo:
    """Show a received picture of `size` (width and height in pixels). Raises Invalid, also for one that is here already."""
    alt = check_photo(site, typed, by=by)
    if any(each.file.sha256 == file.sha256 for each in site.photos):
        raise Invalid({"file": [_("This picture is here already.")]})
    photo = Photo(site_id=site.id, file=file, alt=alt, width=size[0], height=size[1])
    site.photos.append(photo)
    db.session.flush()
    history.record(site, "add_photo", by=by, file=file.name, sha256=file.sha256)
    return photo


def remove_photo(site: Site, photo_id: int, *, by: Any) -> None:
    """Show it no longer; one that is gone already changes nothing."""
    require(by, "site.edit", site)
    photo = next((each for each in site.photos if each.id == photo_id), None)
    if photo is None:
        return
    site.photos.remove(photo)
    db.session.delete(photo)
    history.record(site, "remove_photo", by=by, sha256=photo.file.sha256)

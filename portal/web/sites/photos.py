"""The pictures of a site."""

from flask import Response, flash, redirect, url_for

from portal.foundation.errors import Invalid
from portal.foundation.files import FileRefused
from portal.foundation.filing import NotNow
from portal.foundation.i18n import _
from portal.foundation.pictures import receive_picture
from portal.sites import operations
from portal.sites.models import Site
from portal.web.forms.sites import PhotoForm
from portal.web.session import me
from portal.web.sites.blueprint import pages
from portal.web.sites.desk import Page, described, page_of

MAX_BYTES = 15 * 10**6


@pages.post("/manage/sites/<code>/photos")
def add_photo(code: str) -> Page:
    """Add a picture with words for those who do not see it."""
    site, form = described(code), PhotoForm()
    try:
        form.validate()
        _take(site, form)
    except Invalid as invalid:
        form.take(invalid)
        return page_of(site, photo=form), 422
    except FileRefused as refused:
        form.take(Invalid({"file": [_(refused.template, **refused.params)]}))
        return page_of(site, photo=form), refused.status
    except NotNow as later:
        form.take(Invalid({"file": [later.words]}))
        return page_of(site, photo=form), later.status
    flash(_("The picture was added."))
    return redirect(url_for(".edit", code=code) + "#pictures")


@pages.post("/manage/sites/<code>/photos/<int:photo_id>/remove")
def remove_photo(code: str, photo_id: int) -> Response:
    """Show it no longer."""
    operations.remove_photo(described(code), photo_id, by=me())
    flash(_("The picture was taken away."))
    return redirect(url_for(".edit", code=code) + "#pictures")


def _take(site: Site, form: PhotoForm) -> None:
    operations.check_photo(site, form.data, by=me())
    upload = form.file.data
    if not getattr(upload, "filename", ""):
        raise Invalid({"file": [_("Choose a file first.")]})
    file, size = receive_picture(upload.stream, upload.filename, MAX_BYTES, me())
    operations.add_photo(site, file, size, form.data, by=me())

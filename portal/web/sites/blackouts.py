"""The days on which a site is closed."""

from flask import Response, flash, redirect, url_for

from portal.foundation.errors import Invalid
from portal.foundation.i18n import _
from portal.sites import operations
from portal.web.forms.sites import BlackoutForm
from portal.web.session import me
from portal.web.sites.blueprint import pages
from portal.web.sites.desk import Page, described, page_of


@pages.post("/manage/sites/<code>/blackouts")
def add_blackout(code: str) -> Page:
    """Close it on some days."""
    site, form = described(code), BlackoutForm()
    try:
        form.validate()
        operations.add_blackout(site, form.data, by=me())
    except Invalid as invalid:
        form.take(invalid)
        return page_of(site, blackout=form), 422
    flash(_("The days are in the calendar of the site."))
    return redirect(url_for(".edit", code=code) + "#closed")


@pages.post("/manage/sites/<code>/blackouts/<int:blackout_id>/remove")
def remove_blackout(code: str, blackout_id: int) -> Response:
    """Open it again on those days."""
    operations.remove_blackout(described(code), blackout_id, by=me())
    flash(_("The site is open on those days again."))
    return redirect(url_for(".edit", code=code) + "#closed")

"""The desk where sites are described: the list of those one may describe, a new one, and one with everything about it."""

from typing import Any

from flask import Response, flash, redirect, render_template, request, url_for

from portal.accounts.models import Department
from portal.foundation.errors import Invalid, Missing, Stale
from portal.foundation.i18n import _
from portal.sites import operations, queries
from portal.sites.kinds import KINDS
from portal.sites.models import Site
from portal.web.forms.sites import BlackoutForm, NewSiteForm, PhotoForm, SiteForm, kept
from portal.web.session import me
from portal.web.sites.blueprint import pages

Page = str | Response | tuple[str, int]
SHOWN = 30


@pages.get("/manage/sites")
def desk() -> Page:
    """The sites one may describe."""
    _departments()
    after = request.args.get("after", "")[:40].replace("\0", "")
    rows = queries.sites_described_by(me(), after=after, limit=SHOWN + 1)
    return render_template(
        "sites/desk.html", rows=rows[:SHOWN], kinds=KINDS, first=url_for("sites.desk") if after else None,
        following=url_for("sites.desk", after=rows[SHOWN - 1].code) if len(rows) > SHOWN else None)


@pages.route("/manage/sites/new", methods=["GET", "POST"])
def new() -> Page:
    """A new site."""
    departments = _departments()
    form, status = NewSiteForm().offer(departments), 200
    with form.telling():
        if form.is_submitted():
            status = 422
            if form.validate():
                site = operations.create_site(form.data, departments, by=me())
                flash(_("The site is in the catalog. Now add pictures and the days on which it is closed."))
                return redirect(url_for(".edit", code=site.code))
    return render_template("sites/new.html", form=form), status


@pages.route("/manage/sites/<code>", methods=["GET", "POST"])
def edit(code: str) -> Page:
    """One site: its description, the days it is closed, its pictures."""
    site = described(code)
    if request.method == "GET":
        return page_of(site)
    departments = _departments()
    form = SiteForm().offer(_of_the_same_city(site, departments))
    try:
        form.validate()
        operations.edit_site(site, form.data, departments, by=me(), seen=form.seen)
    except Invalid as invalid:
        form.take(invalid)
        return page_of(site, form=form), 422
    except Stale as stale:
        form.version.data = str(site.version)
        return page_of(site, form=form, refusal=stale.words), 409
    flash(_("Saved."))
    return redirect(url_for(".edit", code=code))


def described(code: str) -> Site:
    """A site that the reader may describe. Raises Missing."""
    return queries.get_described_site(code, viewer=me())


def page_of(site: Site, *, form: SiteForm | None = None, blackout: BlackoutForm | None = None, photo: PhotoForm | None = None,
            refusal: object = None) -> str:
    """The desk of one site; a form that was refused comes back as it was typed."""
    more: dict[str, Any] = {"blackout": blackout or BlackoutForm(formdata=None), "photo": photo or PhotoForm(formdata=None)}
    if form is None:
        form = SiteForm(formdata=None, data=kept(site)).offer(_of_the_same_city(site, _departments()))
    return render_template("sites/edit.html", site=site, form=form, refusal=refusal, **more)


def _of_the_same_city(site: Site, departments: list[Department]) -> list[Department]:
    return [each for each in departments if each.municipality_id == site.municipality_id]


def _departments() -> list[Department]:
    """The departments for which the reader may describe sites; whoever has none need not know of these pages."""
    found = queries.departments_for_sites(me())
    if not found and not me().has("administrator", "portal"):
        raise Missing
    return found

"""Interests of a company: register one at any time, change it, withdraw it; what came of them, and what waits in the pool."""

from flask import Blueprint, Response, flash, redirect, render_template, request, url_for

from portal.accounts.models import Company
from portal.accounts.queries import companies_of, municipalities
from portal.demand import operations
from portal.demand.models import Interest
from portal.demand.queries import challenges
from portal.demand.queries import interests as queries
from portal.demand.queries.pool import pool_entries_of
from portal.foundation.errors import Invalid, Missing, Refused, Stale
from portal.foundation.i18n import _, in_locale, locale
from portal.sites.queries import all_sites
from portal.web.forms.demand import InterestForm, NewInterestForm, field_choices
from portal.web.reading import number_in, seen_version
from portal.web.session import me

pages = Blueprint("interests", __name__, url_prefix="/apply/interests")
Page = str | Response | tuple[str, int]


@pages.get("")
def index() -> str:
    """What the reader's companies registered, whom they were connected with, and their entries in the pool."""
    return _index_page()


@pages.get("/new")
def new() -> str:
    """The form; `?challenge=` fills in the field and the place of a challenge one has just read."""
    form = NewInterestForm(formdata=None)
    form.tell.data = False
    number = number_in(request.args.get("challenge", ""))
    if number is not None:
        _take_over(form, number)
    return _new_page(form, companies_of(me()))


@pages.post("/new")
def register() -> Page:
    """Register it for one of the reader's companies."""
    companies, form = companies_of(me()), NewInterestForm()
    if not companies:
        return _new_page(form, companies), 409
    only = companies[0] if len(companies) == 1 else None
    company = next((each for each in companies if str(each.id) == form.company.data), only)
    try:
        if company is None:
            raise Invalid({"company": [_("Choose one from the list.")]})
        operations.register_interest(company, form.data, by=me())
    except Invalid as invalid:
        form.take(invalid)
        return _new_page(form, companies), 422
    flash(_("Your interest is registered. The people of the cities can see it now."))
    return redirect(url_for(".index"))


@pages.get("/<int:interest_id>")
def edit(interest_id: int) -> str:
    """The form to change it."""
    interest = queries.get_interest(interest_id, viewer=me())
    form = InterestForm(formdata=None, obj=interest)
    form.tell.data = interest.agreed_at is not None
    form.place.data = _place(interest.municipality_id, interest.site_id)
    return _edit_page(interest, form)


@pages.post("/<int:interest_id>")
def update(interest_id: int) -> Page:
    """Change it."""
    interest, form = queries.get_interest(interest_id, viewer=me()), InterestForm()
    try:
        operations.edit_interest(interest, form.data, by=me(), seen=form.seen)
    except Invalid as invalid:
        form.take(invalid)
        return _edit_page(interest, form), 422
    except (Refused, Stale) as refusal:
        form.version.data = str(interest.version)
        return _edit_page(interest, form, refusal.words), 409
    flash(_("Saved."))
    return redirect(url_for(".index"))


@pages.post("/<int:interest_id>/withdraw")
def withdraw(interest_id: int) -> Page:
    """Take it back."""
    interest = queries.get_interest(interest_id, viewer=me())
    try:
        operations.withdraw_interest(interest, by=me(), seen=seen_version())
    except (Refused, Stale) as refusal:
        return _index_page(refusal.words), 409
    flash(_("The interest is withdrawn. Nobody is shown it any more."))
    return redirect(url_for(".index"))


def _index_page(refusal: object = None) -> str:
    return render_template(
        "interests/index.html", companies=companies_of(me()), interests=queries.interests_of(me()), refusal=refusal,
        connected=queries.connected_with(me()), entries=pool_entries_of(me()))


def _take_over(form: InterestForm, number: int) -> None:
    try:
        challenge = challenges.get_challenge(number, viewer=me())
    except Missing:
        return
    form.field.data = challenge.field
    form.place.data = _place(challenge.department.municipality_id, challenge.site_id)


def _place(municipality_id: int | None, site_id: int | None) -> str:
    """How a place stands in the form: a site, a city, or nowhere in particular."""
    if site_id is not None:
        return f"site:{site_id}"
    return f"city:{municipality_id}" if municipality_id is not None else ""


def _new_page(form: NewInterestForm, companies: list[Company]) -> str:
    form.company.choices = [(str(each.id), each.name_in(locale())) for each in companies]
    _offer_choices(form)
    return render_template("interests/new.html", form=form, companies=companies)


def _edit_page(interest: Interest, form: InterestForm, refusal: object = None) -> str:
    _offer_choices(form)
    return render_template("interests/edit.html", interest=interest, form=form, refusal=refusal)


def _offer_choices(form: InterestForm) -> None:
    """Every field; every city, each followed by its sites."""
    form.field.choices = field_choices()
    sites = all_sites()
    form.place.choices = [("", _("Any city"))]
    for city in municipalities():
        name = in_locale(city.name)
        form.place.choices.append((f"city:{city.id}", name))
        form.place.choices += [(f"site:{site.id}", f"{name} · {in_locale(site.name)}") for site in sites
                               if site.municipality_id == city.id]

"""The shape of what is typed about a site, the days it is closed, and its pictures."""

from typing import Any

from wtforms import BooleanField, FileField, SelectField, TextAreaField
from wtforms.fields.choices import SelectChoice

from portal.accounts.models import Department
from portal.accounts.typed import printable
from portal.foundation.i18n import _l, in_locale
from portal.sites.kinds import KINDS, NETWORKS
from portal.sites.models import Site
from portal.web.forms.accounts import Marked, line
from portal.web.forms.telling import SeenForm, TellingForm

CHOOSE = SelectChoice("", _l("Choose"))


def chosen_from(label: object, choices: dict[str, object]) -> Any:
    """One of a list."""
    return SelectField(label, [Marked()], choices=[CHOOSE, *(SelectChoice(*each) for each in choices.items())],
                       validate_choice=False)


def lines(label: object) -> Any:
    """Several lines of text, optional."""
    return TextAreaField(label, filters=[printable])


class SiteForm(SeenForm):
    """A site; its code stands in it only while it is new."""

    name_ko = line(_l("Name in Korean"))
    name_en = line(_l("Name in English"), required=False)
    department = SelectField(_l("Department that owns it"), [Marked()], validate_choice=False)
    kind = chosen_from(_l("Kind of place"), KINDS)
    address = line(_l("Address"), required=False)
    latitude = line(_l("Latitude"), required=False, inputmode="decimal")
    longitude = line(_l("Longitude"), required=False, inputmode="decimal")
    power = BooleanField(_l("There is electric power"))
    network_kind = chosen_from(_l("Network"), NETWORKS)
    network_ko = line(_l("About the network, in Korean"), required=False)
    network_en = line(_l("About the network, in English"), required=False)
    video = BooleanField(_l("Video may be taken"))
    capacity = line(_l("Pilots at the same time"), required=False, inputmode="numeric")
    hours_ko = line(_l("Hours in Korean"), required=False)
    hours_en = line(_l("Hours in English"), required=False)
    permits_ko = lines(_l("Permits in Korean, one a line"))
    permits_en = lines(_l("Permits in English, one a line"))
    notes_ko = lines(_l("Good to know, in Korean"))
    notes_en = lines(_l("Good to know, in English"))

    def offer(self, departments: list[Department]) -> "SiteForm":
        """Let one choose among these departments."""
        self.department.choices = [CHOOSE] + [
            SelectChoice(str(each.id), f"{in_locale(each.municipality.name)} · {in_locale(each.name)}") for each in departments]
        return self


class NewSiteForm(SiteForm):
    """A site that is not here yet."""

    code = line(_l("Code"), spellcheck="false", autocomplete="off")


class BlackoutForm(TellingForm):
    """Days on which a site is closed."""

    starts_on = line(_l("First day"), type="date")
    ends_on = line(_l("Last day"), type="date")
    reason_ko = line(_l("Reason in Korean"))
    reason_en = line(_l("Reason in English"), required=False)


class PhotoForm(TellingForm):
    """A picture, and what it shows in words."""

    file = FileField(_l("Picture"), [Marked()])
    alt_ko = line(_l("What the picture shows, in Korean"))
    alt_en = line(_l("What the picture shows, in English"), required=False)


def kept(site: Site) -> dict[str, object]:
    """A site as its form shows it."""
    pairs = {f"{name}_{half}": getattr(site, name).get(half, "") for name in ("name", "network", "hours", "notes")
             for half in ("ko", "en")}
    halves = ("ko", "en") if any(each.get("en") for each in site.permits) else ("ko",)
    permits = {f"permits_{half}": "\n".join(each.get(half) or each["ko"] for each in site.permits) for half in halves}
    plain = {name: getattr(site, name) for name in (
        "kind", "address", "latitude", "longitude", "power", "network_kind", "video", "capacity", "version")}
    return {**pairs, **permits, **{name: "" if value is None else value for name, value in plain.items()},
            "department": str(site.department_id)}

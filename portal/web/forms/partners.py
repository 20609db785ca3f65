"""The shape of what is typed about a partner organization, its agreement, what it offers, and its people."""

from wtforms import SelectField
from wtforms.fields.choices import SelectChoice

from portal.accounts.models import Municipality
from portal.foundation.i18n import _l, in_locale
from portal.partners.countries import HOME, countries
from portal.partners.kinds import KINDS
from portal.partners.models import Offer, Partner
from portal.programs.fields import FIELDS
from portal.web.forms.accounts import Marked, line
from portal.web.forms.demand import several_lines
from portal.web.forms.sites import CHOOSE, chosen_from
from portal.web.forms.telling import SeenForm, TellingForm


class PartnerForm(SeenForm):
    """A partner; its municipality and code stand in it only while it is new, the days once there was an agreement."""

    name_ko = line(_l("Name in Korean"))
    name_en = line(_l("Name in English"), required=False)
    country = SelectField(_l("Country"), [Marked()], validate_choice=False, default=HOME)
    brn = line(_l("Business registration number"), required=False, inputmode="numeric")
    homepage = line(_l("Website"), required=False, inputmode="url")
    strength_ko = line(_l("Strength in one line"), maxlength=100)
    strength_en = line(_l("Strength in one line, in English"), required=False, maxlength=100)
    policy_ko = several_lines(_l("How it supports companies"), 2000, required=False)
    policy_en = several_lines(_l("How it supports companies, in English"), 2000, required=False)
    note = several_lines(_l("Internal note"), 2000, required=False, rows=3)

    def offer(self) -> "PartnerForm":
        """Let one choose the country."""
        self.country.choices = [SelectChoice(*each) for each in countries().items()]
        return self


class NewPartnerForm(PartnerForm):
    """A partner that is not here yet."""

    municipality = SelectField(_l("Municipality"), [Marked()], validate_choice=False)
    code = line(_l("Code"), spellcheck="false", autocomplete="off")

    def offer_to(self, municipalities: list[Municipality]) -> "NewPartnerForm":
        """Let one choose among these municipalities."""
        self.offer()
        self.municipality.choices = ([CHOOSE] if len(municipalities) > 1 else []) + [
            SelectChoice(str(each.id), in_locale(each.name)) for each in municipalities]
        return self


class AgreementForm(SeenForm):
    """The two days of an agreement."""

    agreed_on = line(_l("First day of the agreement"), type="date")
    ends_on = line(_l("Last day of the agreement"), required=False, type="date")


class AgreedPartnerForm(PartnerForm, AgreementForm):
    """A partner with whom there is, or was, an agreement."""


class OfferForm(SeenForm):
    """Something a partner gives."""

    kind = chosen_from(_l("Kind of offer"), KINDS)
    field = SelectField(_l("Subject area"), validate_choice=False)
    title_ko = line(_l("Name of the offer"), maxlength=100)
    text_ko = several_lines(_l("What a company gets"), 2000)
    slots = line(_l("Number of companies"), inputmode="numeric")
    opens_on = line(_l("Can be asked for from"), type="date")
    closes_on = line(_l("Can be asked for until"), type="date")
    abroad = SelectField(_l("Country to which papers go"), validate_choice=False)
    title_en = line(_l("Name of the offer in English"), required=False, maxlength=100)
    text_en = several_lines(_l("What a company gets, in English"), 2000, required=False)

    def offer(self) -> "OfferForm":
        """Let one choose the subject area and the country."""
        self.field.choices = [SelectChoice("", _l("Any subject area")), *(SelectChoice(*each) for each in FIELDS.items())]
        self.abroad.choices = [SelectChoice("", _l("None: everything stays in Korea")),
                               *(SelectChoice(*each) for each in countries().items() if each[0] != HOME)]
        return self


class StaffForm(TellingForm):
    """Who is invited to tend what a partner offers."""

    email = line(_l("E-mail"), type="email", autocomplete="off", spellcheck="false")


def kept_partner(partner: Partner) -> dict[str, object]:
    """A partner as its form shows it."""
    plain = {name: getattr(partner, name) for name in ("country", "brn", "homepage", "note", "version")}
    return plain | _halves(partner, "name", "strength", "policy") | kept_days(partner)


def kept_days(partner: Partner) -> dict[str, object]:
    """The days of the agreement as their form shows them."""
    return {"version": partner.version} | {name: str(getattr(partner, name) or "") for name in ("agreed_on", "ends_on")}


def kept_offer(offer: Offer) -> dict[str, object]:
    """An offer as its form shows it."""
    plain = {name: str(getattr(offer, name)) for name in (
        "kind", "field", "slots", "opens_on", "closes_on", "abroad", "version")}
    return plain | _halves(offer, "title", "text")


def _halves(row: Partner | Offer, *names: str) -> dict[str, object]:
    return {f"{name}_{half}": getattr(row, name).get(half, "") for name in names for half in ("ko", "en")}

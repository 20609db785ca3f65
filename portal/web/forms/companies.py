"""The shape of what is typed about a company and the people invited to it."""

from wtforms import RadioField
from wtforms.fields.choices import SelectChoice

from portal.foundation.i18n import _l
from portal.web.forms.accounts import Marked, line
from portal.web.forms.telling import SeenForm, TellingForm


class CompanyForm(SeenForm):
    """A company's file; the registration number stands in it only while it is new."""

    name_ko = line(_l("Company name"), autocomplete="organization")
    name_en = line(_l("Name in English"), required=False)
    representative = line(_l("Representative"))
    address = line(_l("Address"), required=False, autocomplete="street-address")
    founded = line(_l("Year founded"), required=False, inputmode="numeric")
    staff = line(_l("Number of staff"), required=False, inputmode="numeric")
    field = line(_l("Field of business"), required=False)
    one_line = line(_l("Strength in one line"), required=False, maxlength=100)
    homepage = line(_l("Website"), required=False, inputmode="url", autocomplete="url")


class NewCompanyForm(CompanyForm):
    """A company that is registered for the first time."""

    brn = line(_l("Business registration number"), inputmode="numeric")


class InviteForm(TellingForm):
    """Who is invited, and as what."""

    email = line(_l("E-mail"), type="email", autocomplete="off", spellcheck="false")
    role = RadioField(_l("Role in the company"), [Marked()], choices=[
        SelectChoice("member", _l("Member: writes and submits proposals")),
        SelectChoice("writer", _l("Writer: writes proposals, but does not submit them")),
        SelectChoice("owner", _l("Owner: also changes the company's file and its people")),
    ], default="member", validate_choice=False)

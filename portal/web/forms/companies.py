"""The shape of what is typed about a company and the people invited to it."""

from wtforms import HiddenField, RadioField
from wtforms.fields.choices import SelectChoice

from portal.foundation.i18n import _l
from portal.web.forms.accounts import AccountForm, Marked, line


class CompanyForm(AccountForm):
    """A company's file; the registration number stands in it only while it is new."""

    version = HiddenField()
    name_ko = line(_l("Company name"), autocomplete="organization")
    name_en = line(_l("Name in English"), required=False)
    representative = line(_l("Representative"))
    address = line(_l("Address"), required=False, autocomplete="street-address")
    founded = line(_l("Year of foundation"), required=False, inputmode="numeric")
    staff = line(_l("Number of staff"), required=False, inputmode="numeric")
    one_line = line(_l("What the company does, in one line"), required=False)

    @property
    def seen(self) -> int:
        """The version looked at; -1, which no row has, when the form does not say."""
        text = str(self.version.data or "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


class NewCompanyForm(CompanyForm):
    """A company that is registered for the first time."""

    brn = line(_l("Business registration number"), inputmode="numeric")


class InviteForm(AccountForm):
    """Who is invited, and as what."""

    email = line(_l("E-mail"), type="email", autocomplete="off", spellcheck="false")
    role = RadioField(_l("Role in the company"), [Marked()], choices=[
        SelectChoice("member", _l("Member: writes and submits proposals")),
        SelectChoice("owner", _l("Owner: also changes the company's file and its people")),
    ], default="member", validate_choice=False)

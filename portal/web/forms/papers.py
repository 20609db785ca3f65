"""The shape of what is typed about a document or an award in a company's file."""

from wtforms import FileField, HiddenField, SelectField
from wtforms.fields.choices import SelectChoice

from portal.foundation.i18n import _l
from portal.papers.kinds import AWARD, KINDS
from portal.web.forms.accounts import Marked, line
from portal.web.forms.telling import SeenForm

OFFERED = [SelectChoice(*each) for each in (("", _l("Choose")), *KINDS.items())]


class PaperForm(SeenForm):
    """A document with its dates."""

    kind = SelectField(_l("Kind of document"), [Marked()], choices=OFFERED, validate_choice=False)
    title = line(_l("Name of the document"), required=False)
    issued_on = line(_l("Issued on"), required=False, type="date")
    valid_until = line(_l("Valid until"), required=False, type="date")
    file = FileField(_l("File"))


class AwardForm(SeenForm):
    """An award with its proof."""

    kind = HiddenField(default=AWARD)
    title = line(_l("Name of the award"))
    giver = line(_l("Given by"))
    year = line(_l("Year"), inputmode="numeric")
    file = FileField(_l("Proof"))

"""The shape of what is typed about a municipality, a department and a program."""

from wtforms import SelectField, SelectMultipleField
from wtforms.fields.choices import SelectChoice

from portal.accounts.models import Department
from portal.foundation.i18n import _l, in_locale
from portal.programs.intake import INTAKE
from portal.web.forms.accounts import Marked, line
from portal.web.forms.telling import SeenForm


class NameForm(SeenForm):
    """The name of a municipality or a department in both languages."""

    name_ko = line(_l("Name in Korean"))
    name_en = line(_l("Name in English"), required=False)


class MunicipalityForm(NameForm):
    """A new municipality."""

    code = line(_l("Code"), spellcheck="false", autocomplete="off")


class ProgramForm(SeenForm):
    """A program; its code stands in it only while it is new."""

    title_ko = line(_l("Title in Korean"))
    title_en = line(_l("Title in English"), required=False)
    department = SelectField(_l("Department that answers for it"), [Marked()], validate_choice=False)
    operator_ko = line(_l("Operator in Korean"), required=False)
    operator_en = line(_l("Operator in English"), required=False)
    intake = SelectMultipleField(_l("How ideas come in"), [Marked()], validate_choice=False,
                                 choices=[SelectChoice(*kind) for kind in INTAKE.items()])

    def offer(self, departments: list[Department]) -> "ProgramForm":
        """Let one choose among these departments."""
        self.department.choices = [SelectChoice("", _l("Choose"))] + [
            SelectChoice(str(each.id), f"{in_locale(each.municipality.name)} · {in_locale(each.name)}") for each in departments]
        return self


class NewProgramForm(ProgramForm):
    """A program that is not here yet."""

    code = line(_l("Code"), spellcheck="false", autocomplete="off")

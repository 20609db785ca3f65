"""The shape of what is typed about pilots: claims, checks, readings, dates; the rules stand in the stage."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from flask_wtf.file import FileField, MultipleFileField
from wtforms import DateField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, StopValidation

from portal.accounts.models import Department
from portal.foundation.i18n import _, _l, in_locale
from portal.web.forms.telling import SeenForm

FILL_IN = _l("Fill this in.")


class DayField(DateField):
    """A calendar day as browsers send it, 2026-07-01; anything else is said in our own words."""

    def process_formdata(self, valuelist: list[str]) -> None:
        """Keep what was typed; `data` is None unless it is a day."""
        self.data = None
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(_("Write a date such as 2026-07-01.")) from None

    @property
    def typed(self) -> str:
        """What stands in the field: what was typed, else the day, else nothing."""
        if self.raw_data:
            return str(self.raw_data[0])[:40]
        return self.data.isoformat() if self.data else ""

    def pre_validate(self, form: Any) -> None:
        """A day is always asked for."""
        if self.data is None and not self.errors:
            raise StopValidation(_("Write a date such as 2026-07-01."))


class ClaimForm(SeenForm):
    """A claim: what was done, and the files that show it."""

    note = TextAreaField(_l("What was done"))
    files = MultipleFileField(_l("Evidence"))


class ReturnForm(SeenForm):
    """Why a claim goes back."""

    reason = TextAreaField(_l("What is missing and what to do"), [InputRequired(FILL_IN)])


class AcceptForm(SeenForm):
    """A word that goes with the acceptance, if any."""

    note = TextAreaField(_l("A word to the other side"))


class RescheduleForm(SeenForm):
    """A new due date and why."""

    due_on = DayField(_l("New due date"))
    reason = TextAreaField(_l("Reason for the change"), [InputRequired(FILL_IN)])


class EndForm(SeenForm):
    """Why an agreement ends early."""

    reason = TextAreaField(_l("Reason for ending it"), [InputRequired(FILL_IN)])


class ReadingForm(SeenForm):
    """One measured value."""

    value = StringField(_l("Measured value"), [InputRequired(FILL_IN)])
    measured_on = DayField(_l("Measured on"))
    note = TextAreaField(_l("How it was measured"))
    file = FileField(_l("Evidence"))


class VoidForm(SeenForm):
    """Why a reading does not count."""

    reason = TextAreaField(_l("Why it does not count"), [InputRequired(FILL_IN)])


class StartForm(SeenForm):
    """First day and host; `start_form` adds a due date for each milestone."""

    starts_on = DayField(_l("First day"))
    department = SelectField(_l("Hosting department"), validate_choice=False)

    def dues(self) -> dict[str, date]:
        """Due dates by milestone key."""
        return {name.removeprefix("due_"): field.data for name, field in self._fields.items()
                if name.startswith("due_") and field.data}

    def chosen(self, hosts: Iterable[Department]) -> Department | None:
        """The department that was chosen, if it is one of these."""
        return next((host for host in hosts if str(host.id) == self.department.data), None)


def start_form(milestones: Iterable[Any], hosts: Iterable[Department], *, typed: bool = True, **values: Any) -> StartForm:
    """The form for one call: `milestones` have `.key`; `values` are shown until something is typed, or even then."""
    fields = {f"due_{milestone.key}": DayField(_l("Due date")) for milestone in milestones}
    form: StartForm = type("StartForm", (StartForm,), fields)(data=values, **({} if typed else {"formdata": None}))
    form.department.choices = [SelectChoice("", _("Choose"))] + [
        SelectChoice(str(host.id), in_locale(host.name)) for host in hosts]
    return form

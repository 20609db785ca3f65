"""The shape of what is typed about a challenge, an interest and a reason for a decision."""

from typing import Any

from wtforms import BooleanField, RadioField, SelectField, TextAreaField

from portal.accounts.typed import printable
from portal.foundation.i18n import _, _l
from portal.programs.fields import FIELDS
from portal.web.forms.accounts import Marked, line
from portal.web.forms.telling import SeenForm


def several_lines(label: object, most: int, *, required: bool = True, rows: int = 5) -> Any:
    """Several lines of text, shown again as they were typed."""
    marks = [Marked()] if required else []
    return TextAreaField(label, marks, filters=[printable], render_kw={"rows": rows, "maxlength": most})


def field_choices() -> list[tuple[str, object]]:
    """Every field, after an empty choice."""
    return [("", _("Choose one")), *FIELDS.items()]


class ChallengeForm(SeenForm):
    """A challenge as it is written; the operation says what is missing."""

    title_ko = line(_l("Title"), maxlength=120)
    field = SelectField(_l("Subject area"), [Marked()], validate_choice=False)
    site_id = SelectField(_l("Place, if it is one of our testbed sites"), validate_choice=False)
    problem_ko = several_lines(_l("The problem"), 2000)
    figure = line(_l("Today's figure"), inputmode="decimal")
    unit = line(_l("Unit"))
    source = line(_l("Where the figure is from"), maxlength=200)
    measure_ko = line(_l("How success is measured"), maxlength=200)
    target = line(_l("Target"), maxlength=200)
    data_ko = several_lines(_l("Data offered"), 2000, rows=3)
    closes_on = line(_l("Answers until"), type="date")
    title_en = line(_l("Title in English"), required=False, maxlength=120)
    problem_en = several_lines(_l("The problem in English"), 2000, required=False)
    measure_en = line(_l("How success is measured, in English"), required=False, maxlength=200)
    data_en = several_lines(_l("Data offered, in English"), 2000, required=False, rows=3)


class NewChallengeForm(ChallengeForm):
    """A challenge that is begun: whose it is, too."""

    department = SelectField(_l("Department"), [Marked()], validate_choice=False)


class InterestForm(SeenForm):
    """What a company can do and would like to test."""

    field = SelectField(_l("Subject area"), [Marked()], validate_choice=False)
    strength = line(_l("What you can do, in one line"), maxlength=100)
    wish = several_lines(_l("What you would like to test"), 1000)
    place = SelectField(_l("Where you would like to test it"), validate_choice=False)
    tell = BooleanField(_l("Tell me by e-mail when a call opens that fits this interest."))


class NewInterestForm(InterestForm):
    """An interest that is registered: for which company, too."""

    company = RadioField(_l("Company"), [Marked()], validate_choice=False)

"""The shape of what reviewers and the managers of panels type."""

from typing import Any

from wtforms import BooleanField, DateField, RadioField, SelectField, StringField, TextAreaField
from wtforms.fields.choices import SelectChoice
from wtforms.validators import InputRequired, Length, Optional

from portal.accounts.typed import printable
from portal.calls.definition import Stage
from portal.foundation.i18n import _l, locale
from portal.reviews.composition import GROUPS
from portal.reviews.relations import KINDS
from portal.web.forms.telling import SeenForm, TellingForm

FILL_IN = _l("Fill this in.")
MOST_WORDS = 1000


class RecusalForm(SeenForm):
    """Why a reviewer steps down."""

    kind = RadioField(_l("What is your relation to this company?"), [InputRequired(_l("Choose what kind of relation it is."))],
                      choices=[SelectChoice(*one) for one in KINDS.items()], validate_choice=False)
    words = TextAreaField(_l("In your own words"), [Length(max=MOST_WORDS)], filters=[printable],
                          description=_l("Only the managers of the call read this, never the company."))
    known_on = DateField(_l("Since when have you known?"), [Optional()], render_kw={"type": "date"},
                         description=_l("A relation must be reported within 14 days of learning of it."))


class InvitationForm(TellingForm):
    """Somebody for the panel."""

    email = StringField(_l("E-mail"), [InputRequired(FILL_IN)], filters=[printable],
                        render_kw={"type": "email", "autocomplete": "off", "spellcheck": "false"})
    name = StringField(_l("Name"), [InputRequired(FILL_IN)], filters=[printable], render_kw={"autocomplete": "off"})
    body = SelectField(_l("Scores with"), [InputRequired(_l("Choose whom this person scores with."))], validate_choice=False)
    group = SelectField(_l("Group"), [InputRequired(_l("Choose a group."))],
                        choices=[SelectChoice(*one) for one in GROUPS.items()], validate_choice=False)
    field = StringField(_l("Field"), filters=[printable], description=_l("What this person knows best, in a word or two."))
    substitute = BooleanField(_l("As a substitute, called when a member steps down"))

    @classmethod
    def to(cls, stage: Stage, **more: Any) -> "InvitationForm":
        """The form for one stage: whom the person scores with is asked only where there are several bodies."""
        form = cls(**more)
        if stage.bodies:
            form.body.choices = [SelectChoice(body.key, body.label.in_(locale())) for body in stage.bodies]
        else:
            del form.body
        return form


class ReasonForm(SeenForm):
    """Why something that was settled is opened again."""

    reason = TextAreaField(_l("Reason"), [InputRequired(FILL_IN), Length(max=MOST_WORDS)], filters=[printable])

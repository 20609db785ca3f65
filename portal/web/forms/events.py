"""The shape of what is typed about an event."""

from wtforms import SelectField, SelectMultipleField

from portal.events.kinds import KINDS
from portal.foundation.i18n import _l
from portal.web.forms.accounts import Marked, line
from portal.web.forms.demand import several_lines
from portal.web.forms.sites import chosen_from
from portal.web.forms.telling import SeenForm


class EventForm(SeenForm):
    """An event as it is written; the operation says what is missing."""

    title_ko = line(_l("Name of the event"), maxlength=120)
    kind = chosen_from(_l("Kind of event"), KINDS)
    text_ko = several_lines(_l("What it is about"), 3000)
    starts_at = line(_l("Begins at"), type="datetime-local")
    ends_at = line(_l("Ends at"), type="datetime-local")
    reply_by = line(_l("Answer by"), type="datetime-local")
    place_ko = line(_l("Venue"), required=False, maxlength=200)
    link = line(_l("Web address of an online event"), required=False, maxlength=200, inputmode="url")
    parties = SelectMultipleField(_l("Who takes part for the city"), [Marked()], validate_choice=False)
    slot_minutes = line(_l("Length of one meeting"), required=False, inputmode="numeric")
    meet_from = line(_l("Meetings from"), required=False, type="time")
    meet_until = line(_l("Meetings until"), required=False, type="time")
    title_en = line(_l("Name of the event in English"), required=False, maxlength=120)
    text_en = several_lines(_l("What it is about, in English"), 3000, required=False)
    place_en = line(_l("Venue in English"), required=False, maxlength=200)


class NewEventForm(EventForm):
    """An event that is begun: under which program, too."""

    program = SelectField(_l("Program"), [Marked()], validate_choice=False)

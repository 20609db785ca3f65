"""What a call does when it is published: it is told to the companies that registered an interest it fits."""

from typing import Any

from portal.calls.lifecycle import CALL
from portal.calls.models import Call
from portal.calls.notices import call_fits_interest
from portal.demand.queries.interests import contacts_of, interests_for
from portal.foundation import outbox
from portal.programs.fields import FIELDS, related_to

FIELD_QUESTION = "category"


@CALL.after("publish")
def interested_companies_are_told(call: Call, *, by: Any) -> None:
    """One e-mail for each interest in this city, or in any, whose field is a choice of the form or close to one; a call that
    does not ask for a field may be for everyone."""
    asked = {choice.key for each in call.definition.questions if each.key == FIELD_QUESTION for choice in each.choices or ()}
    interests = interests_for(call.program.municipality_id, related_to(asked or FIELDS))
    people = contacts_of(interests)
    for interest in interests:
        if interest.id in people:
            outbox.owe(call_fits_interest(call, interest, people[interest.id]))

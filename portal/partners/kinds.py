"""What kinds of offers there are, in the city's words."""

from portal.foundation.i18n import _l

KINDS = {
    "technology": _l("Technology"), "poc_slot": _l("Place for a pilot"), "training": _l("Training"),
    "overseas": _l("Way into markets abroad"), "mentoring": _l("Mentoring"),
}

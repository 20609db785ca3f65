"""Words people type outside the form of the call: notes and reasons, tidied and checked."""

import unicodedata

from portal.calls.definition.texts import name_of, refused_in
from portal.foundation.errors import Invalid
from portal.foundation.i18n import _

REASON_LEAST, REASON_MOST = 5, 1000


def tidied(text: str, field: str, *, least: int = 0, most: int = REASON_MOST) -> str:
    """NFC, "\\n" as line end, outer blanks gone. Raises Invalid for a length outside the limits or a control character."""
    text = unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()
    refused = next(refused_in(text), None)
    if refused is not None:
        raise Invalid({field: [_("Remove the character %(name)s.", name=name_of(refused))]})
    if len(text) < least:
        words = _("Write at least %(least)s characters; whoever it concerns reads it word for word.", least=least)
        raise Invalid({field: [words]})
    if len(text) > most:
        raise Invalid({field: [_("Write at most %(most)s characters; there are %(length)s now.", most=most, length=len(text))]})
    return text

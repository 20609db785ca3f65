"""Words and figures people type about a pilot, tidied before they are kept; what cannot be kept is refused beside its field."""

import unicodedata
from datetime import date

from portal.calls.answers.checks import MAX_DIGITS, NUMBER
from portal.calls.answers.drafts import DECIMAL
from portal.calls.definition.texts import name_of, refused_in
from portal.foundation.errors import Invalid
from portal.foundation.i18n import _

REASON_LEAST, REASON_MOST = 10, 1000
NOTE_MOST = 2000
FIRST_DAY, LAST_DAY = date(2020, 1, 1), date(2040, 12, 31)
LAST_DUE = date(2060, 12, 31)


def tidied(text: str, field: str, *, least: int = 0, most: int) -> str:
    """The text in NFC with line ends as "\\n" and outer blanks gone. Raises Invalid for `field`; lengths in code points."""
    unified = text.replace("\r\n", "\n").replace("\r", "\n")
    for character in refused_in(unified):
        raise Invalid({field: [_("Remove the character %(name)s.", name=name_of(character))]})
    value = unicodedata.normalize("NFC", unified).strip()
    if len(value) < least:
        raise Invalid({field: [_("Write at least %(least)s characters.", least=least)]})
    if len(value) > most:
        message = _("Write at most %(most)s characters; there are %(length)s now.", most=most, length=len(value))
        raise Invalid({field: [message]})
    return value


def reason_in(text: str, field: str = "reason") -> str:
    """A reason that somebody else can understand: 10 to 1,000 characters. Raises Invalid."""
    return tidied(text, field, least=REASON_LEAST, most=REASON_MOST)


def number_in(text: str, field: str = "value") -> str:
    """A decimal text as in answers: ASCII digits, at most 12 of them and 4 decimals, "1,200" as 1200. Raises Invalid."""
    value = text.strip()
    value = value.replace(",", "") if DECIMAL.fullmatch(value) else value
    if not NUMBER.fullmatch(value) or sum(character.isdigit() for character in value) > MAX_DIGITS:
        message = _("Write a number of at most %(digits)s digits, at most 4 of them decimals.", digits=MAX_DIGITS)
        raise Invalid({field: [message]})
    return value


def day_within(day: date | None, field: str, first: date, last: date) -> date:
    """A day from `first` to `last`, both included. Raises Invalid."""
    if day is None or not first <= day <= last:
        raise Invalid({field: [_("Choose a day from %(first)s to %(last)s.", first=written(first), last=written(last))]})
    return day


def written(day: date) -> str:
    """2026.11.22, for sentences and letters."""
    return f"{day:%Y.%m.%d}"

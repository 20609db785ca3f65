"""Countries by their two letters (ISO 3166), in the reader's language; Korea first."""

import re
from functools import lru_cache

from babel import Locale

from portal.foundation.i18n import locale

HOME = "KR"
LETTERS = re.compile(r"[A-Z]{2}")
NO_COUNTRIES = {"EU", "EZ", "QO", "UN", "XA", "XB", "ZZ"}


def countries() -> dict[str, str]:
    """Every country: its letters and its name, Korea first, then by name."""
    return _named(locale())


def country_name(letters: str) -> str:
    """The name of a country, or the letters of one that no list knows."""
    return countries().get(letters, letters)


@lru_cache
def _named(language: str) -> dict[str, str]:
    names = {key: name for key, name in Locale.parse(language).territories.items()
             if LETTERS.fullmatch(key) and key not in NO_COUNTRIES}
    return {HOME: names[HOME]} | dict(sorted(names.items(), key=lambda each: each[1]))

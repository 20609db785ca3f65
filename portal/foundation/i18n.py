"""Words in two languages: Korean first, English complete; message ids are the English text."""

from collections.abc import Mapping

from flask_babel import force_locale, get_locale, ngettext
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

LOCALES = ("ko", "en")


def locale() -> str:
    """The reader's language, "ko" or "en"; Korean where nobody is reading."""
    current = get_locale()
    return current.language if current and current.language in LOCALES else "ko"


def in_locale(words: Mapping[str, str]) -> str:
    """The reader's half of a `{"ko": …, "en": …}` pair, or the other half rather than nothing."""
    mine = locale()
    return words.get(mine) or words.get("ko") or words.get("en") or ""


__all__ = ["LOCALES", "_", "_l", "force_locale", "in_locale", "locale", "ngettext"]

"""What people type about needs and offers: long texts, figures, days and choices, every problem said beside its field."""

import re
from collections.abc import Container
from datetime import date, datetime, timedelta

from portal.accounts.typed import Typed
from portal.foundation.clock import end_of, today
from portal.foundation.i18n import _

FIGURE = re.compile(r"-?[0-9]{1,12}(\.[0-9]{1,6})?")
FURTHEST = timedelta(days=3 * 366)


class TypedNeed(Typed):
    """Reads the fields of a challenge or an interest; `done` raises Invalid with everything that is wrong."""

    def figure(self, name: str, *, required: bool = False) -> str:
        """A number as people write it, without its thousands commas; or nothing."""
        text = self.line(name, 40, required=required).replace(",", "")
        if text and not FIGURE.fullmatch(text):
            self.wrong(name, _("Write a number such as 42 or 3.5; the unit goes into its own field."))
        return text

    def last_day(self, name: str, *, required: bool = False) -> datetime | None:
        """The last second of a day from today to three years ahead, by Seoul's calendar; or nothing."""
        text = self.line(name, 40, required=required)
        if not text:
            return None
        try:
            day = date.fromisoformat(text)
        except ValueError:
            self.wrong(name, _("Write the day as in 2026-12-31."))
            return None
        if not today() <= day <= today() + FURTHEST:
            self.wrong(name, _("Choose a day from today to three years ahead."))
            return None
        return end_of(day)

    def one_of(self, name: str, choices: Container[str], *, required: bool = False) -> str:
        """One of the choices, or nothing."""
        chosen = self.line(name, 80)
        if chosen and chosen not in choices or required and not chosen:
            self.wrong(name, _("Choose one from the list."))
            return ""
        return chosen

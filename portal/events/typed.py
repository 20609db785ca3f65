"""What people type about an event and what happens there: instants by Seoul's clock, who takes part, wishes and outcomes."""

from collections.abc import Collection, Container
from datetime import datetime, time, timedelta

from portal.accounts.typed import Typed, printable
from portal.foundation.clock import KST, in_seoul, now
from portal.foundation.i18n import _

FURTHEST = timedelta(days=3 * 366)
INSTANT = "%Y-%m-%dT%H:%M"


def as_typed(moment: datetime | None) -> str:
    """An instant as a date-and-time input holds it, by Seoul's clock."""
    return f"{in_seoul(moment):{INSTANT}}" if moment else ""


class TypedEvent(Typed):
    """Reads the fields of an event, a meeting, a result; `done` raises Invalid with everything that is wrong."""

    def instant(self, name: str, *, required: bool = False) -> datetime | None:
        """A minute such as 2026-12-01T14:00 by Seoul's clock, within three years of now; or nothing."""
        text = self.line(name, 40, required=required)
        if not text:
            return None
        try:
            found = datetime.strptime(text[:16], INSTANT).replace(tzinfo=KST) if text.isascii() else None
        except ValueError:
            found = None
        if found is None or not now() - FURTHEST <= found <= now() + FURTHEST:
            self.wrong(name, _("Write the day and the time, at most three years from now."))
            return None
        return found

    def minute(self, name: str, day: datetime | None) -> datetime | None:
        """A time such as 14:00 on that day by Seoul's clock, or nothing."""
        text = self.line(name, 20)
        if not text or day is None:
            return None
        try:
            return datetime.combine(in_seoul(day).date(), time.fromisoformat(text[:5]), KST)
        except ValueError:
            self.wrong(name, _("Write a time such as 14:00."))
            return None

    def one_of(self, name: str, choices: Container[str], *, required: bool = False) -> str:
        """One of the choices, or nothing."""
        chosen = self.line(name, 80)
        if chosen and chosen not in choices or required and not chosen:
            self.wrong(name, _("Choose one from the list."))
            return ""
        return chosen

    def several_of(self, name: str, choices: Collection[str], *, required: bool = False) -> list[str]:
        """Those of the choices that were ticked, in the order of the choices."""
        ticked = {printable(each) for each in self.fields.get(name) or ()}
        if ticked - set(choices) or required and not ticked:
            self.wrong(name, _("Choose at least one from the list.") if required else _("Choose from the list."))
        return [each for each in choices if each in ticked]

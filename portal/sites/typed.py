"""What people type about a site: read field by field, every problem said beside its field."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from itertools import zip_longest
from typing import Any

from portal.accounts.models import Department
from portal.accounts.typed import Typed, printable
from portal.foundation.i18n import _
from portal.sites.kinds import KINDS, NETWORKS

NAME_MOST, LINE_MOST, TEXT_MOST, PERMITS_MOST, CAPACITY_MOST = 100, 200, 2000, 10, 100
DEGREES = re.compile(r"\d{1,3}(\.\d{1,10})?")
LATITUDES, LONGITUDES = (33, 39), (124, 132)
YEARS = (2000, 2100)


class SiteTyped(Typed):
    """Reads the fields of a site."""

    def everything(self, departments: Sequence[Department]) -> dict[str, Any]:
        """Every column that one may change; `department` is the id of one of `departments`."""
        latitude, longitude = self.position()
        return {
            "department": self.department(departments), "name": self.pair("name", NAME_MOST),
            "kind": self.one_of("kind", KINDS), "address": self.line("address", LINE_MOST),
            "latitude": latitude, "longitude": longitude, "power": bool(self.fields.get("power")),
            "network_kind": self.one_of("network_kind", NETWORKS),
            "network": self.pair("network", LINE_MOST, required=False), "permits": self.permits(),
            "video": bool(self.fields.get("video")), "hours": self.pair("hours", LINE_MOST, required=False),
            "capacity": self.number("capacity", 1, CAPACITY_MOST),
            "notes": {"ko": self.text("notes_ko", TEXT_MOST), "en": self.text("notes_en", TEXT_MOST)},
        }

    def department(self, departments: Sequence[Department]) -> Department | None:
        chosen = str(self.fields.get("department") or "")
        found = next((each for each in departments if str(each.id) == chosen), None)
        if found is None:
            self.wrong("department", _("Choose the department that owns the site."))
        return found

    def one_of(self, name: str, choices: Mapping[str, object]) -> str:
        chosen = str(self.fields.get(name) or "")
        if chosen not in choices:
            self.wrong(name, _("Choose one from the list."))
        return chosen

    def position(self) -> tuple[float | None, float | None]:
        """Latitude and longitude in degrees inside Korea, both or neither."""
        found = self._degrees("latitude", *LATITUDES), self._degrees("longitude", *LONGITUDES)
        for name, mine, other in (("latitude", *found), ("longitude", *found[::-1])):
            if mine is None and other is not None and name not in self.problems:
                self.wrong(name, _("Write both latitude and longitude, or neither."))
        return found

    def _degrees(self, name: str, least: int, most: int) -> float | None:
        text = printable(self.fields.get(name)).strip()
        if not text:
            return None
        value = float(text) if DEGREES.fullmatch(text) and text.isascii() else -1.0
        if not least <= value <= most:
            self.wrong(name, _("Write degrees between %(least)s and %(most)s, such as %(example)s.", least=least, most=most,
                               example=f"{least + 4}.5012"))
        return value

    def permits(self) -> list[dict[str, str]]:
        """One permit a line; the English lines, if any, in the same order."""
        korean, english = (self._lines(name) for name in ("permits_ko", "permits_en"))
        if len(korean) > PERMITS_MOST:
            self.wrong("permits_ko", _("Write at most %(most)s lines.", most=PERMITS_MOST))
        if english and len(english) != len(korean):
            self.wrong("permits_en", _("Write one English line for each Korean line, or none."))
        return [{"ko": ko, "en": en} for ko, en in zip_longest(korean, english, fillvalue="")]

    def _lines(self, name: str) -> list[str]:
        lines = [" ".join(line.split()) for line in self.text(name, TEXT_MOST).splitlines() if line.strip()]
        if any(len(line) > LINE_MOST for line in lines):
            self.wrong(name, _("Use at most %(most)s characters.", most=LINE_MOST))
        return lines

    def day(self, name: str) -> date | None:
        """A day of this century, as the browser's calendar writes it."""
        try:
            found = date.fromisoformat(printable(self.fields.get(name)).strip())
        except ValueError:
            self.wrong(name, _("Choose a day."))
            return None
        if not YEARS[0] <= found.year <= YEARS[1]:
            self.wrong(name, _("Choose a day."))
        return found

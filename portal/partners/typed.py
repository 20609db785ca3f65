"""What people type about a partner and what it offers: read field by field, every problem said beside its field."""

from collections.abc import Container
from datetime import date
from typing import Any

from portal.accounts.typed import Typed
from portal.foundation.clock import today
from portal.foundation.i18n import _
from portal.partners.countries import HOME, countries
from portal.partners.kinds import KINDS
from portal.programs.fields import FIELDS

NAME_MOST, LINE_MOST, TEXT_MOST, SLOTS_MOST, REASON_MOST = 100, 100, 2000, 1000, 1000


class PartnerTyped(Typed):
    """Reads the fields of a partner."""

    def everything(self) -> dict[str, Any]:
        """What may be changed in every state; the days of the agreement are read by `days`."""
        country = self.one_of("country", countries())
        return {
            "name": self.pair("name", NAME_MOST), "country": country, "brn": self.number_at_home(country),
            "homepage": self.secure_address("homepage"), "strength": self.pair("strength", LINE_MOST),
            "policy": self.texts("policy"), "note": self.text("note", TEXT_MOST),
        }

    def one_of(self, name: str, choices: Container[str]) -> str:
        chosen = str(self.fields.get(name) or "")
        if chosen not in choices:
            self.wrong(name, _("Choose one from the list."))
        return chosen

    def texts(self, name: str, *, required: bool = False) -> dict[str, str]:
        """Several lines in both languages; English may follow later."""
        return {"ko": self.text(f"{name}_ko", TEXT_MOST, required=required), "en": self.text(f"{name}_en", TEXT_MOST)}

    def number_at_home(self, country: str) -> str:
        """The registration number; an organization abroad may have none."""
        if not self.line("brn", 40, required=country == HOME):
            return ""
        return self.registration_number()

    def secure_address(self, name: str) -> str:
        """The address of a site that begins with https://, or nothing."""
        address = self.web_address(name)
        if address and name not in self.problems and not address.lower().startswith("https://"):
            self.wrong(name, _("Write an address that begins with https://, or leave it empty."))
        return address

    def days(self) -> dict[str, date | None]:
        """From when and until when the agreement holds; it is recorded on its first day or later."""
        agreed_on, ends_on = self.day("agreed_on"), self.day("ends_on")
        if agreed_on is None and "agreed_on" not in self.problems:
            self.wrong("agreed_on", _("Write the day from which the agreement holds."))
        elif agreed_on and agreed_on > today():
            self.wrong("agreed_on", _("An agreement is recorded once it holds: write today or an earlier day."))
        self.in_order(agreed_on, ends_on, "ends_on")
        return {"agreed_on": agreed_on, "ends_on": ends_on}

    def in_order(self, first: date | None, last: date | None, beside: str) -> None:
        if first and last and last < first:
            self.wrong(beside, _("The last day cannot come before the first."))

    def reason(self) -> str:
        return self.text("reason", REASON_MOST, required=True)


class OfferTyped(PartnerTyped):
    """Reads the fields of an offer."""

    def everything(self) -> dict[str, Any]:
        """Every column that one may change."""
        return {
            "kind": self.one_of("kind", KINDS), "field": self.one_of("field", ("", *FIELDS)),
            "title": self.pair("title", NAME_MOST), "text": self.texts("text", required=True),
            "slots": self.needed("slots", self.number("slots", 1, SLOTS_MOST)),
            "opens_on": self.needed("opens_on", self.day("opens_on")),
            "closes_on": self.needed("closes_on", self.day("closes_on")),
            "abroad": self.one_of("abroad", ("", *(each for each in countries() if each != HOME))),
        }

    def needed(self, name: str, value: Any) -> Any:
        """The value; it must not be left out."""
        if value is None and name not in self.problems:
            self.wrong(name, _("Fill this in."))
        return value

"""What people type about themselves and their companies: tidied, bounded, and every problem said beside its field."""

import re
import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from email_validator import EmailNotValidError, validate_email

from portal.accounts import registration_number
from portal.foundation.errors import Invalid
from portal.foundation.i18n import LOCALES, _

RESIDENT_NUMBER = re.compile(r"(?<!\d)\d{6}\s*[-–]\s*[1-8]\d{6}(?!\d)")
PHONE = re.compile(r"\+?[0-9][0-9 ()./-]{6,22}[0-9]")
WEB_ADDRESS = re.compile(r"https?://[a-z0-9.-]+\.[a-z]{2,24}(:[0-9]{1,5})?(/[!-~]*)?", re.IGNORECASE)
DAYS = (date(1950, 1, 1), date(2199, 12, 31))
CODE = re.compile(r"(?=.{2,20}$)[A-Z][A-Z0-9]*(?:-[A-Z0-9]+)*")
MOST_NUMBER = 10**9
MOST_COMPOSED = 2000
MOST_EMAIL = 254
NO_CHARACTERS = "".join(chr(plane * 0x10000 + 0xFFFE + last) for plane in range(17) for last in (0, 1))
UNSHOWABLE = re.compile(f"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef{NO_CHARACTERS}]")


def printable(text: Any) -> str:
    """The text without characters that cannot be shown: control signs, halves of characters, code points of no character."""
    return UNSHOWABLE.sub("", str(text or ""))


def composed(text: str) -> str:
    """Hangul typed in parts, put together. Only up to a length, because composing takes the square of it in the worst case."""
    return unicodedata.normalize("NFC", text) if len(text) <= MOST_COMPOSED else text


def tidy_email(text: Any) -> str:
    """An address as it is kept: small letters, the domain in ASCII; empty when it is no address."""
    typed = printable(text).strip()
    if len(typed) > MOST_EMAIL:
        return ""
    try:
        found = validate_email(typed, check_deliverability=False, test_environment=True, allow_smtputf8=False)
    except (EmailNotValidError, ValueError):
        return ""
    address = (found.ascii_email or "").lower()
    return address if len(address) <= MOST_EMAIL else ""


class Typed:
    """Reads fields one by one, collects what is wrong with them, and refuses all at once (`done` raises Invalid)."""

    def __init__(self, fields: Mapping[str, Any]) -> None:
        self.fields = fields
        self.problems: dict[str, list[object]] = {}

    def wrong(self, name: str, words: object) -> None:
        self.problems.setdefault(name, []).append(words)

    def done(self) -> None:
        if self.problems:
            raise Invalid(self.problems)

    def line(self, name: str, most: int, *, required: bool = False) -> str:
        """One line of text, at most `most` characters; resident registration numbers are not taken (PIPA §24-2)."""
        return self._checked(name, composed(" ".join(printable(self.fields.get(name)).split())), most, required=required)

    def text(self, name: str, most: int, *, required: bool = False) -> str:
        """Several lines of text, otherwise as `line`."""
        text = printable(self.fields.get(name)).replace("\r\n", "\n").replace("\r", "\n").strip()
        return self._checked(name, composed(text), most, required=required)

    def _checked(self, name: str, text: str, most: int, *, required: bool) -> str:
        if required and not any(c.isalnum() for c in text):
            self.wrong(name, _("Fill this in."))
        if len(text) > most:
            self.wrong(name, _("Use at most %(most)s characters.", most=most))
        if RESIDENT_NUMBER.search(text):
            self.wrong(name, _("Leave out the resident registration number. This service never asks for it."))
        return text

    def pair(self, name: str, most: int, *, required: bool = True) -> dict[str, str]:
        """The same line in both languages, from `name_ko` and `name_en`; English may follow later."""
        return {"ko": self.line(f"{name}_ko", most, required=required), "en": self.line(f"{name}_en", most)}

    def code(self, name: str = "code") -> str:
        """A short code in capitals, as it stands in addresses and numbers: GN, GN-OI."""
        text = printable(self.fields.get(name)).strip().upper()
        if not CODE.fullmatch(text):
            self.wrong(name, _("Write 2 to 20 capital letters and digits, beginning with a letter, such as GN or GN-OI."))
        return text

    def email(self, name: str = "email") -> str:
        address = tidy_email(self.fields.get(name))
        if not address:
            self.wrong(name, _("Write an e-mail address such as name@company.kr."))
        return address

    def phone(self, name: str = "phone") -> str:
        """A telephone number, or nothing: it is optional."""
        text = " ".join(printable(self.fields.get(name)).split())
        if text and not PHONE.fullmatch(text):
            self.wrong(name, _("Write a telephone number such as 02-1234-5678, or leave it empty."))
        return text

    def locale(self, name: str = "locale") -> str:
        chosen = str(self.fields.get(name) or "ko")
        if chosen not in LOCALES:
            self.wrong(name, _("Choose one from the list."))
        return chosen

    def number(self, name: str, least: int, most: int) -> int | None:
        """A whole number between two bounds, or nothing."""
        text = printable(self.fields.get(name)).strip().replace(",", "")
        if not text:
            return None
        value = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else MOST_NUMBER
        if not least <= value <= most:
            self.wrong(name, _("Write a whole number from %(least)s to %(most)s.", least=least, most=most))
        return value

    def day(self, name: str) -> date | None:
        """A day written as 2026-11-22 (or 2026.11.22), or nothing."""
        text = printable(self.fields.get(name)).strip().rstrip(".").replace(".", "-").replace(" ", "")
        if not text:
            return None
        try:
            found = date.fromisoformat(text) if text.isascii() and len(text) == 10 else None
        except ValueError:
            found = None
        if found is None or not DAYS[0] <= found <= DAYS[1]:
            self.wrong(name, _("Write a day such as 2026-11-22."))
            return None
        return found

    def web_address(self, name: str) -> str:
        """The address of a site, or nothing; without "https://" it is put before."""
        text = self.line(name, 200)
        if text and "://" not in text:
            text = f"https://{text}"
        if text and not WEB_ADDRESS.fullmatch(text):
            self.wrong(name, _("Write the address of the site, such as https://company.kr, or leave it empty."))
        return text

    def registration_number(self, name: str = "brn") -> str:
        """Ten digits whose last one fits the others."""
        text = printable(self.fields.get(name))[:40]
        if not registration_number.is_valid(text):
            self.wrong(name, _("This is not a registration number. Compare each of its ten digits, as in 124-81-00998."))
        return registration_number.compact(text)

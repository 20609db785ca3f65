"""The shape of what is typed about results: outcomes, grants and reasons by row, a reason alone, a call-up."""

import re
import unicodedata
from collections.abc import Mapping
from typing import Any

from wtforms import StringField, TextAreaField
from wtforms.validators import Length, ValidationError

from portal.calls.definition.texts import name_of, refused_in
from portal.decisions.operations import Choice
from portal.foundation.i18n import _
from portal.web.forms.telling import SeenForm

MOST_ROWS = 200
FIELD = re.compile(r"(outcome|grant|reason)-([0-9]{1,15})")
WON = re.compile(r"[0-9]{1,15}")


def tidied(text: str | None) -> str:
    """NFC, line ends as one character, outer blanks gone: what is stored."""
    return unicodedata.normalize("NFC", (text or "").replace("\r\n", "\n").replace("\r", "\n")).strip()


def refuse_controls(form: Any, field: Any) -> None:
    """No control characters: the database would refuse them, or worse, keep them."""
    for character in refused_in(field.data or ""):
        raise ValidationError(_("Remove the character %(name)s.", name=name_of(character)))


def won_of(text: str) -> int | None:
    """A typed amount such as "20,000,000"; None for nothing. Raises ValueError for anything else."""
    digits = re.sub("[,\\s\uc6d0]", "", unicodedata.normalize("NFKC", text))
    if not digits:
        return None
    if not WON.fullmatch(digits):
        raise ValueError(_("Write the amount in won, with figures only."))
    return int(digits)


class ReasonForm(SeenForm):
    """A move that needs a reason."""

    reason = TextAreaField(filters=[tidied], validators=[Length(max=1000), refuse_controls])


class CallUpForm(ReasonForm):
    """Who is called up, why, and with how much."""

    grant = StringField()

    @property
    def grant_won(self) -> int | None:
        """The grant in won. Raises ValueError when it is no amount."""
        return won_of(self.grant.data or "")


class Typed:
    """Rows of outcomes as they were posted: what can be read, what cannot, and everything as it was typed."""

    def __init__(self, posted: Mapping[str, str]) -> None:
        self.rows: dict[int, dict[str, str]] = {}
        self.errors: dict[str, list[str]] = {}
        for name, value in posted.items():
            found = FIELD.fullmatch(name)
            if found and (int(found[2]) in self.rows or len(self.rows) < MOST_ROWS):
                self.rows.setdefault(int(found[2]), {})[found[1]] = value
        self.choices = {number: self._choice(number, row) for number, row in self.rows.items() if "outcome" in row}

    def _choice(self, number: int, row: dict[str, str]) -> Choice:
        reason, grant = tidied(row.get("reason")), None
        for character in refused_in(reason):
            self.errors[f"reason-{number}"] = [_("Remove the character %(name)s.", name=name_of(character))]
        try:
            grant = won_of(row.get("grant", ""))
        except ValueError as wrong:
            self.errors[f"grant-{number}"] = [str(wrong)]
        return Choice(row["outcome"][:40] or None, grant, reason)

    def of(self, number: int, name: str, kept: Any) -> Any:
        """What was typed in a field, or what is kept where nothing was posted."""
        return self.rows.get(number, {}).get(name, kept)

"""What one of several forms on a page was told when it was sent: messages beside its fields, or a refusal above."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from flask import Response, request

from portal.accounts.typed import printable
from portal.foundation.errors import Invalid, Refused, Stale

Page = str | Response | tuple[str, int]


@dataclass(frozen=True)
class Said:
    """`at` names the form ("accept-12"); its fields have ids such as "accept-12-reason"."""

    at: str = ""
    errors: Mapping[str, Sequence[object]] = field(default_factory=dict)
    refusal: object = None

    def error(self, at: str, name: str) -> object | None:
        """What is wrong with a field of a form, if it was the one that was sent."""
        messages = self.errors.get(name, ()) if at == self.at else ()
        return messages[0] if messages else None

    def typed(self, at: str, name: str, kept: str = "") -> str:
        """What stands in a field: what was typed in the form that was sent, else what is kept."""
        return printable(request.form.get(name, "")) if at == self.at else kept

    @property
    def summary(self) -> list[tuple[str, object]]:
        """Each message with the id of its field."""
        return [(f"{self.at}-{name}", messages[0]) for name, messages in self.errors.items()]


NOTHING = Said()


def attempt(at: str, act: Callable[[], object]) -> tuple[Said, int] | None:
    """Do it; or what the form is told, with the status of the answer."""
    try:
        act()
    except Invalid as invalid:
        return Said(at, invalid.fields), 422
    except (Refused, Stale) as refusal:
        return Said(at, refusal=refusal.words), 409
    return None

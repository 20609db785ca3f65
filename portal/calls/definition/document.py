"""A call as one document: its heading (title and dates) and its workflow; what a revision holds and a file carries."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from portal.calls.definition.problems import N_, DefinitionError, Problem
from portal.calls.definition.shapes import BAD, Day, Findings, Record, Words, is_a
from portal.calls.definition.texts import Text
from portal.calls.definition.workflow import Definition
from portal.foundation.clock import KST, in_seoul

MOMENT = re.compile(r"20([23][0-9]|40)-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?(\+09:00)?")


class Moment:
    """A date and time by Seoul's clock, as "YYYY-MM-DDTHH:MM+09:00"; the offset may be left out when reading."""

    def read(self, raw: Any, path: str, found: list[Problem]) -> Any:
        if isinstance(raw, str) and MOMENT.fullmatch(raw):
            try:
                return datetime.fromisoformat(raw.removesuffix("+09:00")).replace(tzinfo=KST)
            except ValueError:
                pass
        found.append(Problem(path, N_("This must be a date and time from 2020 to 2040, as YYYY-MM-DDTHH:MM.")))
        return BAD

    def body(self, value: datetime) -> str:
        there = in_seoul(value)
        return there.isoformat(timespec="seconds" if there.second else "minutes")


def _closes_after_it_opens(head: "Head") -> Findings:
    if head.closes <= head.opens:
        yield "closes", N_("It must close after it opens."), {}


def _is_announced_before_it_opens(head: "Head") -> Findings:
    if in_seoul(head.opens).date() < head.announced:
        yield "opens", N_("It cannot open before it is announced."), {}


@dataclass(frozen=True)
class Head:
    """What stands above the workflow: the title, the day of the announcement, the first and last instant of the intake."""

    title: Text = is_a(Words())
    announced: date = is_a(Day())
    opens: datetime = is_a(Moment())
    closes: datetime = is_a(Moment())

    CHECKS = (_closes_after_it_opens, _is_announced_before_it_opens)

    @property
    def notice_days(self) -> int:
        """Days between the announcement and the close of the intake: 20 are usual, 10 the least (operating rules art. 7)."""
        return (in_seoul(self.closes).date() - self.announced).days


@dataclass(frozen=True)
class CallDocument:
    """Everything a call says, as one value."""

    call: Head = is_a(Record(Head))
    definition: Definition = is_a(Record(Definition))

    @classmethod
    def parse(cls, body: Mapping[str, Any]) -> "CallDocument":
        """The document in `body` (JSON values only). Raises DefinitionError listing every (path, message) at once."""
        document, found = cls.read(body)
        if found:
            raise DefinitionError(found)
        return document

    @classmethod
    def read(cls, body: Mapping[str, Any]) -> tuple[Any, list[Problem]]:
        """The document and what is wrong with it; with problems the document is not to be used."""
        found: list[Problem] = []
        return Record(cls).read(body, "", found), found

    def body(self) -> dict[str, Any]:
        """The document as JSON values; parsing them again gives an equal one."""
        return Record(CallDocument).body(self)

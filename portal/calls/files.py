"""A program with its sites and one call as one JSON file: read, moved in time, and named where it is wrong."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from portal.calls.definition import Definition, DefinitionError

DATED = ("start", "end")


@dataclass(frozen=True)
class ProgramFile:
    """What one file says, dates already moved by the shift; `definition` is the workflow, checked and written back."""

    program: Mapping[str, Any]
    sites: list[Mapping[str, Any]]
    code: str
    title: Mapping[str, str]
    announced_on: date
    opens_at: datetime
    closes_at: datetime
    definition: dict[str, Any]


def read_program_file(content: Mapping[str, Any], *, shift: timedelta = timedelta(0)) -> ProgramFile:
    """Check a program file (its `definition` is told in docs/call-files.md). Raises DefinitionError with every wrong place.

    `shift` moves every date by whole days, so that a story written for one day can be told on another.
    """
    call, body = content["call"], dict(content["definition"])
    body["timeline"] = [_moved(step, shift) for step in body["timeline"]]
    sites = [{**site, "blackouts": [_moved(days, shift) for days in site.get("blackouts", ())]} for site in content["sites"]]
    return ProgramFile(
        program=content["program"], sites=sites, code=call["code"], title=call["title"],
        announced_on=date.fromisoformat(call["announced"]) + shift,
        opens_at=datetime.fromisoformat(call["opens"]) + shift, closes_at=datetime.fromisoformat(call["closes"]) + shift,
        definition=Definition.parse(body).body())


def _moved(dated: Mapping[str, Any], shift: timedelta) -> dict[str, Any]:
    """The same with its first and last day moved."""
    return {**dated, **{name: (date.fromisoformat(dated[name]) + shift).isoformat() for name in DATED}}


__all__ = ["DefinitionError", "ProgramFile", "read_program_file"]

"""A document's dates moved together, so that last year's call can be opened again."""

from dataclasses import fields
from datetime import date, timedelta
from typing import Any

from portal.calls.definition.document import Moment
from portal.calls.definition.shapes import Day, Many, Record, Shape
from portal.calls.drafts.places import ROOT

WEEK = timedelta(weeks=1)


def moved_to(body: dict[str, Any], earliest: date) -> dict[str, Any]:
    """The document with every date moved by the same whole weeks, so that the announcement is on `earliest` or less than a week
    after it; unchanged when it is not before it. The body must be a whole document."""
    announced = date.fromisoformat(body["call"]["announced"])
    weeks = -((announced - earliest) // WEEK) if announced < earliest else 0
    return _moved(ROOT, body, weeks * WEEK) if weeks else body


def _moved(shape: Shape, value: Any, by: timedelta) -> Any:
    if isinstance(shape, Day) and isinstance(value, str):
        return (date.fromisoformat(value) + by).isoformat()
    if isinstance(shape, Moment) and isinstance(value, str):
        return (date.fromisoformat(value[:10]) + by).isoformat() + value[10:]
    if isinstance(shape, Many) and isinstance(value, list):
        return [_moved(shape.shape, each, by) for each in value]
    if isinstance(shape, Record) and isinstance(value, dict):
        inner = {field.name: field.metadata["shape"] for field in fields(shape.kind)}
        return {name: _moved(inner[name], each, by) for name, each in value.items()}
    return value

"""What keeps a document from being published, place by place, and what an officer should think about once more."""

from collections.abc import Iterator
from dataclasses import fields
from typing import Any

from portal.calls.definition.document import CallDocument
from portal.calls.definition.problems import N_, Problem
from portal.calls.definition.shapes import Many, Record, Shape, Words, at

LEAST_DAYS, USUAL_DAYS = 10, 20
PLACES = {"aim": "notice.aim", "support": "notice.support", "eligibility": "eligibility", "how_to_apply": "notice.how_to_apply",
          "criteria": "stages", "procedure": "notice.procedure", "schedule": "timeline"}


def obstacles(body: dict[str, Any], *, first: bool) -> list[Problem]:
    """Everything that must be mended before anyone can approve it; `first` adds what only a first announcement must keep."""
    document, found = CallDocument.read(body)
    if found:
        return found
    parts = [Problem(f"definition.{PLACES[part]}", N_("The notice must say this."))
             for part in document.definition.empty_parts()]
    if first and document.call.notice_days < LEAST_DAYS:
        text = N_("Only %(days)s days lie between the announcement and the deadline; at least %(least)s are required.")
        parts.append(Problem("call.closes", text, {"days": document.call.notice_days, "least": LEAST_DAYS}))
    return parts


def doubts(body: dict[str, Any], *, first: bool) -> list[Problem]:
    """What does not stop anyone but should be meant: a short notice."""
    document, found = CallDocument.read(body)
    if found or not first or not LEAST_DAYS <= document.call.notice_days < USUAL_DAYS:
        return []
    text = N_("%(days)s days lie between the announcement and the deadline; %(usual)s are usual. "
              "Say in the notice why it is urgent.")
    return [Problem("call.closes", text, {"days": document.call.notice_days, "usual": USUAL_DAYS})]


def untranslated(body: dict[str, Any]) -> list[str]:
    """The paths of texts that have one language only."""
    return list(_halves(Record(CallDocument), body, ""))


def _halves(shape: Shape, value: Any, path: str) -> Iterator[str]:
    if isinstance(shape, Words) and isinstance(value, dict):
        filled = [bool(str(value.get(language, "")).strip()) for language in ("ko", "en")]
        if any(filled) and not all(filled):
            yield path
    elif isinstance(shape, Many) and isinstance(value, list):
        for place, entry in enumerate(value):
            yield from _halves(shape.shape, entry, at(path, place))
    elif isinstance(shape, Record) and isinstance(value, dict):
        for field in fields(shape.kind):
            yield from _halves(field.metadata["shape"], value.get(field.name), at(path, field.name))

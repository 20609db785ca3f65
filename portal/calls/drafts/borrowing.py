"""Questions taken over from another call: what is asked already is not asked twice."""

from typing import Any

from portal.calls.drafts.places import put, value_at

QUESTIONS, SECTIONS = "definition.questions", "definition.sections"


def is_asked(body: dict[str, Any], question: dict[str, Any]) -> bool:
    """Whether the draft asks this already: by key, or by the very same Korean words."""
    words = _words(question)
    return any(each.get("key") == question.get("key") or (words and _words(each) == words)
               for each in value_at(body, QUESTIONS) or [])


def borrowed(body: dict[str, Any], source: dict[str, Any], keys: list[str]) -> dict[str, Any]:
    """The draft with the chosen questions of `source` (a definition's body) in its order, and the sections they stand in; those
    that are asked already are left out."""
    sections = {each["key"]: each for each in source["sections"]}
    for question in source["questions"]:
        if question["key"] in keys and not is_asked(body, question):
            body = _with_section(body, sections[question["section"]])
            body = put(body, QUESTIONS, [*value_at(body, QUESTIONS), question])
    return body


def _with_section(body: dict[str, Any], section: dict[str, Any]) -> dict[str, Any]:
    mine = value_at(body, SECTIONS) or []
    return body if any(each.get("key") == section["key"] for each in mine) else put(body, SECTIONS, [*mine, section])


def _words(question: dict[str, Any]) -> str:
    label = question.get("label")
    return " ".join(str(label.get("ko", "")).split()) if isinstance(label, dict) else ""

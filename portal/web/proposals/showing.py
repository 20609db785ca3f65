"""Which questions of a page are shown: the server decides, and tells the page what it needs to follow while one types."""

import json
from collections.abc import Mapping
from typing import Any

from portal.calls.definition import Definition, Question
from portal.calls.definition.conditions import NUMBERS
from portal.calls.definition.tracks import is_for


def drawn_with(question: Question, definition: Definition, values: Mapping[str, Any], track: str | None) -> dict[str, Any]:
    """What the question's macro needs: whether it is hidden now, and its conditions as JSON for the page."""
    shown = {each.key: each for each in definition.asked(values, track)}
    return {"hidden": question.key not in shown, "follows": _follows(question, definition, shown, values)}


def _follows(question: Question, definition: Definition, shown: Mapping[str, Question],
             values: Mapping[str, Any]) -> str | None:
    if not question.shown_when:
        return None
    conditions: list[dict[str, Any]] = []
    for each in question.shown_when:
        asked = definition.question(each.question)
        if asked.section == question.section:
            conditions.append({"question": each.question, "operator": each.operator, "value": each.value,
                               "number": asked.type in NUMBERS})
        else:
            conditions.append({"holds": each.question in shown and each.holds(asked, values.get(each.question))})
    return json.dumps({"join": question.shown_join or "all", "conditions": conditions}, ensure_ascii=False)


def on_the_page(definition: Definition, section: str, track: str | None) -> list[Question]:
    """The questions of a section that are drawn for a track, shown or hidden."""
    return [question for question in definition.questions_of(section) if is_for(question, track)]


def came_up(definition: Definition, section: str, values: Mapping[str, Any], track: str | None,
            form: Mapping[str, str]) -> list[Question]:
    """The questions of a section that these answers bring up and the page that was sent had not shown."""
    return [question for question in definition.asked(values, track)
            if question.section == section and f"q-{question.key}-unseen" in form]

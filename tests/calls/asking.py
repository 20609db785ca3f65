"""Definitions whose form asks more than the demo's: questions added to a real call, for tests of what is asked when."""

import copy

from tests import builders as b


def words(text: str) -> dict[str, str]:
    return {"ko": text, "en": text}


def a_question(key: str, type_: str, *, section: str = "summary", **more) -> dict:
    """A question as JSON, optional unless said otherwise."""
    return {"key": key, "section": section, "type": type_, "label": words(key), "required": False, **more}


def a_body(*questions: dict, **more) -> dict:
    """The Gangnam definition with these questions at the end of its form and these other parts."""
    body = copy.deepcopy(b.program_file()["definition"])
    body["questions"] += list(questions)
    return {**body, **more}


KIND = a_question("kind", "choice", choices=[{"key": "street", "label": words("street")}, {"key": "indoor", "label": words("indoor")}])
FOLLOWS = a_question("street_name", "text", max_chars=40, required=True,
                     shown_when=[{"question": "kind", "operator": "is", "value": "street"}])

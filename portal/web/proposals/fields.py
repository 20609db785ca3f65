"""Between a browser's form and the answers of a call: what is typed, field by field, for every type of question.

A typed value is what the inputs hold: text everywhere, lists of rows for tables, "yes"/"no" for flags. It can be drawn again
unchanged whatever is wrong with it. Names and ids of inputs begin with "q-" and the question's key.
"""

import hashlib
import json
import re
from collections.abc import Mapping
from typing import Any

from portal.accounts.registration_number import written
from portal.calls.answers.drafts import CONSORTIUM_COLUMNS, DATA_COLUMNS, KPI_COLUMNS, check_draft_value
from portal.calls.definition import Question
from portal.calls.definition.texts import refused_in

Form = Mapping[str, str]
FLAGS = {True: "yes", False: "no", None: ""}
SOURCES = ("grant", "self_cash", "self_inkind")
TABLES = {"kpi_table": tuple(KPI_COLUMNS), "data_table": tuple(DATA_COLUMNS),
          "consortium": tuple(CONSORTIUM_COLUMNS)}
RANKED = ("sites", "offers")
FLAG_COLUMNS = ("personal", "open")
RANKS = 3


def name_of(question: Question) -> str:
    """The name of its input, and the first part of the names of its inputs."""
    return f"q-{question.key}"


def anchor(question: Question, path: str = "") -> str:
    """The id of the input a problem's path points to."""
    name, first = name_of(question), path.partition(".")[0]
    if question.type in RANKED:
        return f"{name}-{first if first.isdigit() and int(first) < ranks_of(question) else 0}"
    if question.type == "budget_table":
        path = {"self": "self_cash", "items": "", "": "grant"}.get(path, path)
        return f"{name}-{path.replace('.', '-')}" if path else f"{name}-items"
    if question.type == "declaration":
        return f"{name}-{path or 'has'}"
    if question.type in TABLES and first.isdigit() and "." in path:
        return f"{name}-{path.replace('.', '-')}"
    return name


def ranks_of(question: Question) -> int:
    """How many places a question about sites or offers lets one rank."""
    return min(question.max or RANKS, 10)


def typed_of(question: Question, value: Any) -> Any:
    """The typed value of a stored answer (None: nothing stored yet)."""
    value = check_draft_value(question, value).value
    if question.type in TABLES:
        return [{name: _typed_cell(name, cell) for name, cell in row.items()} for row in value]
    if question.type == "budget_table":
        items = {code: _won(won) for code, won in value["items"].items()}
        return {**{name: _won(value[name]) for name in SOURCES}, "items": items}
    if question.type == "declaration":
        return {"has": FLAGS[value["has"]], "detail": value["detail"]}
    if question.type in ("yes_no", "money"):
        return FLAGS[value] if question.type == "yes_no" else _won(value)
    return "" if value is None else value if isinstance(value, list) else str(value)


def typed_in(question: Question, form: Form) -> Any:
    """What a browser sent for this question, as it was typed."""
    name = name_of(question)
    if question.type in TABLES:
        return _rows(name, form, TABLES[question.type])
    if question.type in RANKED:
        return [form.get(f"{name}-{rank}", "") for rank in range(ranks_of(question))]
    if question.type == "budget_table":
        items = {key.removeprefix(f"{name}-items-"): text for key, text in form.items() if key.startswith(f"{name}-items-")}
        return {**{source: form.get(f"{name}-{source}", "") for source in SOURCES}, "items": items}
    if question.type == "declaration":
        return {"has": form.get(f"{name}-has", ""), "detail": form.get(f"{name}-detail", "")}
    if question.type == "choices":
        return [choice.key for choice in question.choices or () if form.get(f"{name}-is-{choice.key}") == choice.key]
    return form.get(name, "")


def raw_of(question: Question, typed: Any) -> Any:
    """The JSON value that is saved for a typed value; what cannot be read is passed on, to be refused with words."""
    if question.type in RANKED:
        return [code for code in typed if code]
    if question.type in TABLES:
        return [{name: _flag(text) if name in FLAG_COLUMNS else text for name, text in row.items()} for row in typed]
    if question.type == "budget_table":
        return {**typed, "items": {code: text for code, text in typed["items"].items() if text.strip()}}
    if question.type == "declaration":
        return {"has": _flag(typed["has"]), "detail": typed["detail"]}
    return _flag(typed) if question.type == "yes_no" else typed


def was_sent(question: Question, form: Form) -> bool:
    """Whether the form held this question at all; unchecked radios send nothing, so its version is asked first."""
    name = name_of(question)
    return any(key == name or key.startswith(f"{name}-") for key in form)


def mark_of(question: Question, value: Any, version: int) -> str:
    """What the hidden field says was on the screen: the version, and a digest that tells whether it was touched."""
    return f"{version}.{_digest(check_draft_value(question, value).value)}"


def seen_in(question: Question, form: Form) -> tuple[int, str]:
    """Version and digest of the hidden field; (0, "") for none or nonsense."""
    version, _dot, digest = form.get(f"{name_of(question)}-version", "").partition(".")
    return (int(version), digest) if re.fullmatch("[0-9]{1,9}", version) else (0, "")


def is_untouched(question: Question, raw: Any, digest: str) -> bool:
    """Whether it is still what was on the screen, so that another tab's newer text is left alone."""
    draft = check_draft_value(question, raw)
    return bool(digest) and not draft.problems and _digest(draft.value) == digest


def drawable(typed: Any) -> Any:
    """The same without characters that no page may hold; each is drawn as the replacement character."""
    if isinstance(typed, dict):
        return {key: drawable(value) for key, value in typed.items()}
    if isinstance(typed, list):
        return [drawable(value) for value in typed]
    if not isinstance(typed, str):
        return typed
    text = typed.replace("\r\n", "\n").replace("\r", "\n")
    for character in list(refused_in(text)):
        text = text.replace(character, "\ufffd")
    return text


def _rows(name: str, form: Form, columns: tuple[str, ...]) -> list[dict[str, Any]]:
    rows: dict[int, dict[str, Any]] = {}
    for key, text in form.items():
        found = re.fullmatch(rf"{re.escape(name)}-([0-9]{{1,5}})-([a-z_]{{1,40}})", key)
        if found and found[2] in columns:
            rows.setdefault(int(found[1]), {})[found[2]] = text
    return [row for _number, row in sorted(rows.items()) if any(text.strip() for text in row.values())]


def _typed_cell(name: str, cell: Any) -> Any:
    if name in FLAG_COLUMNS:
        return FLAGS[cell]
    return "" if cell is None else written(cell) if name == "brn" else cell


def _won(value: int | None) -> str:
    return "" if value is None else f"{value:,}"


def _flag(text: str) -> Any:
    return {"yes": True, "no": False, "": None}.get(text, text)


def _digest(value: Any) -> str:
    text = json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:12]

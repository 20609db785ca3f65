"""A raw JSON value tidied into the shape that is stored, blanks allowed; only impossible values are refused.

Stored shapes by question type ("" , None and [] are blank):
text, longtext, link: str. choice: str, the key of the choice; choices: list of keys in the order of the form. yes_no: true,
false or None. integer, money (won): int or None. date: "YYYY-MM-DD". sites: list of site codes, best first.
kpi_table: rows {name, unit, baseline, target, direction, method, weight}; baseline and target are decimal strings.
data_table: rows {name, personal, owner, retention_months, open, format} and, for shorter stays, retention_days.
offers: list of ids of partners' offers as text, best first. consortium: rows {name, brn, country, role, share}; ten digits of
the registration number where it is one, the country only of those abroad, the share of the work in percent.
budget_table: {grant, self_cash, self_inkind, items: {category: won}}, whole won. declaration: {has, detail}.
"""

import re
import unicodedata
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from portal.accounts import registration_number
from portal.calls.definition import Problem, Question
from portal.calls.definition.form import MOST_RANKED
from portal.calls.definition.problems import N_
from portal.calls.definition.texts import name_of, refused_in

SLACK = 4
LONGEST_COMPOSED = 4  # code points that may become one: Hangul syllables have three, Latin letters with marks four
MAX_ROWS = {"sites": 10, "offers": MOST_RANKED, "consortium": 20, "kpi_table": 20, "data_table": 20}
MAX_CELLS = {"name": 100, "unit": 20, "method": 200, "direction": 4, "owner": 100, "format": 100, "brn": 40, "country": 60,
             "role": 20}
MAX_DETAIL = 1000
MAX_CODE = 60
MAX_LINK = 500
MAX_CHOSEN = 200
INTEGER = re.compile(r"-?([0-9]{1,15}|[0-9]{1,3}(,[0-9]{3}){1,4})")
DECIMAL = re.compile(r"-?([0-9]{1,30}|[0-9]{1,3}(,[0-9]{3}){1,9})(\.[0-9]{1,20})?")


class Draft(NamedTuple):
    """The part of a value that can be kept, and what could not be (its place is then blank)."""

    value: Any
    problems: list[Problem]


def length_of(text: str) -> int:
    """The length that counts against `max_chars`: code points after NFC, with line ends as one character."""
    return len(_tidied(text))


def check_draft_value(question: Question, raw: Any) -> Draft:
    """Tidy one raw JSON value (NFC, line ends as "\\n", outer blanks trimmed, "1,200" as 1200) for saving.

    Problems are only for what can never be stored: another type, a control character, more than four times the limit.
    """
    problems: list[Problem] = []
    return Draft(_READERS[question.type](question, raw, problems), problems)


def max_chars_of(question: Question) -> int:
    """The limit of a text question, or of the detail of a declaration."""
    return question.max_chars or MAX_DETAIL


def _tidied(text: str) -> str:
    return unicodedata.normalize("NFC", text.replace("\r\n", "\n").replace("\r", "\n")).strip()


def _text(raw: Any, most: int, path: str, problems: list[Problem], *, lines: bool = False) -> str:
    if raw is None:
        return ""
    if not isinstance(raw, str):
        return _refuse(problems, path, N_("This must be text."), "")
    if len(raw) > most * SLACK * LONGEST_COMPOSED:  # composing characters takes time that grows with the square of their number
        text = N_("This is too long to keep: %(length)s characters where %(most)s are allowed.")
        return _refuse(problems, path, text, "", length=len(raw), most=most)
    unified = raw.replace("\r\n", "\n").replace("\r", "\n")
    refused = list(refused_in(unified if lines else unified.strip("\t\n"), allowed="\t\n" if lines else ""))
    for character in refused[:5]:
        _refuse(problems, path, N_("Remove the character %(name)s."), "", name=name_of(character))
    value = "" if refused else _tidied(raw)
    if len(value) > most * SLACK:
        text = N_("This is too long to keep: %(length)s characters where %(most)s are allowed.")
        return _refuse(problems, path, text, "", length=len(value), most=most)
    return value


def _integer(raw: Any, path: str, problems: list[Problem]) -> int | None:
    if raw is None or (isinstance(raw, str) and not raw.strip()):
        return None
    text = str(raw) if isinstance(raw, int) and abs(raw) < 10**15 else raw
    if isinstance(text, str) and INTEGER.fullmatch(text.strip()):
        return int(text.strip().replace(",", ""))
    return _refuse(problems, path, N_("This must be a whole number in digits, such as 1200."), None)


def _decimal(raw: Any, path: str, problems: list[Problem]) -> str:
    number = isinstance(raw, int | float) and not isinstance(raw, bool)
    text = "" if raw is None else repr(raw) if number and abs(raw) < 10**15 else raw
    if isinstance(text, str) and (not text.strip() or DECIMAL.fullmatch(text.strip())):
        return text.strip().replace(",", "")
    return _refuse(problems, path, N_("This must be a number in digits, such as 12.5."), "")


def _flag(raw: Any, path: str, problems: list[Problem]) -> bool | None:
    if raw is None or raw == "":
        return None
    return raw if isinstance(raw, bool) else _refuse(problems, path, N_("This must be yes or no."), None)


def _refuse(problems: list[Problem], path: str, text: str, instead: Any, **params: Any) -> Any:
    problems.append(Problem(path, text, params))
    return instead


def _read_text(question: Question, raw: Any, problems: list[Problem]) -> str:
    return _text(raw, max_chars_of(question), "", problems, lines=question.type == "longtext")


def _read_choice(question: Question, raw: Any, problems: list[Problem]) -> str:
    return _text(raw, MAX_CODE, "", problems)


def _read_choices(question: Question, raw: Any, problems: list[Problem]) -> list[str]:
    if raw is None or raw == "":
        return []
    if not isinstance(raw, list) or len(raw) > MAX_CHOSEN:
        return _refuse(problems, "", N_("This must be a list."), [])
    chosen = [_text(key, MAX_CODE, str(i), problems) for i, key in enumerate(raw)]
    offered = [choice.key for choice in question.choices or ()]
    place = {key: i for i, key in enumerate([*offered, *chosen])} | {key: i for i, key in enumerate(offered)}
    return sorted({key for key in chosen if key}, key=lambda key: place[key])


def _read_flag(question: Question, raw: Any, problems: list[Problem]) -> bool | None:
    return _flag(raw, "", problems)


def _read_date(question: Question, raw: Any, problems: list[Problem]) -> str:
    return _text(raw, len("2026-12-31"), "", problems)


def _read_link(question: Question, raw: Any, problems: list[Problem]) -> str:
    return _text(raw, MAX_LINK, "", problems)


def _read_integer(question: Question, raw: Any, problems: list[Problem]) -> int | None:
    return _integer(raw, "", problems)


def _rows(question: Question, raw: Any, problems: list[Problem]) -> list[Any]:
    if raw is None or raw == "":
        return []
    if not isinstance(raw, list):
        return _refuse(problems, "", N_("This must be a list."), [])
    most = MAX_ROWS[question.type]
    if len(raw) > most * SLACK:
        return _refuse(problems, "", N_("This has too many rows: %(count)s."), [], count=len(raw))
    return raw


def _read_ranked(question: Question, raw: Any, problems: list[Problem]) -> list[str]:
    codes = [_text(code, MAX_CODE, str(i), problems) for i, code in enumerate(_rows(question, raw, problems))]
    return [code for code in codes if code]


Cell = Callable[[Any, str, list[Problem]], Any]


def _words(column: str) -> Cell:
    return lambda raw, path, problems: _text(raw, MAX_CELLS[column], path, problems)


def _number_of_a_business(raw: Any, path: str, problems: list[Problem]) -> str:
    """Without its hyphens once it is a registration number; anything else stays as it was typed."""
    text = _text(raw, MAX_CELLS["brn"], path, problems)
    return registration_number.compact(text) if registration_number.is_valid(text) else text


KPI_COLUMNS: dict[str, Cell] = {
    "name": _words("name"),
    "unit": _words("unit"),
    "baseline": _decimal,
    "target": _decimal,
    "direction": _words("direction"),
    "method": _words("method"),
    "weight": _integer,
}
DATA_COLUMNS: dict[str, Cell] = {
    "name": _words("name"),
    "personal": _flag,
    "owner": _words("owner"),
    "retention_months": _integer,
    "retention_days": _integer,
    "open": _flag,
    "format": _words("format"),
}
CONSORTIUM_COLUMNS: dict[str, Cell] = {
    "name": _words("name"),
    "brn": _number_of_a_business,
    "country": _words("country"),
    "role": _words("role"),
    "share": _integer,
}
OPTIONAL_COLUMNS = {"retention_days"}


def _read_table(columns: dict[str, Cell]) -> Callable[[Question, Any, list[Problem]], list[dict[str, Any]]]:
    def read(question: Question, raw: Any, problems: list[Problem]) -> list[dict[str, Any]]:
        rows = [_row(columns, entry, str(i), problems) for i, entry in enumerate(_rows(question, raw, problems))]
        return [row for row in rows if any(value not in ("", None, False) for value in row.values())]

    return read


def _row(columns: dict[str, Cell], raw: Any, path: str, problems: list[Problem]) -> dict[str, Any]:
    if not isinstance(raw, Mapping):
        return _refuse(problems, path, N_("This must be a row with named columns."), {})
    _refuse_strangers(raw, columns, f"{path}.", problems)
    row = {name: cell(raw.get(name), f"{path}.{name}", problems) for name, cell in columns.items()}
    return {name: value for name, value in row.items() if name not in OPTIONAL_COLUMNS or value is not None}


def _refuse_strangers(raw: Mapping[Any, Any], known: Any, prefix: str, problems: list[Problem]) -> None:
    if not all(name in known for name in raw):
        _refuse(problems, prefix.rstrip("."), N_("This holds fields that the form does not have."), None)


def _read_budget(question: Question, raw: Any, problems: list[Problem]) -> dict[str, Any]:
    sources = ("grant", "self_cash", "self_inkind")
    given: dict[str, Any] = {}
    if raw is not None and raw != "" and not isinstance(raw, Mapping):
        _refuse(problems, "", N_("This must be a budget with sources and items."), None)
    elif raw:
        given = dict(raw)
    _refuse_strangers(given, (*sources, "items"), "", problems)
    items = given.get("items") or {}
    if not isinstance(items, Mapping) or len(items) > 200 or not all(isinstance(code, str) for code in items):
        items = _refuse(problems, "items", N_("This must be a list of amounts by cost category."), {})
    codes = [code for code in items if _is_code(code, problems)]
    amounts = {code: _integer(items[code], f"items.{code}", problems) for code in codes}
    return {name: _integer(given.get(name), name, problems) for name in sources} | {"items": amounts}


def _is_code(code: str, problems: list[Problem]) -> bool:
    if re.fullmatch("[A-Za-z0-9_-]{1,60}", code):
        return True
    return _refuse(problems, "items", N_("This must be a list of amounts by cost category."), False)


def _read_declaration(question: Question, raw: Any, problems: list[Problem]) -> dict[str, Any]:
    if raw is None or raw == "":
        raw = {}
    if not isinstance(raw, Mapping):
        raw = _refuse(problems, "", N_("This must be yes or no, with details."), {})
    _refuse_strangers(raw, ("has", "detail"), "", problems)
    detail = _text(raw.get("detail"), max_chars_of(question), "detail", problems, lines=True)
    return {"has": _flag(raw.get("has"), "has", problems), "detail": detail}


_READERS: dict[str, Callable[[Question, Any, list[Problem]], Any]] = {
    "text": _read_text,
    "longtext": _read_text,
    "choice": _read_choice,
    "choices": _read_choices,
    "yes_no": _read_flag,
    "integer": _read_integer,
    "money": _read_integer,
    "date": _read_date,
    "link": _read_link,
    "sites": _read_ranked,
    "offers": _read_ranked,
    "consortium": _read_table(CONSORTIUM_COLUMNS),
    "kpi_table": _read_table(KPI_COLUMNS),
    "data_table": _read_table(DATA_COLUMNS),
    "budget_table": _read_budget,
    "declaration": _read_declaration,
}

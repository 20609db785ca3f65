"""Whether an answer is complete and within the limits of the call: what must be right before submission."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any

from portal.calls.answers.drafts import MAX_CELLS, MAX_ROWS, check_draft_value, max_chars_of
from portal.calls.answers.limits import WON, check_choices, check_date, check_link, check_money, check_words
from portal.calls.answers.partners import can_be_answered, check_consortium, check_offers
from portal.calls.answers.rules import broken_rules
from portal.calls.definition import Definition, Problem, Question
from portal.calls.definition.problems import N_

NUMBER = re.compile(r"-?[0-9]+(\.[0-9]{1,4})?")
MAX_DIGITS = 12
MAX_MONTHS = 600
MAX_DAYS = 366

REQUIRED = N_("Answer this question.")
FILL_IN = N_("Fill this in.")
CONSENT = N_("Without this consent the proposal cannot be submitted.")
Problems = Iterator[Problem]


def check_answer(
    question: Question, value: Any, definition: Definition, *, site_codes: Collection[str] | None = None,
    offers: Mapping[str, str] | None = None, applicant: str = "",
) -> list[Problem]:
    """Every reason why a stored value (shapes: portal.calls.answers.drafts) does not yet answer `question`.

    An optional question left blank has none. `site_codes` are the sites on offer; None leaves the codes unchecked.
    `offers` are the phases of partners' offers by id, "open" for those that can be chosen; `applicant` is the registration
    number of whoever answers, "" when nobody does yet.
    """
    value, problems = check_draft_value(question, value)
    if problems:
        return problems
    if is_blank(value):
        return [Problem("", REQUIRED)] if question.required and can_be_answered(question, offers) else []
    if question.type == "sites":
        return list(_sites(question, value, site_codes))
    if question.type == "offers":
        return list(check_offers(question, value, offers))
    if question.type == "consortium":
        return list(check_consortium(value, applicant))
    return list(_CHECKS[question.type](question, value, definition))


def check_all(
    definition: Definition,
    answers: Mapping[str, Any],
    consents: Mapping[str, bool],
    *,
    site_codes: Collection[str] | None = None,
    offers: Mapping[str, str] | None = None,
    applicant: str = "",
    track: str | None = None,
) -> dict[str, list[Problem]]:
    """What keeps a proposal from being submitted, {} when nothing does: problems by question key or "consents.<key>".

    Answers to questions that the form does not ask, or not of these answers, are ignored.
    """
    found = {
        question.key: check_answer(question, answers.get(question.key), definition, site_codes=site_codes, offers=offers,
                                   applicant=applicant)
        for question in definition.asked(answers, track)
    }
    for key, problem in broken_rules(definition, answers, track):
        found[key] = [*found.get(key, []), problem]
    for consent in definition.consents:
        if consent.required and consents.get(consent.key) is not True:
            found[f"consents.{consent.key}"] = [Problem("", CONSENT)]
    return {key: problems for key, problems in found.items() if problems}


def is_blank(value: Any) -> bool:
    """Whether a stored value says nothing at all."""
    if isinstance(value, dict):
        return all(is_blank(inner) for inner in value.values())
    return value is None or value == "" or value == []


def _text(question: Question, value: str, definition: Definition) -> Problems:
    yield from _within("", value, max_chars_of(question))
    yield from check_words(question, value)


def _within(path: str, text: str, most: int) -> Problems:
    if len(text) > most:
        message = N_("Write at most %(most)s characters; there are %(length)s now.")
        yield Problem(path, message, {"most": most, "length": len(text)})


def _choice(question: Question, value: str, definition: Definition) -> Problems:
    if value not in {choice.key for choice in question.choices or ()}:
        yield Problem("", N_("Choose one of the answers offered."))


def _yes_no(question: Question, value: bool, definition: Definition) -> Problems:
    yield from ()


def _integer(question: Question, value: int, definition: Definition) -> Problems:
    if question.min is not None and value < question.min:
        yield Problem("", N_("This call accepts %(min)s or more; below that one cannot apply."), {"min": question.min})
    if question.max is not None and value > question.max:
        yield Problem("", N_("This can be at most %(max)s."), {"max": question.max})


def _sites(question: Question, value: list[str], site_codes: Collection[str] | None) -> Problems:
    least, most = question.min or 1, question.max or 3
    if not least <= len(value) <= most:
        yield Problem("", N_("Choose from %(least)s to %(most)s sites."), {"least": least, "most": most})
    for i, code in enumerate(value):
        if code in value[:i]:
            yield Problem(str(i), N_("This site is already chosen."))
        if site_codes is not None and code not in site_codes:
            yield Problem(str(i), N_("There is no site %(code)s in this program."), {"code": code})


def _kpis(question: Question, rows: list[dict[str, Any]], definition: Definition) -> Problems:
    yield from _not_too_many(question, rows)
    for i, row in enumerate(rows):
        yield from _words(row, i, ("name", "unit", "method"))
        yield from _number(f"{i}.baseline", row["baseline"])
        yield from _number(f"{i}.target", row["target"])
        if row["direction"] not in ("up", "down"):
            yield Problem(f"{i}.direction", N_("Say whether up or down is better."))
        yield from _whole(f"{i}.weight", row["weight"], 1, 100)
        if row["name"] and row["name"] in [earlier["name"] for earlier in rows[:i]]:
            yield Problem(f"{i}.name", N_("Another indicator already has this name."))
    total = sum(row["weight"] or 0 for row in rows)
    if total != 100:
        yield Problem("weight", N_("Weights must total 100; they total %(total)s now."), {"total": total})


def _not_too_many(question: Question, rows: list[Any]) -> Problems:
    most = MAX_ROWS[question.type]
    if len(rows) > most:
        yield Problem("", N_("Give at most %(most)s rows."), {"most": most})


def _words(row: dict[str, Any], i: int, columns: tuple[str, ...]) -> Problems:
    for column in columns:
        if not row[column]:
            yield Problem(f"{i}.{column}", FILL_IN)
        yield from _within(f"{i}.{column}", row[column], MAX_CELLS[column])


def _number(path: str, text: str) -> Problems:
    if not text:
        yield Problem(path, FILL_IN)
    elif not NUMBER.fullmatch(text) or sum(character.isdigit() for character in text) > MAX_DIGITS:
        message = N_("Write a number of at most %(digits)s digits, at most 4 of them decimals.")
        yield Problem(path, message, {"digits": MAX_DIGITS})


def _whole(path: str, value: int | None, least: int, most: int) -> Problems:
    if value is None:
        yield Problem(path, FILL_IN)
    elif not least <= value <= most:
        message = N_("This must be a whole number from %(least)s to %(most)s.")
        yield Problem(path, message, {"least": least, "most": most})


def _data(question: Question, rows: list[dict[str, Any]], definition: Definition) -> Problems:
    yield from _not_too_many(question, rows)
    for i, row in enumerate(rows):
        yield from _words(row, i, ("name", "owner", "format"))
        for column in ("personal", "open"):
            if row[column] is None:
                yield Problem(f"{i}.{column}", N_("Say yes or no."))
        yield from _whole(f"{i}.retention_months", row["retention_months"], 0, MAX_MONTHS)
        yield from _whole(f"{i}.retention_days", row.get("retention_days", 0), 0, MAX_DAYS)


def _budget(question: Question, value: dict[str, Any], definition: Definition) -> Problems:
    amounts = {name: value[name] or 0 for name in ("grant", "self_cash", "self_inkind")}
    known = {category.code for category in definition.budget.categories}
    items = {f"items.{code}": won or 0 for code, won in value["items"].items()}
    for path, won in (amounts | items).items():
        yield from _whole(path, won, 0, WON)
        if path.startswith("items.") and path.removeprefix("items.") not in known:
            yield Problem(path, N_("This call has no such cost category."))
    spent, total = sum(items.values()), sum(amounts.values())
    if total <= 0:
        yield Problem("", N_("Enter how much the pilot costs and who pays."))
    if spent != total:
        message = N_("The items total %(items)s won but the sources total %(sources)s won.")
        yield Problem("items", message, {"items": spent, "sources": total})
    yield from _shares(amounts, total, definition)


def _shares(amounts: dict[str, int], total: int, definition: Definition) -> Problems:
    """Shares compared in whole won times 100, so that nothing is rounded."""
    money, own = definition.budget, amounts["self_cash"] + amounts["self_inkind"]
    if amounts["grant"] > money.max_grant:
        yield Problem("grant", N_("The grant can be at most %(most)s won."), {"most": money.max_grant})
    if own * 100 < money.self_min_pct * total:
        message = N_("Your own share must be at least %(percent)s%% of the total: %(least)s won or more.")
        yield Problem("self", message, {"percent": money.self_min_pct, "least": _share(money.self_min_pct, total)})
    if amounts["self_cash"] * 100 < money.self_cash_min_pct_of_self * own:
        message = N_("Cash must be at least %(percent)s%% of your own share: %(least)s won or more.")
        least = _share(money.self_cash_min_pct_of_self, own)
        yield Problem("self_cash", message, {"percent": money.self_cash_min_pct_of_self, "least": least})


def _share(percent: int, of: int) -> int:
    return -(-percent * of // 100)


def _declaration(question: Question, value: dict[str, Any], definition: Definition) -> Problems:
    if value["has"] is None:
        yield Problem("has", N_("Say yes or no."))
    if value["has"] and not value["detail"]:
        yield Problem("detail", N_("Say which program, for what, and how much."))
    yield from _within("detail", value["detail"], max_chars_of(question))


_CHECKS: dict[str, Callable[[Question, Any, Definition], Problems]] = {
    "text": _text,
    "longtext": _text,
    "choice": _choice,
    "choices": check_choices,
    "yes_no": _yes_no,
    "integer": _integer,
    "money": check_money,
    "date": check_date,
    "link": check_link,
    "kpi_table": _kpis,
    "data_table": _data,
    "budget_table": _budget,
    "declaration": _declaration,
}

"""Answers that name others: offers of partners by rank, and the organizations that take part in a proposal."""

from collections.abc import Iterator, Mapping
from typing import Any

from portal.accounts import registration_number
from portal.calls.answers.drafts import MAX_CELLS, MAX_ROWS
from portal.calls.definition import Problem, Question
from portal.calls.definition.problems import N_

ROLES = {"participating": N_("participating"), "demand": N_("demand side"), "other": N_("other")}
KOREA = {"", "kr", "korea", "south korea", "republic of korea", "한국", "대한민국"}
NO_LONGER = {
    "full": N_("Every slot of this offer is taken. Choose another one."),
    "coming": N_("This offer cannot be asked for yet."),
    "over": N_("The time to ask for this offer has passed. Choose another one."),
}
Problems = Iterator[Problem]


def can_be_answered(question: Question, offers: Mapping[str, str] | None) -> bool:
    """Whether anything can be chosen; while no partner has a free slot, nobody is kept from applying."""
    return question.type != "offers" or offers is None or "open" in offers.values()


def check_offers(question: Question, value: list[str], offers: Mapping[str, str] | None) -> Problems:
    """Ranked ids, each once and each to be had; `offers` as in `check_answer`."""
    least, most = question.min or 1, question.max or 3
    if offers is not None:
        least = min(least, max(1, list(offers.values()).count("open")))
    if not least <= len(value) <= most:
        yield Problem("", N_("Choose from %(least)s to %(most)s offers."), {"least": least, "most": most})
    for i, offer in enumerate(value):
        if offer in value[:i]:
            yield Problem(str(i), N_("This offer is already chosen."))
        if offers is not None and offers.get(offer) != "open":
            yield Problem(str(i), NO_LONGER.get(offers.get(offer, ""), N_("This offer is no longer made. Choose another one.")))


def check_consortium(rows: list[dict[str, Any]], applicant: str) -> Problems:
    """Organizations with name, number, role and share; each once, none of them the applicant, at most 100 percent together."""
    if len(rows) > MAX_ROWS["consortium"]:
        yield Problem("", N_("Give at most %(most)s rows."), {"most": MAX_ROWS["consortium"]})
    for i, row in enumerate(rows):
        if not row["name"]:
            yield Problem(f"{i}.name", N_("Fill this in."))
        yield from _not_too_long(row, i)
        yield from _number(row, i, applicant)
        yield from _once(rows, i)
        if row["role"] not in ROLES:
            yield Problem(f"{i}.role", N_("Choose a role."))
        if row["share"] is None or not 1 <= row["share"] <= 100:
            message = N_("This must be a whole number from %(least)s to %(most)s.")
            yield Problem(f"{i}.share", message, {"least": 1, "most": 100})
    total = sum(row["share"] or 0 for row in rows)
    if total > 100:
        yield Problem("share", N_("The shares may total at most 100; they total %(total)s now."), {"total": total})


def is_abroad(row: Mapping[str, Any]) -> bool:
    """Whether the country that was written is another one than Korea."""
    return str(row.get("country") or "").strip().lower() not in KOREA


def _not_too_long(row: dict[str, Any], i: int) -> Problems:
    for column in ("name", "brn", "country"):
        if len(row[column]) > MAX_CELLS[column]:
            message = N_("Write at most %(most)s characters; there are %(length)s now.")
            yield Problem(f"{i}.{column}", message, {"most": MAX_CELLS[column], "length": len(row[column])})


def _number(row: dict[str, Any], i: int, applicant: str) -> Problems:
    valid = registration_number.is_valid(row["brn"])
    if not is_abroad(row) and not valid:
        message = N_("Write the ten digits of the business registration number, or the country if it is abroad.")
        yield Problem(f"{i}.brn", message)
    elif valid and applicant and row["brn"] == registration_number.compact(applicant):
        yield Problem(f"{i}.brn", N_("This is your own company. Name only the others."))


def _once(rows: list[dict[str, Any]], i: int) -> Problems:
    row = rows[i]
    if row["brn"] and row["brn"] in [earlier["brn"] for earlier in rows[:i]]:
        yield Problem(f"{i}.brn", N_("Another row already has this number."))
    elif row["name"] and row["name"].casefold() in [earlier["name"].casefold() for earlier in rows[:i]]:
        yield Problem(f"{i}.name", N_("Another row already has this name."))

"""Whether the short kinds of answers are within what the form allows: words, lists of choices, amounts, dates, addresses."""

import re
from collections.abc import Iterator
from datetime import date
from typing import Any
from urllib.parse import urlsplit

from portal.calls.answers.drafts import MAX_LINK
from portal.calls.definition import Definition, Problem, Question
from portal.calls.definition.problems import N_

WON = 10**13
FIRST_YEAR, LAST_YEAR = 1900, 2100


def check_words(question: Question, value: str) -> Iterator[Problem]:
    """Words are what stands between blanks."""
    count = len(value.split())
    if question.max_words is not None and count > question.max_words:
        text = N_("Write at most %(most)s words; there are %(count)s now.")
        yield Problem("", text, {"most": question.max_words, "count": count})


def check_choices(question: Question, value: list[str], definition: Definition) -> Iterator[Problem]:
    """Each is on the list, and neither too few nor too many are chosen."""
    offered = {choice.key for choice in question.choices or ()}
    if not set(value) <= offered:
        yield Problem("", N_("Choose among the answers offered."))
    if question.min is not None and len(value) < question.min:
        yield Problem("", N_("Choose at least %(least)s."), {"least": question.min})
    if question.max is not None and len(value) > question.max:
        yield Problem("", N_("Choose at most %(most)s."), {"most": question.max})


def check_money(question: Question, value: int, definition: Definition) -> Iterator[Problem]:
    """Won, never below zero."""
    least, most = question.min or 0, WON if question.max is None else question.max
    if not least <= value <= most:
        text = N_("Enter an amount from %(least)s to %(most)s won.")
        yield Problem("", text, {"least": f"{least:,}", "most": f"{most:,}"})


def check_date(question: Question, value: str, definition: Definition) -> Iterator[Problem]:
    """A day of the calendar."""
    try:
        known = re.fullmatch("[0-9]{4}-[0-9]{2}-[0-9]{2}", value) and FIRST_YEAR <= date.fromisoformat(value).year <= LAST_YEAR
    except ValueError:
        known = False
    if not known:
        text = N_("Write a date from %(first)s to %(last)s, such as 2026-12-31.")
        yield Problem("", text, {"first": FIRST_YEAR, "last": LAST_YEAR})


def is_link(value: Any) -> bool:
    """Whether it is an address that a browser may open: http or https, with the name of a host, without blanks."""
    if not isinstance(value, str) or len(value) > MAX_LINK or re.search(r"[\s<>\"]", value):
        return False
    try:
        parts = urlsplit(value)
        return parts.scheme in ("http", "https") and "." in (parts.hostname or "").strip(".") and parts.username is None
    except ValueError:
        return False


def check_link(question: Question, value: str, definition: Definition) -> Iterator[Problem]:
    """An address of a page."""
    if not is_link(value):
        yield Problem("", N_("Write a whole address, such as https://www.example.kr/page."))

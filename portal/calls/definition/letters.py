"""What a city adds in its own words to the letters and results of a call; the facts and the law in them stay as they are."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.calls.definition.problems import N_
from portal.calls.definition.shapes import Findings, OneOf, Words, is_a
from portal.calls.definition.texts import Text

# Letters by their template; the last four are read with the result after signing in, because no letter says an outcome.
LETTERS = ("proposal_received", "supplement_requested", "found_ineligible", "result_released", "pilot_began")
RESULTS = ("passed", "selected", "reserve", "not_selected")
BLANKS = {"company": "회사", "title": "제목", "number": "번호", "call": "공고"}
BLANK = re.compile(r"\{([^{}]*)\}")


def _blanks_can_be_filled(said: "OwnWords") -> Findings:
    known = {*BLANKS, *BLANKS.values()}
    for language, text in said.words.body().items():
        for name in BLANK.findall(text):
            if name not in known:
                yield f"words.{language}", N_("There is nothing to fill in for {%(name)s}."), {"name": name[:40]}


@dataclass(frozen=True)
class OwnWords:
    """Words for one letter or result. {company}, {title}, {number} and {call}, or {회사}, {제목}, {번호} and {공고}, are
    filled in."""

    where: str = is_a(OneOf((*LETTERS, *RESULTS)))
    words: Text = is_a(Words())

    CHECKS = (_blanks_can_be_filled,)


def own_words(said: tuple[OwnWords, ...] | None, where: str, values: Mapping[str, Any]) -> dict[str, str]:
    """The words for a letter or result in both languages with every blank filled, {} where there are none. A value is a
    text, or a pair of languages."""
    found = next((each for each in said or () if each.where == where), None)
    if found is None:
        return {}
    return {language: _filled(text, values, language) for language, text in found.words.body().items()}


def _filled(text: str, values: Mapping[str, Any], language: str) -> str:
    names = {korean: name for name, korean in BLANKS.items()} | {name: name for name in BLANKS}

    def value(blank: re.Match[str]) -> str:
        given = values.get(names.get(blank.group(1), ""), blank.group(0))
        return str(given.get(language) or given.get("ko") or given.get("en")) if isinstance(given, dict) else str(given)
    return BLANK.sub(value, text)

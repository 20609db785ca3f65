"""When a question is asked: conditions on the answers to earlier ones, chosen from lists and never written as a formula."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from portal.calls.definition.problems import N_
from portal.calls.definition.shapes import Findings, Key, Line, OneOf, is_a
from portal.calls.definition.tracks import is_for

ORDERED = ("at_least", "at_most")
OPERATORS = ("is", "is_not", *ORDERED, "is_answered")
JOINS = ("all", "any")
FLAG_WORDS = {True: "yes", False: "no"}
NUMBERS, FLAGS, LISTED = ("integer", "money"), ("yes_no", "declaration"), ("choice", "choices")
REFERABLE = (*NUMBERS, *FLAGS, *LISTED)
NUMBER = re.compile(r"-?[0-9]{1,15}")


def _compares_something(condition: "Condition") -> Findings:
    if condition.operator == "is_answered" and condition.value is not None:
        yield "value", N_("Nothing is compared here; leave this empty."), {}
    if condition.operator != "is_answered" and condition.value is None:
        yield "value", N_("Say what the answer is compared with."), {}


@dataclass(frozen=True)
class Condition:
    """One requirement on an earlier answer. `value` is the key of a choice, a whole number, or "yes" or "no".

    Without an answer to the earlier question no condition holds, "is_not" included.
    """

    question: str = is_a(Key())
    operator: str = is_a(OneOf(OPERATORS))
    value: str | None = is_a(Line(".{1,60}"), default=None)

    CHECKS = (_compares_something,)

    def holds(self, asked: Any, value: Any) -> bool:
        """Whether the stored `value` of the question `asked` meets it; a value of another shape meets nothing."""
        said = words_said(asked.type, value)
        if not said or self.operator == "is_answered":
            return bool(said)
        if asked.type in NUMBERS:
            return _compared(self.operator, int(said[0]), int(self.value or 0))
        return (self.value in said) == (self.operator == "is")


def words_said(type_: str, value: Any) -> tuple[str, ...]:
    """What a stored answer says, in the words a condition compares; nothing while there is no answer."""
    if type_ in NUMBERS:
        return (str(value),) if isinstance(value, int) and not isinstance(value, bool) else ()
    if type_ in FLAGS:
        flag = value.get("has") if isinstance(value, Mapping) else value
        return (FLAG_WORDS[flag],) if isinstance(flag, bool) else ()
    chosen = value if isinstance(value, list | tuple) else [value]
    return tuple(each for each in chosen if isinstance(each, str) and each)


def _compared(operator: str, left: int, right: int) -> bool:
    return {"is": left == right, "is_not": left != right, "at_least": left >= right, "at_most": left <= right}[operator]


def shown_among(questions: Iterable[Any], values: Mapping[str, Any], track: str | None) -> tuple[Any, ...]:
    """The questions that a track asks and these answers bring up, in the order of the form; an answer to a hidden question
    counts as none."""
    shown: dict[str, Any] = {}
    for question in questions:
        held = [each.question in shown and each.holds(shown[each.question], values.get(each.question))
                for each in question.shown_when or ()]
        holds = not held or (any(held) if question.shown_join == "any" else all(held))
        if holds and is_for(question, track):
            shown[question.key] = question
    return tuple(shown.values())


def conditions_fit(definition: Any, question: Any) -> Findings:
    """Conditions name earlier questions whose answers can be compared, and values that such an answer can have."""
    conditions = question.shown_when or ()
    if not conditions:
        return
    earlier: dict[str, Any] = {}
    for each in definition.questions:
        if each is question:
            break
        earlier[each.key] = each
    for i, condition in enumerate(conditions):
        asked = earlier.get(condition.question)
        if asked is None:
            yield f"shown_when.{i}.question", N_("There is no question %(name)s before this one."), {"name": condition.question}
        elif asked.type not in REFERABLE:
            yield f"shown_when.{i}.question", N_("An answer of this kind cannot be compared."), {}
        else:
            yield from _comparison_fits(asked, condition, f"shown_when.{i}")


def _comparison_fits(asked: Any, condition: Condition, path: str) -> Findings:
    if condition.operator in ORDERED and asked.type not in NUMBERS:
        yield f"{path}.operator", N_("Only numbers can be more or less."), {}
    elif condition.value is None:
        return
    elif asked.type in NUMBERS and not NUMBER.fullmatch(condition.value):
        yield f"{path}.value", N_("Compare with a whole number in digits."), {}
    elif asked.type in FLAGS and condition.value not in FLAG_WORDS.values():
        yield f"{path}.value", N_("Compare with yes or no."), {}
    elif asked.type in LISTED and condition.value not in {choice.key for choice in asked.choices or ()}:
        yield f"{path}.value", N_("Compare with one of the answers to choose from."), {}

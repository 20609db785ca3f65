"""Figures of a proposal that a call calculates or compares: whole-number answers, sums of the budget, and totals of them.

A figure is named "question:<key>", "budget:<sum>", "cost:<category>" or "total:<key>"; officers choose it from a list.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from portal.calls.definition.problems import N_, Problem
from portal.calls.definition.shapes import BAD, Findings, Key, Many, OneOf, Whole, Words, is_a
from portal.calls.definition.texts import Text

SUMS = {"grant": ("grant",), "self_cash": ("self_cash",), "self_inkind": ("self_inkind",),
        "own_share": ("self_cash", "self_inkind"), "total": ("grant", "self_cash", "self_inkind")}
COUNTED = ("integer", "money")
FIGURE = re.compile(rf"(question|cost|total):[A-Za-z][A-Za-z0-9_]{{0,39}}|budget:({'|'.join(SUMS)})")
AT_LEAST, AT_MOST, EQUAL, LESS_THAN, MORE_THAN = COMPARISONS = ("at_least", "at_most", "equal", "less_than", "more_than")
WITH_NUMBER, WITH_PERCENT, WITH_FIGURE = COMPARED_WITH = ("number", "percent", "figure")


class Figure:
    """The name of a figure."""

    def read(self, raw: Any, path: str, found: list[Problem]) -> Any:
        if isinstance(raw, str) and FIGURE.fullmatch(raw):
            return raw
        found.append(Problem(path, N_("Choose a figure from the list.")))
        return BAD

    def body(self, value: str) -> str:
        return value


@dataclass(frozen=True)
class Total:
    """A sum that the form calculates and nobody types; shown at the end of its section."""

    key: str = is_a(Key())
    label: Text = is_a(Words())
    section: str = is_a(Key())
    of: tuple[str, ...] = is_a(Many(Figure(), unique="", least=1, most=30))


def _one_thing_is_compared_with(rule: "Rule") -> Findings:
    wanted = {WITH_NUMBER: ("number",), WITH_PERCENT: ("percent", "right"), WITH_FIGURE: ("right",)}[rule.compared_with]
    for name in ("number", "percent", "right"):
        if name in wanted and getattr(rule, name) is None:
            yield name, N_("Say what it is compared with."), {}
        if name not in wanted and getattr(rule, name) is not None:
            yield name, N_("This is not compared here; leave it empty."), {}
    if rule.right is not None and rule.right == rule.left:
        yield "right", N_("A figure cannot be compared with itself."), {}


@dataclass(frozen=True)
class Rule:
    """A requirement between figures, such as an own share of at least 25 percent of the total; compared without rounding."""

    key: str = is_a(Key())
    left: str = is_a(Figure())
    operator: str = is_a(OneOf(COMPARISONS))
    compared_with: str = is_a(OneOf(COMPARED_WITH))
    number: int | None = is_a(Whole(0, 10**13), default=None)
    percent: int | None = is_a(Whole(1, 1000), default=None)
    right: str | None = is_a(Figure(), default=None)
    message: Text | None = is_a(Words(), default=None)

    CHECKS = (_one_thing_is_compared_with,)

    def is_kept(self, left: int, right: int) -> bool:
        """Whether `left` meets it; `right` is the number or the other figure. Compared times 100, so nothing is rounded."""
        mine, bound = left * 100, right * (100 if self.percent is None else self.percent)
        return {AT_LEAST: mine >= bound, AT_MOST: mine <= bound, EQUAL: mine == bound, LESS_THAN: mine < bound,
                MORE_THAN: mine > bound}[self.operator]


def figure_of(name: str, definition: Any, values: Mapping[str, Any], shown: Mapping[str, Any]) -> int | None:
    """A figure from stored answers (won for money), None while nothing was answered; only questions in `shown` count."""
    kind, _colon, key = name.partition(":")
    if kind == "total":
        parts = [figure_of(each, definition, values, shown) for each in definition.total(key).of]
        given = [part for part in parts if part is not None]
        return sum(given) if given else None
    if kind == "question":
        return _whole(values.get(key)) if key in shown else None
    table = definition.question_of("budget_table")
    money = values.get(table.key) if table is not None and table.key in shown else None
    if not isinstance(money, Mapping):
        return None
    amounts = money if kind == "budget" else money.get("items")
    names = SUMS[key] if kind == "budget" else (key,)
    given = [won for each in names if isinstance(amounts, Mapping) and (won := _whole(amounts.get(each))) is not None]
    return sum(given) if given else None


def _whole(value: Any) -> int | None:
    return value if isinstance(value, int) and not isinstance(value, bool) else None


def is_money(name: str, definition: Any) -> bool:
    """Whether a figure is an amount in won."""
    kind, _colon, key = name.partition(":")
    if kind == "total":
        return all(is_money(each, definition) for each in definition.total(key).of)
    if kind == "question":
        return definition.question(key).type == "money"
    return True


def total_fits(definition: Any, total: Total) -> Findings:
    """A total adds figures that the form asks for, never other totals, and stands in a section of the form."""
    if total.section not in {section.key for section in definition.sections}:
        yield "section", N_("There is no section %(name)s."), {"name": total.section}
    for i, name in enumerate(total.of):
        if name.startswith("total:"):
            yield f"of.{i}", N_("A total cannot add another total."), {}
        else:
            yield from _is_known(definition, name, f"of.{i}")


def rule_fits(definition: Any, rule: Rule) -> Findings:
    """A rule compares figures that the form has."""
    yield from _is_known(definition, rule.left, "left")
    if rule.right is not None:
        yield from _is_known(definition, rule.right, "right")


def _is_known(definition: Any, name: str, path: str) -> Findings:
    kind, _colon, key = name.partition(":")
    questions = {question.key: question.type for question in definition.questions}
    if kind == "question" and questions.get(key) not in COUNTED:
        yield path, N_("The form asks no whole number called %(name)s."), {"name": key}
    if kind in ("budget", "cost") and "budget_table" not in questions.values():
        yield path, N_("The form does not ask for a budget."), {}
    if kind == "cost" and key not in {category.code for category in definition.budget.categories}:
        yield path, N_("There is no cost category %(name)s."), {"name": key}
    if kind == "total" and key not in {total.key for total in definition.totals or ()}:
        yield path, N_("There is no total %(name)s."), {"name": key}

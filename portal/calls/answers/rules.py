"""What the rules of a call say about answers that belong together: each broken one at the field where it is put right."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from portal.calls.definition import Definition, Problem, Text
from portal.calls.definition.figures import (
    AT_LEAST,
    AT_MOST,
    EQUAL,
    LESS_THAN,
    MORE_THAN,
    Rule,
    figure_of,
    is_money,
)
from portal.calls.definition.problems import N_
from portal.foundation.i18n import _, _l, locale

SENTENCES = {
    AT_LEAST: N_("%(left)s must be at least %(bound)s (now %(now)s)."),
    AT_MOST: N_("%(left)s must be at most %(bound)s (now %(now)s)."),
    EQUAL: N_("%(left)s must be exactly %(bound)s (now %(now)s)."),
    LESS_THAN: N_("%(left)s must be less than %(bound)s (now %(now)s)."),
    MORE_THAN: N_("%(left)s must be more than %(bound)s (now %(now)s)."),
}
SUM_NAMES = {"grant": _l("Grant from the city"), "self_cash": _l("Own share in cash"), "self_inkind": _l("Own share in kind"),
             "own_share": _l("Own share"), "total": _l("Total cost")}
SUM_PLACES = {"own_share": "self", "total": ""}


@dataclass(frozen=True)
class Words:
    """A text of the call as a part of a message, in the language of whoever reads it."""

    text: Text

    def __str__(self) -> str:
        return self.text.in_(locale())


@dataclass(frozen=True)
class Phrase:
    """A phrase as a part of a message, translated when it is read."""

    text: str
    params: Mapping[str, Any]

    def __str__(self) -> str:
        return _(self.text, **self.params)


def broken_rules(definition: Definition, values: Mapping[str, Any], track: str | None = None) -> Iterator[tuple[str, Problem]]:
    """The key of a question and what is wrong there; a rule about a figure that was not given says nothing."""
    shown = {question.key: question for question in definition.asked(values, track)}
    for rule in definition.rules or ():
        left = figure_of(rule.left, definition, values, shown)
        right = rule.number if rule.right is None else figure_of(rule.right, definition, values, shown)
        if left is not None and right is not None and not rule.is_kept(left, right):
            key, path = _place_of(rule.left, definition)
            yield key, _told(rule, left, right, path, definition)


def _told(rule: Rule, left: int, right: int, path: str, definition: Definition) -> Problem:
    if rule.message is not None:
        return Problem(path, N_("%(message)s"), {"message": Words(rule.message)})
    money = is_money(rule.left, definition)
    now: Any = f"{_share(left, right, up=rule.operator in (AT_MOST, LESS_THAN))}%" if rule.percent and right > 0 \
        else _quantity(left, money)
    bound: Any = _quantity(right, money)
    if rule.right is not None:
        bound = name_of_figure(rule.right, definition)
    if rule.percent is not None:
        bound = Phrase(N_("%(percent)s%% of %(what)s"), {"percent": rule.percent, "what": bound})
    return Problem(path, SENTENCES[rule.operator], {"left": name_of_figure(rule.left, definition), "bound": bound, "now": now})


def _share(part: int, of: int, *, up: bool) -> str:
    """A percentage with one decimal that never looks as if the rule were kept."""
    tenths = -(-part * 1000 // of) if up else part * 1000 // of
    whole, rest = divmod(abs(tenths), 10)
    return ("-" if tenths < 0 else "") + (f"{whole:,}.{rest}" if rest else f"{whole:,}")


def _quantity(number: int, money: bool) -> Any:
    return Phrase(N_("%(amount)s won"), {"amount": f"{number:,}"}) if money else f"{number:,}"


def name_of_figure(name: str, definition: Definition) -> Any:
    """What the form calls a figure, in the reader's language when it is shown."""
    kind, _colon, key = name.partition(":")
    if kind == "budget":
        return SUM_NAMES[key]
    if kind == "question":
        return Words(definition.question(key).label)
    if kind == "total":
        return Words(definition.total(key).label)
    return Words(next(each.label for each in definition.budget.categories if each.code == key))


def _place_of(name: str, definition: Definition) -> tuple[str, str]:
    """The question where a figure is typed, and the path of its field; of a total, its first part."""
    kind, _colon, key = name.partition(":")
    if kind == "total":
        return _place_of(definition.total(key).of[0], definition)
    if kind == "question":
        return key, ""
    table = definition.question_of("budget_table")
    return table.key if table else "", f"items.{key}" if kind == "cost" else SUM_PLACES.get(key, key)

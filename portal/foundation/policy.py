"""Who may do what: small predicates that compose, and one table per noun of verb and predicate."""

from collections.abc import Callable, Mapping
from typing import Any

from portal.foundation.errors import Forbidden
from portal.foundation.i18n import _, _l

Rule = Callable[[Any, Any], bool]


class Who:
    """A question "is it this person?" about an actor and a subject, with the words that name such a person."""

    def __init__(self, rule: Rule, words: object) -> None:
        self.rule, self.words = rule, words

    def __call__(self, actor: Any, subject: Any) -> bool:
        return bool(self.rule(actor, subject))

    def __or__(self, other: "Who") -> "Who":
        return Who(lambda a, s: self(a, s) or other(a, s), _l("%(one)s or %(other)s", one=self.words, other=other.words))

    def __and__(self, other: "Who") -> "Who":
        words = _l("%(one)s who is also %(other)s", one=self.words, other=other.words)
        return Who(lambda a, s: self(a, s) and other(a, s), words)


def who(words: object) -> Callable[[Rule], Who]:
    """Name a predicate: `@who(_l("the reviewer it was given to"))`."""
    return lambda rule: Who(rule, words)


class _System:
    """The portal itself: jobs and commands act as nobody of flesh."""

    id = None
    name = "portal"
    is_system = True
    roles: tuple[()] = ()

    def has(self, name: str, on: str, on_id: int | None = None) -> bool:
        return False

    def ids(self, on: str, *names: str) -> list[int]:
        return []


SYSTEM = _System()


@who(_l("the portal itself"))
def the_portal_itself(actor: Any, subject: Any) -> bool:
    return actor is SYSTEM


@who(_l("anyone"))
def anyone(actor: Any, subject: Any) -> bool:
    return True


GRANTS: dict[str, dict[str, Who]] = {}


def grant(noun: str, table: Mapping[str, Who]) -> None:
    """Write down, once per noun, who may do each verb. What is not written nobody may."""
    if noun in GRANTS:
        raise ValueError(f"{noun} has its grants already")
    GRANTS[noun] = dict(table)


def _find(permission: str) -> Who:
    noun, _dot, verb = permission.partition(".")
    try:
        return GRANTS[noun][verb]
    except KeyError:
        raise LookupError(f"nobody was granted {permission}: write it in the noun's policy.py") from None


def may(actor: Any, permission: str, subject: Any) -> bool:
    """Whether the actor may: `may(user, "review.confirm", review)`."""
    return _find(permission)(actor, subject)


def require(actor: Any, permission: str, subject: Any) -> None:
    """Raise Forbidden, in the words of the predicate, unless the actor may."""
    rule = _find(permission)
    if not rule(actor, subject):
        raise Forbidden(_("Only %(who)s may do this.", who=rule.words))

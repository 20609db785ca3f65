"""One line of the access table: a route, what it is asked with, and the status each persona must get."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

PERSONAS = ("nobody", "owner", "member", "stranger", "reviewer", "panelist", "recused", "manager", "approver",
            "far_manager", "officer", "staff", "administrator")


@dataclass(frozen=True)
class AccessRow:
    """The expected answers of one route and method."""

    endpoint: str
    method: str
    where: Callable[[Any], dict[str, Any]]
    answers: dict[str, int]
    data: Callable[[Any], dict[str, Any]] = field(default=lambda world: {})


def row(endpoint: str, method: str = "GET", where: Callable[[Any], dict[str, Any]] | None = None, *,
        data: Callable[[Any], dict[str, Any]] | None = None, everyone: int | None = None, signed_in: int | None = None,
        **answers: int) -> AccessRow:
    """Say only who gets something: the unnamed get 404 (it is not theirs to know), nobody is sent to sign in (302; 401 for POST).

    `everyone` sets all personas, `signed_in` all but nobody.
    """
    unknown = set(answers) - set(PERSONAS)
    if unknown:
        raise ValueError(f"no such persona: {unknown}")
    expected = dict.fromkeys(PERSONAS, 404)
    expected["nobody"] = 302 if method in ("GET", "HEAD") else 401
    if signed_in is not None:
        expected.update(dict.fromkeys(PERSONAS[1:], signed_in))
    if everyone is not None:
        expected = dict.fromkeys(PERSONAS, everyone)
    return AccessRow(endpoint, method, where or (lambda world: {}), {**expected, **answers}, data or (lambda world: {}))

"""What is wrong with a definition or an answer, and where: a path, an English template to translate, and its values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any


def N_(text: str) -> str:
    """Mark an English template so that Babel extracts it (keyword N_); it is translated where it is shown."""
    return text


@dataclass(frozen=True)
class Problem:
    """One thing to fix. `path` is dotted ("stages.0.weight", "2.unit", "" for the whole); `text` is the message id."""

    path: str
    text: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @property
    def message(self) -> str:
        """The English sentence; pages translate `text` and fill in `params` themselves."""
        return self.text % self.params if self.params else self.text


class DefinitionError(ValueError):
    """A body that is no workflow. `problems` lists every (path, message); `found` holds the same as Problem objects."""

    def __init__(self, found: Sequence[Problem]) -> None:
        self.found = tuple(found)
        self.problems = [(problem.path, problem.message) for problem in self.found]
        super().__init__("; ".join(f"{path or 'definition'}: {message}" for path, message in self.problems))

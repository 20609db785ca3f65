"""A call as one YAML file: written without loss, read with the line of everything that is wrong.

The format is told in docs/call-files.md: `format`, then `call` (title and dates) and `definition` (the workflow).
"""

from dataclasses import dataclass
from typing import Any

import yaml

from portal.calls.definition.document import CallDocument
from portal.calls.definition.problems import N_, Problem
from portal.calls.drafts.places import steps_of

FORMAT = "pilot-call/1"
HEAVIEST = 1_000_000
DEEPEST = 20


@dataclass(frozen=True)
class Mistake:
    """One thing wrong in a file: the line it stands on (from 1) and the problem."""

    line: int
    problem: Problem


class FileError(ValueError):
    """A file that is no call; `mistakes` lists everything that was found, by line."""

    def __init__(self, mistakes: list[Mistake]) -> None:
        self.mistakes = sorted(mistakes, key=lambda each: each.line)
        super().__init__("; ".join(f"line {each.line}: {each.problem.message}" for each in self.mistakes))


class _Reader(yaml.SafeLoader):
    """YAML without dates (they stay text) and without references, which could make a small file huge."""

    def compose_node(self, parent: Any, index: Any) -> Any:
        if self.check_event(yaml.AliasEvent):
            event = self.peek_event()
            raise yaml.MarkedYAMLError(problem="references (*) are not used here", problem_mark=event.start_mark)
        self.depth = getattr(self, "depth", 0) + 1
        if self.depth > DEEPEST:
            raise yaml.MarkedYAMLError(problem="too many levels", problem_mark=self.peek_event().start_mark)
        node = super().compose_node(parent, index)
        self.depth -= 1
        return node


_Reader.yaml_implicit_resolvers = {
    first: [(tag, pattern) for tag, pattern in resolvers if tag != "tag:yaml.org,2002:timestamp"]
    for first, resolvers in yaml.SafeLoader.yaml_implicit_resolvers.items()}


class _Writer(yaml.SafeDumper):
    """YAML as people write it: entries of a list stand inside their name, long texts are folded at no place."""

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:
        super().increase_indent(flow, False)


def _text(writer: yaml.SafeDumper, value: str) -> Any:
    return writer.represent_scalar("tag:yaml.org,2002:str", value, style="|" if "\n" in value else None)


_Writer.add_representer(str, _text)


def to_yaml(document: CallDocument) -> str:
    """The file of a call; `from_yaml` gives an equal document."""
    body = {"format": FORMAT, **document.body()}
    return yaml.dump(body, Dumper=_Writer, allow_unicode=True, sort_keys=False, width=10**6)


def from_yaml(text: str) -> CallDocument:
    """The call in a file. Raises FileError naming the line of every mistake."""
    if len(text) > HEAVIEST:
        raise FileError([Mistake(1, Problem("", N_("This file is too large for a call.")))])
    root, whole = _loaded(text)
    if not isinstance(whole, dict) or whole.get("format") != FORMAT:
        raise FileError([Mistake(1, Problem("format", N_("This is no file of a call: it must say “format: %(format)s”."),
                                            {"format": FORMAT}))])
    document, found = CallDocument.read({name: value for name, value in whole.items() if name != "format"})
    if found:
        raise FileError([Mistake(_line_of(root, problem.path), problem) for problem in found])
    return document


def _loaded(text: str) -> tuple[Any, Any]:
    try:
        reader = _Reader(text)
        root = reader.get_single_node()
        _refuse_repeats(root)
        return root, reader.construct_document(root) if root is not None else None
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        words = Problem("", N_("This is not YAML here: %(problem)s"), {"problem": error.problem or ""})
        raise FileError([Mistake(mark.line + 1 if mark else 1, words)]) from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        line = text.count("\n", 0, getattr(error, "position", 0)) + 1
        raise FileError([Mistake(line, Problem("", N_("This file cannot be read as YAML."), {}))]) from error


def _refuse_repeats(node: Any) -> None:
    """A name that stands twice in one place would silently lose the first."""
    if isinstance(node, yaml.MappingNode):
        seen = set()
        for key, value in node.value:
            if not isinstance(key, yaml.ScalarNode):
                raise yaml.MarkedYAMLError(problem="a name must be a word", problem_mark=key.start_mark)
            if key.value in seen:
                raise yaml.MarkedYAMLError(problem=f"{key.value} stands here twice", problem_mark=key.start_mark)
            seen.add(key.value)
            _refuse_repeats(value)
    elif isinstance(node, yaml.SequenceNode):
        for each in node.value:
            _refuse_repeats(each)


def _line_of(root: Any, path: str) -> int:
    """The line of a place, or of the nearest one around it that is there."""
    node, line = root, root.start_mark.line + 1
    for step in steps_of(path):
        following = _step(node, step)
        if following is None:
            break
        node, line = following
    return line


def _step(node: Any, step: str | int) -> tuple[Any, int] | None:
    if isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
        return node.value[step], node.value[step].start_mark.line + 1
    if isinstance(node, yaml.MappingNode):
        for key, value in node.value:
            if key.value == str(step):
                return value, key.start_mark.line + 1
    return None

"""How the code itself stands: short files, short functions, one place for states, operations that ask."""

import ast
import re

import pytest

from config import ROOT
from tests.architecture.sources import PORTAL, STAGES, named, operations_of, python_files, tree_of

ASKING = {"move", "check", "begin", "require"}
TEMPLATES = ROOT / "templates"
MACROS = re.compile(r'\{% from "[^"]+" import ([^%]+?)(?: with context)? %\}')


@pytest.mark.parametrize("path", python_files(), ids=named)
def test_a_file_is_short_and_says_what_it_is(path):
    lines = path.read_text("utf-8").count("\n")
    assert lines <= 300, f"{named(path)} has {lines} lines: split it by noun or verb"
    words = ast.get_docstring(tree_of(path))
    assert words or not path.read_text().strip(), f"{named(path)} opens without a sentence that a newcomer can use"


@pytest.mark.parametrize("path", python_files(), ids=named)
def test_a_function_fits_on_a_screen(path):
    for node in ast.walk(tree_of(path)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = node.end_lineno - node.lineno + 1
            assert length <= 40, f"{named(path)}: {node.name} has {length} lines; give its parts names"


def test_only_the_lifecycle_sets_a_state():
    for path in PORTAL.rglob("*.py"):
        if path.parts[-2:] == ("foundation", "lifecycle.py"):
            continue
        for node in ast.walk(tree_of(path)):
            targets = node.targets if isinstance(node, ast.Assign) else [node.target] if isinstance(node, ast.AugAssign) else []
            for target in targets:
                sets = isinstance(target, ast.Attribute) and target.attr == "state"
                assert not sets, f"{named(path)}:{node.lineno} sets a state; use the noun's Lifecycle.move"


def _public_functions(path):
    return [node for node in tree_of(path).body if isinstance(node, ast.FunctionDef) and not node.name.startswith("_")]


def _calls(function):
    names = set()
    for node in ast.walk(function):
        if isinstance(node, ast.Call):
            callee = node.func
            names.add(callee.attr if isinstance(callee, ast.Attribute) else getattr(callee, "id", ""))
    return names


@pytest.mark.parametrize("stage", STAGES)
def test_every_operation_takes_by_and_asks(stage):
    functions = [(path, function) for path in operations_of(stage) for function in _public_functions(path)]
    local = {function.name: _calls(function) for _path, function in functions}
    helpers = {node.name: _calls(node) for path in operations_of(stage) for node in tree_of(path).body
               if isinstance(node, ast.FunctionDef)}
    for path, function in functions:
        keyword_only = {argument.arg for argument in function.args.kwonlyargs}
        assert "by" in keyword_only, f"{named(path)}: {function.name} needs a keyword-only `by`"
        reached, todo = set(), {function.name}
        while todo:
            name = todo.pop()
            fresh = helpers.get(name, local.get(name, set())) - reached
            reached |= fresh
            todo |= fresh & set(helpers)
        assert reached & ASKING, f"{named(path)}: {function.name} never asks who and when (move, check, begin or require)"


def test_nobody_asks_the_machine_for_the_time_but_the_clock():
    for path in PORTAL.rglob("*.py"):
        if path.name == "clock.py":
            continue
        text = path.read_text("utf-8")
        for phrase in ("datetime.now(", "date.today(", "utcnow(", "time.time("):
            assert phrase not in text, f"{named(path)} uses {phrase}; ask portal.foundation.clock"


def test_operations_never_commit():
    for stage in STAGES:
        for path in (PORTAL / stage).rglob("*.py"):
            text = path.read_text("utf-8")
            assert "session.commit(" not in text and "transactions.commit(" not in text, (
                f"{named(path)} commits; a request is one transaction, settled in portal/web/app.py")


@pytest.mark.parametrize("path", sorted(TEMPLATES.rglob("*.html")), ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_a_template_imports_only_what_it_uses(path):
    text = path.read_text("utf-8")
    rest = MACROS.sub("", text)
    names = [name.split(" as ")[-1].strip() for group in MACROS.findall(text) for name in group.split(",")]
    unused = [name for name in names if not re.search(rf"\b{re.escape(name)}\b", rest)]
    assert not unused, f"take these imports out: {', '.join(unused)}"

"""The product's own source files, parsed once for the rules that read code."""

import ast
from functools import lru_cache
from pathlib import Path

from config import ROOT

PORTAL = ROOT / "portal"
STAGES = ("accounts", "papers", "programs", "sites", "partners", "demand", "events", "calls", "proposals", "reviews", "decisions",
          "pilots", "overview")


@lru_cache
def python_files() -> tuple[Path, ...]:
    return tuple(sorted([*PORTAL.rglob("*.py"), *(ROOT / "tools").rglob("*.py"), ROOT / "config.py"]))


@lru_cache
def tree_of(path: Path) -> ast.Module:
    return ast.parse(path.read_text("utf-8"))


def named(path: Path) -> str:
    return str(path.relative_to(ROOT))


def operations_of(stage: str) -> list[Path]:
    """The files in which a stage's operations stand: operations.py, or every file of the folder operations/."""
    folder = PORTAL / stage
    return [*folder.glob("operations.py"), *folder.glob("operations/*.py")]

"""The standard call: what a new program begins from when it has no earlier call; every part of it may be changed."""

from functools import lru_cache
from pathlib import Path

from portal.calls.definition.document import CallDocument
from portal.calls.drafts.yaml_files import from_yaml

FILE = Path(__file__).with_name("standard.yaml")


@lru_cache
def standard_document() -> CallDocument:
    """The standard call; its notice is empty, its dates are to be moved."""
    return from_yaml(FILE.read_text("utf-8"))

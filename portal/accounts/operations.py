"""What is done with accounts (being written)."""

from typing import Any


def sweep_stale_secrets(*, by: Any) -> None:
    """Placeholder until the stage is written."""

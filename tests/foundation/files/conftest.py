"""Files know no database and no app: these tests stand without the ground of the others."""

import pytest


@pytest.fixture(autouse=True)
def app() -> None:
    """In place of the app that every other test gets."""

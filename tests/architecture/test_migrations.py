"""Models and migrations agree; one head; up, down and up again, on SQLite and on PostgreSQL."""

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from portal import tell_the_story
from portal.cli.db import alembic_config
from portal.foundation.db import Base
from tests import conftest

tell_the_story()


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request, tmp_path):
    return conftest.fresh_postgresql() if request.param == "postgresql" else f"sqlite:///{tmp_path / 'migrated.db'}"


def test_there_is_one_head():
    heads = ScriptDirectory.from_config(alembic_config("sqlite://")).get_heads()
    assert len(heads) == 1, f"two people added a migration at once: {heads}; let one follow the other"


def test_up_down_and_up_again_ends_where_the_models_are(url):
    config = alembic_config(url)
    engine = create_engine(url)
    command.upgrade(config, "head")
    command.downgrade(config, "base")
    assert set(inspect(engine).get_table_names()) <= {"alembic_version"}
    command.upgrade(config, "head")
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        difference = compare_metadata(context, Base.metadata)
    engine.dispose()
    assert not difference, f"write a migration (flask db revision): {difference}"

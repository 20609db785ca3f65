"""How Alembic reaches our database: the URL comes from the command, the tables from the stages."""

from alembic import context
from sqlalchemy import create_engine, pool

from portal import tell_the_story
from portal.foundation import history  # noqa: F401  (its tables)
from portal.foundation.db import Base, UtcDateTime

tell_the_story()


def render(kind, thing, _context):
    """A migration stands alone: our instants are written as the database's own."""
    return "sa.DateTime(timezone=True)" if kind == "type" and isinstance(thing, UtcDateTime) else False


engine = create_engine(context.config.attributes["url"], poolclass=pool.NullPool)
with engine.connect() as connection:
    context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True, compare_type=True,
                      render_item=render, include_object=context.config.attributes.get("include_object"))
    with context.begin_transaction():
        context.run_migrations()

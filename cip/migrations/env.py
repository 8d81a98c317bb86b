"""Run by Alembic: applies migrations on the connection that `cip.database.migrate` opened and locked."""

from alembic import context

# All tables, so that the metadata is whole when schemas are compared.
import cip.migrations.tables  # noqa: F401
from cip.database.base import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()

"""Run by Alembic: applies migrations on the connection that `cip.database.migrate` opened and locked."""

from alembic import context

# Every feature that has tables is imported here, so that the metadata is whole when schemas are compared.
import cip.assessment.records
import cip.database.audit.rows
import cip.database.outbox
import cip.database.packs
import cip.database.throttles
import cip.documents.records
import cip.files.records
import cip.parties.records  # noqa: F401
from cip.database.base import Base

connection = context.config.attributes["connection"]
context.configure(connection=connection, target_metadata=Base.metadata, render_as_batch=True)
with context.begin_transaction():
    context.run_migrations()

"""What Alembic runs for each upgrade: on the connection that storage.database.upgrade opened."""

from alembic import context

from storage.tables import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,  # SQLite changes a table by copying it
    transaction_per_migration=False,  # all steps or none, in the transaction of the caller
)
context.run_migrations()
